public import GaussianMixtures

/// A table that rows are read from: CSV, TSV or `.npy`, a file or standard input.
///
/// ```swift
/// var source = DataSource(path: "flowers.csv")
/// source.labels = .name("species")
/// let data = try StoredData(source)
/// ```
public struct DataSource: Sendable {
    /// The file; `-` for standard input.
    public var path: String
    /// How text is read.
    public var format = DelimitedFormat()
    /// The columns of numbers, in this order; nil for all that are numeric.
    public var columns: [ColumnReference]?
    /// The column that says what each row counts; nil for 1 each.
    public var weights: ColumnReference?
    /// The column that holds the rows' true classes; nil for none.
    public var labels: ColumnReference?
    /// The columns whose cells are kept as they stand, beside the numbers.
    public var kept = KeptColumns.these([])
    /// What a missing cell is.
    public var missingCells = MissingCells.refused
    /// Whether what the rows are for needs every cell, so that marginalizing is no remedy.
    public var needsEveryCell = false

    /// A table, its columns and format as they look.
    public init(path: String) {
        self.path = path
    }

    /// What errors call it.
    public var name: String { path == "-" ? "standard input" : path }

    /// Opens the table; a model's columns are found by their names.
    func reader(expecting names: [String]?) throws(TableError) -> TableReader {
        let selection = ColumnSelection(
            values: columns, expected: names, text: labels.map { [$0] } ?? [],
            further: weights.map { [$0] } ?? [], kept: kept)
        return path == "-"
            ? try TableReader(descriptor: 0, name: name, format: format, columns: selection)
            : try TableReader(path: path, format: format, columns: selection)
    }
}
