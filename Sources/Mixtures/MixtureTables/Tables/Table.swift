public import NumericCore

/// Rows of numbers, and the words that stand beside them.
///
/// ```swift
/// let table = try Table(contentsOf: "flowers.csv")
/// table.values         // Matrix<Double>, rows×columns; missing cells are NaN
/// table.columnNames    // ["sepal_length", "sepal_width"]
/// table.textColumns    // [TextColumn(name: "species", values: […])]
/// ```
public struct Table: Sendable {
    /// The names of the columns of numbers; nil when the file gives none.
    public var columnNames: [String]?
    /// The numbers, rows×columns, row-major; missing cells are NaN.
    public var values: Matrix<Double>
    /// The columns kept as text: labels, identifiers. Each has as many values as there are rows.
    public var textColumns: [TextColumn]
    /// The columns kept as they stand, see ``KeptColumns``.
    public var keptColumns: [TextColumn]

    /// A table of these columns.
    ///
    /// - Precondition: every column of words has as many values as the matrix has rows, and there
    ///   are as many names as columns, if any.
    public init(
        columnNames: [String]? = nil, values: Matrix<Double>, textColumns: [TextColumn] = [],
        keptColumns: [TextColumn] = []
    ) {
        precondition(
            columnNames.map { $0.count == values.columns } ?? true, "a name for each column")
        precondition(
            (textColumns + keptColumns).allSatisfy { $0.values.count == values.rows },
            "a word for each row")
        self.columnNames = columnNames
        self.values = values
        self.textColumns = textColumns
        self.keptColumns = keptColumns
    }

    /// Reads a whole file, CSV or `.npy`; its first bytes tell which.
    ///
    /// - Throws: ``TableError``.
    public init(
        contentsOf path: String, format: DelimitedFormat = .init(),
        columns: ColumnSelection = .init()
    ) throws(TableError) {
        var reader = try TableReader(path: path, format: format, columns: columns)
        self = try reader.readAll()
    }
}

/// A column of words.
public struct TextColumn: Equatable, Sendable {
    /// Its name; `column 3` when the file gives none.
    public var name: String
    /// A word for each row; empty where the cell is.
    public var values: [String]

    /// A column of words.
    public init(name: String, values: [String]) {
        self.name = name
        self.values = values
    }
}
