/// What a reader decided by itself, and whoever wants the table otherwise should know.
public enum TableRemark: Equatable, Sendable, CustomStringConvertible {
    /// A column that is no column of numbers, for the cell that shows it.
    public struct TextEvidence: Equatable, Sendable {
        /// Its name; `column 3` when the file gives none.
        public let column: String
        /// The line of the first cell that is neither a number nor missing.
        public let line: Int
        /// What stands there.
        public let found: String
    }

    /// Columns that were left out since they do not hold numbers.
    case leftOut([TextEvidence])
    /// The first column has no name and counts the rows, so it was left out.
    case rowIndex
    /// The first row holds numbers that look like names.
    case countedHeader(String)

    /// What was decided, and how to have it otherwise.
    public var description: String {
        switch self {
        case .leftOut(let columns):
            "left out as text: "
                + columns.prefix(6).map {
                    "\($0.column) (line \($0.line): '\(shortened($0.found))')"
                }.joined(separator: ", ")
                + (columns.count > 6 ? " and \(columns.count - 6) more" : "")
        case .rowIndex:
            "column 1 has no name and counts the rows; it is left out unless --columns names it"
        case .countedHeader(let row):
            "the first row, \(row), is read as numbers; if it holds names, give --header yes"
        }
    }
}
