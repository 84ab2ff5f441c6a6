/// What the first rows of a text table tell of all of it.
struct DelimitedLayout {
    let separator: Separator
    /// The names in the first row or in a comment above it, if any.
    let names: [String]?
    /// What each column holds.
    let columns: [ColumnEvidence]
    /// Whether the first row is the header.
    let hasHeader: Bool
    /// The first row, when it may be a header of numbers.
    let countedHeader: String?

    /// Rows looked at.
    private static let sampleRows = 1000

    /// Reads the layout off the first bytes of a file behind byte order mark and comments.
    init(
        sample: [UInt8], below comments: LeadingComments, isWhole: Bool, format: DelimitedFormat,
        name: String
    ) throws(TableError) {
        func rows(_ separator: Separator) throws(TableError) -> [DelimitedRecord] {
            var records = DelimitedRecords(
                first: sample, line: 1 + comments.lineCount, source: nil, name: name,
                separator: separator)
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
        let missing = MissingWords(format.missingWords)
        let cells = rows.map { row in
            (0..<first.count).map { column in
                column < row.count ? Cell(row[column], missing: missing) : Cell.missing
            }
        }
        func evidence(_ skipped: Int) -> [ColumnEvidence] {
            (0..<first.count).map { column in
                ColumnEvidence(
                    zip(cells, rows).dropFirst(skipped).lazy.filter { $1.count > column }
                        .map { ($0[column], $1) }, column: column)
            }
        }
        let below = evidence(1)
        let header = DelimitedHeader(cells, below)
        let commentNames =
            format.hasHeader == false || header.isWords
            ? nil : Self.names(in: comments, separator: separator, count: first.count, missing)
        let hasHeader = commentNames == nil && (format.hasHeader ?? header.isHeader)
        var columns = hasHeader ? below : evidence(0)
        names =
            hasHeader
            ? try (0..<first.count).map { column throws(TableError) in
                try text(trimmed(first[column]), file: name, line: first.line)
            } : commentNames
        if let title = names?.first, columns.count > 1, ["", "Unnamed: 0"].contains(title) {
            columns[0].isRowIndex = header.numbersRows
        }
        countedHeader =
            format.hasHeader == nil && !hasHeader && commentNames == nil && header.isCount
            ? (0..<min(first.count, 3)).map { String(decoding: trimmed(first[$0]), as: UTF8.self) }
                .joined(separator: ", ") + (first.count > 3 ? ", …" : "") : nil
        self.columns = columns
        self.hasHeader = hasHeader
        self.separator = separator
    }

    /// The first comment that holds a word for each column.
    private static func names(
        in comments: LeadingComments, separator: Separator, count: Int, _ missing: MissingWords
    ) -> [String]? {
        for comment in comments.lines {
            var records = DelimitedRecords(
                first: comment.text, source: nil, name: "", separator: separator)
            guard let record = try? records.next(), record.count == count else { continue }
            let cells = (0..<count).map { trimmed(record[$0]) }
            let names = cells.compactMap { String(validating: $0, as: UTF8.self) }
            // A sentence above a single column is no name.
            guard names.count == count, count > 1 || !cells[0].contains(where: isBlank),
                cells.allSatisfy({ Cell($0, missing: missing) == .word })
            else { continue }
            return names
        }
        return nil
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
