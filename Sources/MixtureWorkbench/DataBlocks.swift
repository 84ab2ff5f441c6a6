internal import DataTables
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
    }

    /// The columns' names; nil when the table gives none.
    public let columnNames: [String]?
    /// Number of columns D.
    public var dimension: Int { places.count }
    /// Number of rows read so far.
    public private(set) var count = 0

    private let source: DataSource
    private var reader: TableReader
    /// Where the columns stand among those that are read.
    private let places: [Int]

    /// Opens a source.
    ///
    /// - Parameters:
    ///   - source: the table.
    ///   - model: the model that the rows are for: its columns are found by name where both have
    ///     names and the source chooses none itself, else by position.
    /// - Throws: `TableError`; ``WorkbenchError/columnCount(file:expected:got:)``.
    public init(_ source: DataSource, for model: TableMixture? = nil) throws {
        self.source = source
        reader = try source.reader()
        let width = reader.columnCount - (source.weights == nil ? 0 : 1)
        let names = reader.columnNames.map { Array($0[..<width]) }
        let places: [Int]
        if let wanted = model?.columnNames, let names, source.columns == nil {
            places = try wanted.map { name in
                let matches = names.indices.filter { names[$0] == name }
                guard matches.count < 2 else {
                    throw TableError.ambiguousColumn(file: source.name, column: "'\(name)'")
                }
                guard let match = matches.first else {
                    throw TableError.noSuchColumn(
                        file: source.name, column: "'\(name)' of numbers, as the model has",
                        available: names.joined(separator: ", "))
                }
                return match
            }
        } else {
            places = Array(0..<width)
        }
        self.places = places
        columnNames = names.map { names in places.map { names[$0] } }
        if let model, model.columnCount != places.count {
            throw WorkbenchError.columnCount(
                file: source.name, expected: model.columnCount, got: places.count)
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
            places == Array(0..<all.columns)
            ? all
            : Matrix(
                rows: all.rows, columns: places.count,
                elements: (0..<all.rows).flatMap { row in places.map { all[row, $0] } })
        if source.missingCells == .refused,
            let bad = values.elements.firstIndex(where: \.isNaN)
        {
            let (row, column) = bad.quotientAndRemainder(dividingBy: values.columns)
            throw WorkbenchError.missingCell(
                file: source.name, row: count + row + 1,
                column: columnNames.map { "column '\($0[column])'" } ?? "column \(column + 1)")
        }
        count += all.rows
        return Block(values: values, weights: weights, labels: table.textColumns.first?.values)
    }
}
