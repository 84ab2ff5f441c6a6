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

    fileprivate mutating func clear(line: Int) {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        hasQuotes = false
        self.line = line
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
        /// After a quoted cell and a blank: nothing but blanks may follow.
        case closed
    }

    private let name: String
    private let separator: Separator
    private let source: ByteSource?
    private var chunk: [UInt8]
    private var position = 0
    private var line: Int
    private var state = State.cellStart
    /// Where in the row's bytes the present cell begins.
    private var cellStart = 0
    /// Where the last quote opened.
    private var quoteLine = 1
    /// The line feed of a CR LF belongs to the line end before it.
    private var skipsLineFeed = false
    /// Empty lines that were read, and the row behind them.
    private var waiting: (blanks: [DelimitedRecord], row: DelimitedRecord)?

    /// The rows of `first`, which begins with a line of this number, and then of what `source`
    /// still gives.
    init(
        first: [UInt8], line: Int = 1, source: ByteSource?, name: String, separator: Separator
    ) {
        chunk = first
        self.line = line
        self.source = source
        self.name = name
        self.separator = separator
    }

    /// The next row that is not blank; nil at the end.
    mutating func next() throws(TableError) -> DelimitedRecord? {
        var record = DelimitedRecord()
        while try read(into: &record) {
            if !record.isEmptyLine { return record }
        }
        return nil
    }

    /// The next row of a table of one column, in which an empty line is an empty cell; those at
    /// the end of the file are none. nil at the end.
    mutating func nextOfOneColumn() throws(TableError) -> DelimitedRecord? {
        if waiting == nil {
            var blanks: [DelimitedRecord] = []
            var record = DelimitedRecord()
            repeat {
                guard try read(into: &record) else { return nil }
                if record.isEmptyLine { blanks.append(record) }
            } while record.isEmptyLine
            waiting = (blanks.reversed(), record)
        }
        if let blank = waiting?.blanks.popLast() { return blank }
        defer { waiting = nil }
        return waiting?.row
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

    /// Reads to the next line end outside quotes; false when there was nothing left.
    private mutating func read(into record: inout DelimitedRecord) throws(TableError) -> Bool {
        record.clear(line: line)
        (state, cellStart) = (.cellStart, 0)
        var isEmpty = true
        while true {
            if state == .bare { takePlainBytes(&record) }
            guard let byte = try nextByte() else { break }
            let followsReturn = skipsLineFeed
            skipsLineFeed = byte == UInt8(ascii: "\r")
            if followsReturn, byte == UInt8(ascii: "\n") {
                if state == .quoted { record.bytes.append(byte) }
                continue
            }
            isEmpty = false
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                line += 1
                if state != .quoted {
                    endRow(&record)
                    return true
                }
            }
            try take(byte, into: &record)
            guard record.bytes.count <= TableLimits.rowBytes,
                record.ends.count < TableLimits.columns
            else {
                throw state == .quoted
                    ? .unclosedQuote(file: name, line: quoteLine)
                    : .rowTooLong(file: name, line: record.line)
            }
        }
        guard state != .quoted else { throw .unclosedQuote(file: name, line: quoteLine) }
        endRow(&record)
        return !isEmpty
    }

    /// The bytes up to the next that means something, all at once.
    private mutating func takePlainBytes(_ record: inout DelimitedRecord) {
        let start = position
        chunk.withUnsafeBufferPointer { bytes in
            while position < bytes.count {
                let byte = bytes[position]
                if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
                    || byte == UInt8(ascii: "\"") || separator.matches(byte)
                {
                    break
                }
                position += 1
            }
        }
        record.bytes.append(contentsOf: chunk[start..<position])
    }

    /// One byte that does not end the row.
    private mutating func take(
        _ byte: UInt8, into record: inout DelimitedRecord
    ) throws(TableError) {
        let isQuote = byte == UInt8(ascii: "\"")
        switch state {
        case .quoted where isQuote:
            state = .afterQuote
        case .quoted:
            record.bytes.append(byte)
        case .afterQuote where isQuote:
            record.bytes.append(byte)
            state = .quoted
        case _ where separator.matches(byte):
            // A run of blanks is one separator, and none at the start of a line.
            if separator != .blanks || state != .cellStart {
                record.ends.append(record.bytes.count)
            }
            (state, cellStart) = (.cellStart, record.bytes.count)
        case .afterQuote, .closed:
            guard isBlank(byte) else { throw .strayQuote(file: name, line: line) }
            state = .closed
        case .cellStart where isQuote, .bare where isQuote:
            guard record.bytes[cellStart...].allSatisfy(isBlank) else {
                throw .strayQuote(file: name, line: line)
            }
            record.bytes.removeSubrange(cellStart...)
            record.hasQuotes = true
            quoteLine = line
            state = .quoted
        case .cellStart, .bare:
            record.bytes.append(byte)
            state = .bare
        }
    }

    private func endRow(_ record: inout DelimitedRecord) {
        // Blanks at the end of a line open no further cell.
        if separator == .blanks && state == .cellStart && !record.ends.isEmpty { return }
        record.ends.append(record.bytes.count)
    }
}
