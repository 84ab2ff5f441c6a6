/// One row of a text table, cut into cells.
struct DelimitedRecord {
    /// The cells' contents without quotes, one after the other.
    fileprivate(set) var bytes: [UInt8] = []
    /// Where in ``bytes`` each cell ends.
    fileprivate(set) var ends: [Int] = []
    /// Where the row begins, counted from 1.
    fileprivate(set) var line = 1
    fileprivate var hasQuotes = false

    var count: Int { ends.count }

    subscript(_ cell: Int) -> ArraySlice<UInt8> {
        bytes[(cell == 0 ? 0 : ends[cell - 1])..<ends[cell]]
    }

    /// A line with nothing on it is no row.
    fileprivate var isEmptyLine: Bool {
        !hasQuotes && ends.count <= 1 && bytes.allSatisfy(isBlank)
    }
}

/// Cuts bytes into rows as RFC 4180 has it: cells may be quoted, quotes within are doubled,
/// quoted cells may hold separators and line ends. Lines end with LF, CR LF or CR.
struct DelimitedRecords {
    private enum State {
        case cellStart
        case bare
        case quoted
        /// After a quote within a quoted cell: it closed the cell, or is the first of two.
        case afterQuote
        case comment
    }

    private let name: String
    private let separator: Separator
    private let comment: [UInt8]
    private let source: ByteSource?
    private var chunk: [UInt8]
    private var position = 0
    private var line = 1
    /// The line feed of a CR LF belongs to the line end before it.
    private var skipsLineFeed = false

    /// The rows of `first` and then of what `source` still gives.
    init(
        first: [UInt8], source: ByteSource?, name: String, separator: Separator,
        commentMark: Unicode.Scalar?
    ) {
        chunk = first
        self.source = source
        self.name = name
        self.separator = separator
        comment = commentMark.map { Array(String($0).utf8) } ?? []
    }

    /// The next row that is not blank; nil at the end.
    mutating func next() throws(TableError) -> DelimitedRecord? {
        var record = DelimitedRecord()
        while try read(into: &record) {
            if !record.isEmptyLine { return record }
        }
        return nil
    }

    private mutating func nextByte() throws(TableError) -> UInt8? {
        if position == chunk.count {
            chunk = try source?.next(1 << 16) ?? []
            position = 0
            if chunk.isEmpty { return nil }
        }
        defer { position += 1 }
        return chunk[position]
    }

    private mutating func read(into record: inout DelimitedRecord) throws(TableError) -> Bool {
        record.bytes.removeAll(keepingCapacity: true)
        record.ends.removeAll(keepingCapacity: true)
        record.hasQuotes = false
        record.line = line
        var state = State.cellStart
        var cellStart = 0
        var isEmpty = true
        var quoteLine = line

        while let byte = try nextByte() {
            let isLineEnd = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            if skipsLineFeed {
                skipsLineFeed = false
                if byte == UInt8(ascii: "\n") {
                    if state == .quoted { record.bytes.append(byte) }
                    continue
                }
            }
            isEmpty = false
            if isLineEnd {
                line += 1
                skipsLineFeed = byte == UInt8(ascii: "\r")
            }
            if state == .quoted {
                if byte == UInt8(ascii: "\"") {
                    state = .afterQuote
                } else {
                    record.bytes.append(byte)
                }
            } else if isLineEnd {
                endRow(&record, state, cellStart)
                return true
            } else if state == .comment {
                continue
            } else if separator.matches(byte) {
                // A run of blanks is one separator, and none at the start of a line.
                if separator != .blanks || state != .cellStart {
                    record.ends.append(record.bytes.count)
                }
                cellStart = record.bytes.count
                state = .cellStart
            } else if byte == UInt8(ascii: "\"") {
                if state == .afterQuote {
                    record.bytes.append(byte)
                } else {
                    guard record.bytes[cellStart...].allSatisfy(isBlank) else {
                        throw .strayQuote(file: name, line: line)
                    }
                    record.bytes.removeSubrange(cellStart...)
                    record.hasQuotes = true
                    quoteLine = line
                }
                state = .quoted
            } else if state == .afterQuote {
                // What follows a closed quote may only be blank.
                guard isBlank(byte) else { throw .strayQuote(file: name, line: line) }
            } else {
                record.bytes.append(byte)
                state = .bare
                if isComment(record) { state = .comment }
            }
            guard record.bytes.count <= TableLimits.rowBytes,
                record.ends.count < TableLimits.columns
            else {
                throw state == .quoted
                    ? .unclosedQuote(file: name, line: quoteLine)
                    : .rowTooLong(file: name, line: record.line)
            }
        }
        guard state != .quoted else { throw .unclosedQuote(file: name, line: quoteLine) }
        endRow(&record, state, cellStart)
        return !isEmpty
    }

    private func isComment(_ record: DelimitedRecord) -> Bool {
        !comment.isEmpty && record.ends.isEmpty && !record.hasQuotes && record.bytes == comment
    }

    private func endRow(_ record: inout DelimitedRecord, _ state: State, _ cellStart: Int) {
        if state == .comment {
            record.bytes.removeAll(keepingCapacity: true)
        }
        // Blanks at the end of a line open no further cell.
        if separator == .blanks && state == .cellStart && !record.ends.isEmpty { return }
        record.ends.append(record.bytes.count)
    }
}
