/// What the first rows of a text table tell of all of it.
struct DelimitedLayout {
    let separator: Separator
    /// The names in the first row, if it is a header.
    let names: [String]?
    /// Whether each column is one of numbers: every cell seen is a number or missing.
    let isNumeric: [Bool]
    let hasHeader: Bool

    /// Rows looked at.
    private static let sampleRows = 1000

    /// Reads the layout off the first bytes of a file, without its byte order mark.
    init(
        sample: [UInt8], isWhole: Bool, format: DelimitedFormat, name: String
    ) throws(TableError) {
        func rows(_ separator: Separator) throws(TableError) -> [DelimitedRecord] {
            var records = DelimitedRecords(
                first: sample, source: nil, name: name, separator: separator,
                commentMark: format.commentMark)
            var rows: [DelimitedRecord] = []
            do {
                while rows.count <= Self.sampleRows, let row = try records.next() {
                    rows.append(row)
                }
            } catch {
                // What is cut off in the middle of a quoted cell is no fault of the file.
                guard case .unclosedQuote = error, !isWhole, !rows.isEmpty else { throw error }
                return rows
            }
            if !isWhole, rows.count > 1, rows.count <= Self.sampleRows { rows.removeLast() }
            return rows
        }
        let separator = format.separator ?? Self.separator { try? rows($0) }
        let rows = try rows(separator)
        guard let first = rows.first else { throw .empty(file: name) }
        let cells = rows.map { row in
            (0..<first.count).map { column in
                column < row.count
                    ? Cell(row[column], missingWords: format.missingWords) : Cell.missing
            }
        }
        let isNumericBelow = (0..<first.count).map { column in
            cells.dropFirst().allSatisfy { $0[column].isNumeric }
        }
        let hasHeader = format.hasHeader ?? Self.hasHeader(cells, isNumericBelow)
        names =
            hasHeader
            ? try (0..<first.count).map { column throws(TableError) in
                try text(first[column], file: name, line: first.line)
            } : nil
        isNumeric = zip(isNumericBelow, cells[0]).map { below, top in
            below && (hasHeader || top.isNumeric)
        }
        self.hasHeader = hasHeader
        self.separator = separator
    }

    /// The first separator that cuts every row into the same number of cells, more than one; else
    /// the first that cuts the first row at all, so that the fault can be named by its line.
    private static func separator(_ rows: (Separator) -> [DelimitedRecord]?) -> Separator {
        var second: Separator?
        for separator in [.tab, .semicolon, .bar, .comma, .blanks] as [Separator] {
            guard let rows = rows(separator), let first = rows.first, first.count > 1 else {
                continue
            }
            if rows.allSatisfy({ $0.count == first.count }) { return separator }
            second = second ?? separator
        }
        return second ?? .comma
    }

    /// A header has a word above numbers; a lone row is a header if it holds words alone.
    private static func hasHeader(_ cells: [[Cell]], _ isNumericBelow: [Bool]) -> Bool {
        guard cells.count > 1 else { return cells[0].allSatisfy { $0 == .word } }
        return cells[0].indices.contains { column in
            cells[0][column] == .word && isNumericBelow[column]
                && cells.dropFirst().contains { $0[column] != .missing }
        }
    }
}

/// A cell's text.
func text(
    _ bytes: ArraySlice<UInt8>, file: String, line: Int
) throws(TableError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw .notText(file: file, line: line)
    }
    return text
}
