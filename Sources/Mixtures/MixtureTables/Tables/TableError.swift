#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What can be wrong with a table, its file, or a transform of it.
public enum TableError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file cannot be opened (C `errno`).
    case cannotOpen(file: String, code: Int32)
    /// The file cannot be read (C `errno`).
    case cannotRead(file: String, code: Int32)
    /// Not one row and no header.
    case empty(file: String)
    /// Bytes that are no UTF-8 text.
    case notText(file: String, line: Int)
    /// A row with more or fewer cells than the first.
    case unequalLength(file: String, line: Int, expected: Int, got: Int)
    /// A quote that nothing closes before the file, or the longest possible row, ends.
    case unclosedQuote(file: String, line: Int)
    /// A quote where none may stand.
    case strayQuote(file: String, line: Int)
    /// A row of more bytes or cells than any table has.
    case rowTooLong(file: String, line: Int)
    /// A word in a column of numbers.
    case notANumber(file: String, line: Int, column: String, found: String)
    /// A word in a column that holds numbers nearly everywhere.
    case wordAmongNumbers(
        file: String, line: Int, column: String, found: String, numbers: Int, cells: Int)
    /// A number written with a comma, such as `1,5`.
    case decimalComma(file: String, line: Int, column: String, found: String)
    /// An infinite number. The place is `line 3` in a text file, `row 3` in an array.
    case infinite(file: String, place: String, column: String)
    /// A column that the table does not have.
    case noSuchColumn(file: String, column: String, available: String)
    /// A name that several columns bear.
    case ambiguousColumn(file: String, column: String)
    /// A column asked for twice.
    case repeatedColumn(file: String, column: String)
    /// Nothing to compute with.
    case noNumericColumns(file: String)
    /// A table within an archive.
    case packed(file: String, reason: String)
    /// A `.npy` file that is damaged, or that holds what is no table of numbers.
    case invalidArray(file: String, reason: String)
    /// A missing cell where every number is needed; row and column count from 1.
    case missingValue(row: Int, column: Int)
    /// Rows of another length than the transform's.
    case dimensionMismatch(expected: Int, got: Int)
    /// A column without a number, counted from 1.
    case emptyColumn(Int)
    /// Numbers whose squares are not finite; the column counts from 1.
    case valuesTooLarge(column: Int)
    /// Rows that vary in fewer directions than principal components were asked for.
    case tooFewDirections(expected: Int, got: Int)
    /// A transform whose numbers are impossible.
    case invalidTransform(String)

    /// What is wrong, where, and what to do about it.
    public var description: String {
        switch self {
        case .cannotOpen(let file, let code):
            "\(file): cannot open: \(String(cString: strerror(code)))"
        case .cannotRead(let file, let code):
            "\(file): cannot read: \(String(cString: strerror(code)))"
        case .empty(let file):
            "\(file): the table is empty; expected at least one row"
        case .notText(let file, let line):
            "\(file): line \(line): not UTF-8 text; save the table as CSV in UTF-8"
        case .unequalLength(let file, let line, let expected, let got):
            "\(file): line \(line): expected \(expected) cells as in the first row, got \(got); "
                + "check the separator and the quotes"
        case .unclosedQuote(let file, let line):
            "\(file): line \(line): a quote opens here and is never closed"
        case .strayQuote(let file, let line):
            "\(file): line \(line): a quote in the middle of a cell; "
                + "put the whole cell in quotes and double the quote"
        case .rowTooLong(let file, let line):
            "\(file): line \(line): a row of more than \(TableLimits.rowBytes >> 20) MiB "
                + "or \(TableLimits.columns) cells; is this a table?"
        case .notANumber(let file, let line, let column, let found):
            "\(file): line \(line), \(column): expected a number, got '\(shortened(found))'; "
                + "correct the cell, leave the column out (--columns), or give the word for a "
                + "missing cell (--missing-words)"
        case .wordAmongNumbers(let file, let line, let column, let found, let numbers, let cells):
            "\(file): line \(line), \(column): expected a number, as in \(numbers) of "
                + "\(cells) cells, got '\(shortened(found))'; correct the cell, name the columns "
                + "wanted (--columns), or give the word for a missing cell (--missing-words)"
        case .decimalComma(let file, let line, let column, let found):
            "\(file): line \(line), \(column): '\(shortened(found))' is written with a comma; "
                + "write numbers with a decimal point and without thousands separators"
        case .infinite(let file, let place, let column):
            "\(file): \(place), \(column): the number is infinite; "
                + "correct the cell or leave it empty"
        case .noSuchColumn(let file, let column, let available):
            "\(file): no column \(column); it has \(available)"
        case .ambiguousColumn(let file, let column):
            "\(file): several columns are called \(column); choose by number"
        case .repeatedColumn(let file, let column):
            "\(file): column \(column) is asked for twice"
        case .noNumericColumns(let file):
            "\(file): no column of numbers; check the separator and the header"
        case .packed(let file, let reason):
            "\(file): no table: \(reason)"
        case .invalidArray(let file, let reason):
            "\(file): not a usable NumPy array: \(reason)"
        case .missingValue(let row, let column):
            "row \(row), column \(column): the cell is missing; "
                + "fill it or leave the row out first"
        case .dimensionMismatch(let expected, let got):
            "rows of \(expected) values expected, got \(got)"
        case .emptyColumn(let column):
            "column \(column) holds no number; leave it out or give more rows"
        case .valuesTooLarge(let column):
            "column \(column): the squares of its numbers are not finite; "
                + "divide it by a large number"
        case .tooFewDirections(let expected, let got):
            "\(expected) principal components asked for, but the rows vary in \(got) "
                + "direction\(got == 1 ? "" : "s")"
                + (got == 0 ? "" : "; ask for 1" + (got == 1 ? "" : " to \(got)"))
        case .invalidTransform(let reason):
            "not a usable transform: \(reason)"
        }
    }
}

/// A cell as messages quote it.
func shortened(_ text: String) -> String {
    text.count > 40 ? text.prefix(40) + "…" : text
}

/// Sizes beyond which a file is taken for something else than a table.
enum TableLimits {
    static let rowBytes = 16 << 20
    static let columns = 1_000_000
    /// Values in one block, whatever the number of rows asked for: 8 MiB.
    static let blockValues = 1 << 20

    /// Rows of a block: as many as asked for, while the block stays small.
    static func blockRows(_ rows: Int, columns: Int) -> Int {
        max(1, min(rows, blockValues / max(1, columns)))
    }
}
