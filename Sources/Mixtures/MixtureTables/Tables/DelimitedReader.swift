import NumericCore

/// Reads a text table block by block.
struct DelimitedReader {
    let columnNames: [String]?
    let textColumnNames: [String]
    let keptColumnNames: [String]
    let remarks: [TableRemark]
    var columnCount: Int { columns.values.count }

    private static let sampleBytes = 1 << 16

    private let name: String
    private let missing: MissingWords
    private let layout: DelimitedLayout
    private let columns: ResolvedColumns
    private var records: DelimitedRecords

    /// `first` has been read of the source already.
    init(
        first: [UInt8], source: ByteSource, format: DelimitedFormat, selection: ColumnSelection
    ) throws(TableError) {
        name = source.name
        missing = MissingWords(format.missingWords)
        var sample = first
        var comments = LeadingComments()
        var isWhole = false
        // A row longer than the sample still has to be seen whole.
        while sample.count - comments.byteCount < Self.sampleBytes
            || !Self.holdsTwoLines(sample[comments.byteCount...])
        {
            guard sample.count <= TableLimits.rowBytes else {
                throw .rowTooLong(file: name, line: 1 + comments.lineCount)
            }
            let more = try source.next(Self.sampleBytes)
            isWhole = more.isEmpty
            if isWhole { break }
            sample += more
            if sample.starts(with: [0xEF, 0xBB, 0xBF]) { sample.removeFirst(3) }
            comments = LeadingComments(sample)
        }
        guard !sample.starts(with: [0xFF, 0xFE]), !sample.starts(with: [0xFE, 0xFF]) else {
            throw .notText(file: name, line: 1)
        }
        // Where nothing stands below them, they are the rows.
        if comments.byteCount == sample.count { comments = LeadingComments() }
        sample.removeFirst(comments.byteCount)
        layout = try DelimitedLayout(
            sample: sample, below: comments, isWhole: isWhole, format: format, name: name)
        let columns = try ResolvedColumns(
            selection, names: layout.names, layout.columns, file: name)
        self.columns = columns
        remarks = columns.remarks + (layout.countedHeader.map { [.countedHeader($0)] } ?? [])
        records = DelimitedRecords(
            first: sample, line: 1 + comments.lineCount, source: source, name: name,
            separator: layout.separator)
        if layout.hasHeader { _ = try records.next() }
        let names = layout.names
        columnNames = names.map { names in columns.values.map { names[$0] } }
        textColumnNames = columns.text.map { names?[$0] ?? "column \($0 + 1)" }
        keptColumnNames = columns.kept.map { names?[$0] ?? "column \($0 + 1)" }
    }

    private static func holdsTwoLines(_ sample: ArraySlice<UInt8>) -> Bool {
        sample.lazy.filter { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            .prefix(2).count == 2
    }

    mutating func nextBlock(maximumRows: Int) throws(TableError) -> Table? {
        let width = layout.columns.count
        let limit = TableLimits.blockRows(maximumRows, columns: width)
        var values: [Double] = []
        var words = [[String]](repeating: [], count: columns.text.count)
        var kept = [[String]](repeating: [], count: columns.kept.count)
        var rows = 0
        while rows < limit,
            let record = try width == 1 ? records.nextOfOneColumn() : records.next()
        {
            guard record.count == width else {
                throw .unequalLength(
                    file: name, line: record.line, expected: width, got: record.count)
            }
            for column in columns.values { values.append(try number(record, column)) }
            for (index, column) in columns.text.enumerated() {
                words[index].append(try text(record[column], file: name, line: record.line))
            }
            for (index, column) in columns.kept.enumerated() {
                kept[index].append(try text(record[column], file: name, line: record.line))
            }
            rows += 1
        }
        guard rows > 0 else { return nil }
        return Table(
            columnNames: columnNames,
            values: Matrix(rows: rows, columns: columnCount, elements: values),
            textColumns: zip(textColumnNames, words).map(TextColumn.init),
            keptColumns: zip(keptColumnNames, kept).map(TextColumn.init))
    }

    private func number(_ record: DelimitedRecord, _ column: Int) throws(TableError) -> Double {
        var place: String {
            layout.names.map { "column '\($0[column])'" } ?? "column \(column + 1)"
        }
        var found: String { String(decoding: record[column], as: UTF8.self) }
        switch Cell(record[column], missing: missing) {
        case .number(let value): return value
        case .missing: return .nan
        case .infinite:
            throw .infinite(file: name, place: "line \(record.line)", column: place)
        case .decimalComma:
            throw .decimalComma(file: name, line: record.line, column: place, found: found)
        case .word:
            throw .notANumber(file: name, line: record.line, column: place, found: found)
        }
    }
}
