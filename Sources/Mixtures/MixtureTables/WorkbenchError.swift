public import GaussianMixtures

/// What can be wrong when mixtures meet tables. Rows count from 1, without the header.
public enum WorkbenchError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A missing cell where none is allowed; whether it may be allowed.
    case missingCell(file: String, row: Int, column: String, canMarginalize: Bool)
    /// A weight that is missing, negative or not finite.
    case invalidWeight(file: String, row: Int)
    /// Another number of columns than the model's.
    case columnCount(file: String, expected: Int, got: Int)
    /// A model that starts a fit of other columns.
    case otherColumns(file: String, expected: [String], got: [String])
    /// No rows at all.
    case noRows(file: String)
    /// Fewer rows than components.
    case tooFewRows(file: String, got: Int, components: Int)
    /// A column without a number.
    case emptyColumn(file: String, column: String)
    /// Numbers whose squares are not finite.
    case valuesTooLarge(file: String, column: String)
    /// More folds than rows.
    case tooManyFolds(file: String, rows: Int, folds: Int)
    /// More principal components than there are columns.
    case tooManyComponents(file: String, columns: Int, asked: Int)
    /// Rows that vary in fewer directions than principal components were asked for.
    case tooFewDirections(file: String, expected: Int, got: Int)
    /// Rows with missing cells have no principal components.
    case projectionNeedsEveryCell
    /// Rows with missing cells cannot be projected, so they cannot be filled.
    case cannotFillProjection
    /// Covariances that are not diagonal in the data's columns.
    case notDiagonal(covariance: CovarianceType, isProjected: Bool)

    /// What is wrong, where, and what to do about it.
    public var description: String {
        switch self {
        case .missingCell(let file, let row, let column, let canMarginalize):
            "\(file): row \(row), \(column): the cell is missing; "
                + (canMarginalize
                    ? "fill it, leave the row out, or integrate missing cells out "
                        + "(--missing marginalize)"
                    : "every cell is needed here: fill it (timbre mixture fill) or leave the row "
                        + "out")
        case .invalidWeight(let file, let row):
            "\(file): row \(row): a weight of at least 0 expected; correct the weights' column"
        case .columnCount(let file, let expected, let got):
            "\(file): \(counted(expected, "column")) of numbers expected, as the model has, got "
                + "\(got); choose the columns that it was fitted to (--columns)"
        case .otherColumns(let file, let expected, let got):
            "\(file): the model was fitted to \(expected.joined(separator: ", ")), got "
                + "\(got.joined(separator: ", ")); choose these columns in this order (--columns)"
        case .noRows(let file):
            "\(file): no rows; expected at least one"
        case .tooFewRows(let file, let got, let components):
            "\(file): \(counted(got, "row")) are too few for "
                + "\(counted(components, "component")); give more rows or ask for fewer components"
        case .emptyColumn(let file, let column):
            "\(file): \(column) holds no number; leave it out (--columns)"
        case .valuesTooLarge(let file, let column):
            "\(file): \(column): the squares of its numbers are not finite; divide it by a large "
                + "number, or leave it out (--columns)"
        case .tooManyFolds(let file, let rows, let folds):
            "\(file): \(folds) folds of \(counted(rows, "row")); ask for 2 to \(rows) (--folds)"
        case .tooManyComponents(let file, let columns, let asked):
            "\(file): \(asked) principal components of \(counted(columns, "column")); ask for "
                + "\(columns) at most (--pca)"
        case .tooFewDirections(let file, let expected, let got):
            "\(file): \(counted(expected, "principal component")) asked for, but the rows vary in "
                + counted(got, "direction")
                + (got == 0 ? "; leave --pca out" : "; ask for \(got) at most (--pca)")
        case .projectionNeedsEveryCell:
            "principal components need every cell; leave out --missing marginalize, or fit without "
                + "--pca"
        case .cannotFillProjection:
            "the model sees principal components, of which rows with missing cells have none; "
                + "fit a model without --pca to fill cells"
        case .notDiagonal(_, isProjected: true):
            "the model sees principal components, so its covariances are not diagonal in the data's "
                + "columns; fit one without --pca"
        case .notDiagonal(let covariance, isProjected: false):
            "diagonal or spherical covariances expected, got \(covariance.rawValue) ones; fit with "
                + "--covariance diagonal"
        }
    }
}

/// A number of things: `1 row`, `2 rows`.
private func counted(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
}
