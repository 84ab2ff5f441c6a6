/// What the first rows of a text table hold in one column.
struct ColumnEvidence {
    /// Cells that are meant as numbers.
    private(set) var numbers = 0
    /// Cells that are neither numbers nor missing.
    private(set) var words = 0
    /// The first of those, and its line.
    private(set) var firstWord: (found: String, line: Int)?
    /// Whether it only counts the rows.
    var isRowIndex = false

    /// A column that is known to hold numbers.
    init() {}

    /// What a column of these rows holds.
    init(_ cells: some Sequence<(Cell, DelimitedRecord)>, column: Int) {
        for (cell, record) in cells {
            switch cell {
            case .missing: break
            case .number, .infinite, .decimalComma: numbers += 1
            case .word:
                words += 1
                if firstWord == nil {
                    firstWord = (String(decoding: record[column], as: UTF8.self), record.line)
                }
            }
        }
    }

    /// Whether every cell is a number or missing.
    var isNumeric: Bool { words == 0 }
    /// Whether a few words stand among many numbers, so that they rather than the column are at
    /// fault.
    var isNearlyNumeric: Bool { words > 0 && numbers >= 9 * words }
}
