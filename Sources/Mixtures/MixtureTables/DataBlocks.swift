internal import GaussianMixtures
public import NumericCore

/// Reads a source block by block, so that memory does not grow with it.
public struct DataBlocks {
    /// Some consecutive rows.
    public struct Block: Sendable {
        /// The numbers, rows×D, in the data's units; missing cells are NaN.
        public let values: Matrix<Double>
        /// What each row counts; nil when the source says nothing of it.
        public let weights: [Double]?
        /// The rows' true classes; nil when the source holds none.
        public let labels: [String]?
        /// The cells kept as they stand.
        public let kept: [TextColumn]
    }

    /// The columns' names; nil when the table gives none.
    public let columnNames: [String]?
    /// Number of columns D.
    public let dimension: Int
    /// The names of the columns kept as they stand.
    public let keptColumnNames: [String]
    /// What the reader decided by itself.
    public let remarks: [TableRemark]
    /// Number of rows read so far.
    public private(set) var count = 0

    private let source: DataSource
    private var reader: TableReader
    private let canMarginalize: Bool

    /// Opens a source.
    ///
    /// - Parameters:
    ///   - source: the table.
    ///   - model: the model that the rows are for: its columns are found by name where both have
    ///     names and the source chooses none itself, else by position.
    /// - Throws: `TableError`; ``WorkbenchError/columnCount(file:expected:got:)``,
    ///   ``WorkbenchError/projectionNeedsEveryCell``.
    public init(_ source: DataSource, for model: TableMixture? = nil) throws {
        let isProjected = model?.transform.principalComponents != nil
        guard !isProjected || source.missingCells == .refused else {
            throw WorkbenchError.projectionNeedsEveryCell
        }
        self.source = source
        canMarginalize = !isProjected && !source.needsEveryCell
        reader = try source.reader(expecting: model?.columnNames)
        dimension = reader.columnCount - (source.weights == nil ? 0 : 1)
        columnNames = reader.columnNames.map { [dimension] in Array($0[..<dimension]) }
        keptColumnNames = reader.keptColumnNames
        remarks = reader.remarks
        if let model, model.columnCount != dimension {
            throw WorkbenchError.columnCount(
                file: source.name, expected: model.columnCount, got: dimension)
        }
    }

    /// The next rows, at most so many; nil after the last.
    ///
    /// - Throws: `TableError`; ``WorkbenchError``.
    public mutating func next(maximumRows: Int = 8192) throws -> Block? {
        guard let table = try reader.nextBlock(maximumRows: maximumRows) else { return nil }
        let all = table.values
        var weights: [Double]?
        if source.weights != nil {
            let column = (0..<all.rows).map { all[$0, all.columns - 1] }
            if let bad = column.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
                throw WorkbenchError.invalidWeight(file: source.name, row: count + bad + 1)
            }
            weights = column
        }
        let values =
            weights == nil
            ? all
            : Matrix(
                rows: all.rows, columns: dimension,
                elements: (0..<all.rows).flatMap { all.row($0).prefix(dimension) })
        if source.missingCells == .refused,
            let bad = values.elements.firstIndex(where: \.isNaN)
        {
            let (row, column) = bad.quotientAndRemainder(dividingBy: values.columns)
            throw WorkbenchError.missingCell(
                file: source.name, row: count + row + 1,
                column: place(of: column, in: columnNames), canMarginalize: canMarginalize)
        }
        count += all.rows
        return Block(
            values: values, weights: weights, labels: table.textColumns.first?.values,
            kept: table.keptColumns)
    }
}

/// How errors call a column, counted from 0.
func place(of column: Int, in names: [String]?) -> String {
    names.map { "column '\($0[column])'" } ?? "column \(column + 1)"
}
