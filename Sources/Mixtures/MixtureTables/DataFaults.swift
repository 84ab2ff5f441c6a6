internal import GaussianMixtures

/// Errors that know a column by its number, told in the words of the table it stands in.
extension StoredData {
    /// Does `body`; of what it throws, that which concerns the rows names the file, its columns and
    /// rows.
    func naming<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as MixtureError {
            throw fault(error)
        } catch let error as TableError {
            throw fault(error)
        }
    }

    /// An error of a fit to these rows.
    func fault(_ error: MixtureError) -> any Error {
        switch error {
        case .tooFewFrames(let got, let components):
            WorkbenchError.tooFewRows(file: name, got: got, components: components)
        case .emptyColumn(let column):
            WorkbenchError.emptyColumn(file: name, column: place(column))
        case .valuesTooLarge(let column):
            WorkbenchError.valuesTooLarge(file: name, column: place(hugeColumn ?? column))
        default: error
        }
    }

    /// An error of a transform of these rows, which counts columns from 1.
    private func fault(_ error: TableError) -> any Error {
        switch error {
        case .emptyColumn(let column):
            WorkbenchError.emptyColumn(file: name, column: place(column - 1))
        case .valuesTooLarge(let column):
            WorkbenchError.valuesTooLarge(file: name, column: place(column - 1))
        case .tooFewDirections(let expected, let got):
            WorkbenchError.tooFewDirections(file: name, expected: expected, got: got)
        default: error
        }
    }

    private func place(_ column: Int) -> String {
        // Of principal components there may be other numbers than of columns.
        column < rows.dimension
            ? MixtureTables.place(of: column, in: columnNames) : "column \(column + 1)"
    }
}
