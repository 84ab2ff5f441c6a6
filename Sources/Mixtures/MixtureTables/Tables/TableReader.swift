import NumericCore

/// Reads a table block by block, so that a file larger than memory can be read; CSV or `.npy`,
/// which the first bytes tell. Archives are refused by theirs.
///
/// ```swift
/// var reader = try TableReader(path: "frames.csv")
/// while let block = try reader.nextBlock() {
///     try store.append(block.values.elements.map(Float.init))
/// }
/// ```
public struct TableReader {
    private enum Content {
        case delimited(DelimitedReader)
        case array(NumPyReader)
    }

    private var content: Content

    /// Opens a file.
    ///
    /// Of a text file the first rows are read here: they tell the separator, the header and which
    /// columns are numeric. A later cell that does not fit is an error that names its line.
    ///
    /// - Throws: ``TableError``.
    public init(
        path: String, format: DelimitedFormat = .init(), columns: ColumnSelection = .init()
    ) throws(TableError) {
        try self.init(try ByteSource(path: path), format, columns)
    }

    /// Reads from an open descriptor, such as 0 for standard input. It stays open and must do so
    /// while the reader is in use.
    ///
    /// - Throws: ``TableError``.
    public init(
        descriptor: Int32, name: String, format: DelimitedFormat = .init(),
        columns: ColumnSelection = .init()
    ) throws(TableError) {
        try self.init(ByteSource(descriptor: descriptor, name: name), format, columns)
    }

    /// Reads bytes that are already there.
    ///
    /// - Throws: ``TableError``.
    public init(
        bytes: [UInt8], name: String, format: DelimitedFormat = .init(),
        columns: ColumnSelection = .init()
    ) throws(TableError) {
        try self.init(ByteSource(bytes: bytes, name: name), format, columns)
    }

    private init(
        _ source: ByteSource, _ format: DelimitedFormat, _ columns: ColumnSelection
    ) throws(TableError) {
        let first = try source.nextWhole(NumPyHeader.magic.count)
        if first.starts(with: Array("PK".utf8) + [3, 4]) {
            throw .packed(
                file: source.name,
                reason: "it is a ZIP archive, such as .npz or .xlsx; save one array by "
                    + "numpy.save, or the sheet as CSV")
        }
        if first.starts(with: [0x1F, 0x8B]) {
            throw .packed(
                file: source.name,
                reason: "it is compressed; unpack it by gunzip, or give - and pipe "
                    + "gunzip -c \(source.name) into the program")
        }
        content =
            first == NumPyHeader.magic
            ? .array(try NumPyReader(first: first, source: source, selection: columns))
            : .delimited(
                try DelimitedReader(
                    first: first, source: source, format: format, selection: columns))
    }

    /// The names of the columns of numbers; nil when the file gives none.
    public var columnNames: [String]? {
        if case .delimited(let reader) = content { reader.columnNames } else { nil }
    }

    /// The names of the columns kept as text.
    public var textColumnNames: [String] {
        if case .delimited(let reader) = content { reader.textColumnNames } else { [] }
    }

    /// The names of the columns kept as they stand.
    public var keptColumnNames: [String] {
        switch content {
        case .delimited(let reader): reader.keptColumnNames
        case .array(let reader): reader.keptColumnNames
        }
    }

    /// What the reader decided by itself.
    public var remarks: [TableRemark] {
        if case .delimited(let reader) = content { reader.remarks } else { [] }
    }

    /// The number of columns of numbers.
    public var columnCount: Int {
        switch content {
        case .delimited(let reader): reader.columnCount
        case .array(let reader): reader.columnCount
        }
    }

    /// The next rows; nil when there are no more. After an error the reader must not be used.
    ///
    /// A block has `maximumRows` at most; of wide tables fewer, so that it stays near a million
    /// values.
    ///
    /// - Throws: ``TableError``.
    public mutating func nextBlock(maximumRows: Int = 4096) throws(TableError) -> Table? {
        switch content {
        case .delimited(var reader):
            defer { content = .delimited(reader) }
            return try reader.nextBlock(maximumRows: maximumRows)
        case .array(var reader):
            defer { content = .array(reader) }
            return try reader.nextBlock(maximumRows: maximumRows)
        }
    }

    /// All the rows that are left.
    ///
    /// - Throws: ``TableError``.
    public mutating func readAll() throws(TableError) -> Table {
        var values: [Double] = []
        var words = [[String]](repeating: [], count: textColumnNames.count)
        var kept = [[String]](repeating: [], count: keptColumnNames.count)
        while let block = try nextBlock() {
            values += block.values.elements
            for index in words.indices { words[index] += block.textColumns[index].values }
            for index in kept.indices { kept[index] += block.keptColumns[index].values }
        }
        return Table(
            columnNames: columnNames,
            values: Matrix(
                rows: values.count / columnCount, columns: columnCount, elements: values),
            textColumns: zip(textColumnNames, words).map(TextColumn.init),
            keptColumns: zip(keptColumnNames, kept).map(TextColumn.init))
    }
}
