public import DataTables
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
    /// What a missing cell is.
    public var missingCells = MissingCells.refused

    /// A table, its columns and format as they look.
    public init(path: String) {
        self.path = path
    }

    /// What errors call it.
    public var name: String { path == "-" ? "standard input" : path }

    func reader() throws(TableError) -> TableReader {
        let selection = ColumnSelection(
            values: columns, text: labels.map { [$0] } ?? [], further: weights.map { [$0] } ?? [])
        return path == "-"
            ? try TableReader(descriptor: 0, name: name, format: format, columns: selection)
            : try TableReader(path: path, format: format, columns: selection)
    }
}
