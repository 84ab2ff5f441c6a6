/// What can be wrong when mixtures meet tables.
public enum WorkbenchError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A missing cell where none is allowed; the row counts from 1, without the header.
    case missingCell(file: String, row: Int, column: String)
    /// A weight that is missing, negative or not finite.
    case invalidWeight(file: String, row: Int)
    /// Another number of columns than the model's.
    case columnCount(file: String, expected: Int, got: Int)
    /// A model that starts a fit of other columns.
    case otherColumns(file: String, expected: [String], got: [String])
    /// No rows at all.
    case noRows(file: String)
    /// Rows with missing cells cannot be projected, so they cannot be filled.
    case cannotFillProjection

    /// What is wrong, where, and what to do about it.
    public var description: String {
        switch self {
        case .missingCell(let file, let row, let column):
            "\(file): row \(row), \(column): the cell is missing; fill it, leave the row out, or "
                + "let missing cells be integrated out (marginalize)"
        case .invalidWeight(let file, let row):
            "\(file): row \(row): a weight of at least 0 expected; correct the weights' column"
        case .columnCount(let file, let expected, let got):
            "\(file): \(expected) columns of numbers expected, as the model has, got \(got); "
                + "choose the columns that it was fitted to"
        case .otherColumns(let file, let expected, let got):
            "\(file): the model was fitted to \(expected.joined(separator: ", ")), got "
                + "\(got.joined(separator: ", ")); choose these columns in this order"
        case .noRows(let file):
            "\(file): no rows; expected at least one"
        case .cannotFillProjection:
            "the model sees principal components, of which rows with missing cells have none; "
                + "fit a model without them to fill cells"
        }
    }
}
