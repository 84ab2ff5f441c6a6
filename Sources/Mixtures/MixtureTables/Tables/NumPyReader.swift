import NumericCore

/// Reads a `.npy` array of one or two axes block by block; one axis is one column.
///
/// Versions 1.0, 2.0 and 3.0, either byte order, C and Fortran order. Nothing that the header
/// claims is allocated before the bytes for it are there.
struct NumPyReader {
    let columns: ResolvedColumns
    var columnCount: Int { columns.values.count }
    var keptColumnNames: [String] { columns.kept.map { "column \($0 + 1)" } }

    private let source: ByteSource
    private let header: NumPyHeader
    private let valuesStart: Int
    private var row = 0

    /// `first` has been read of the source already: the magic bytes.
    init(
        first: [UInt8], source: ByteSource, selection: ColumnSelection
    ) throws(TableError) {
        self.source = source
        let name = source.name
        func exactly(_ count: Int) throws(TableError) -> [UInt8] {
            let bytes = try source.nextWhole(count)
            guard bytes.count == count else {
                throw .invalidArray(file: name, reason: "it ends within its header")
            }
            return bytes
        }
        let version = try exactly(2)
        guard (1...3).contains(version[0]), version[1] == 0 else {
            throw .invalidArray(
                file: name,
                reason: "it is of version \(version[0]).\(version[1]); expected 1.0, 2.0 or 3.0")
        }
        let lengthSize = version[0] == 1 ? 2 : 4
        let length = try exactly(lengthSize).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= NumPyHeader.longest else {
            throw .invalidArray(file: name, reason: "its header of \(length) bytes is too long")
        }
        header = try NumPyHeader(try exactly(length), file: name)
        valuesStart = first.count + 2 + lengthSize + length
        columns = try ResolvedColumns(
            selection, names: nil,
            [ColumnEvidence](repeating: ColumnEvidence(), count: header.columns), file: name)
        guard columns.text.isEmpty else {
            throw .noSuchColumn(
                file: name, column: "of text", available: "\(header.columns) columns of numbers")
        }
        try checkSize()
    }

    private var bytesInAll: Int { header.byteCount ?? .max }

    private func checkSize() throws(TableError) {
        guard let size = source.size else {
            guard !header.isFortranOrder else {
                throw .invalidArray(
                    file: source.name,
                    reason: "its values are in Fortran order, which cannot be read from a pipe; "
                        + "give the file's path, or save numpy.ascontiguousarray of it")
            }
            return
        }
        let got = size - valuesStart
        guard got == bytesInAll else { throw wrongSize(got: "\(got)") }
    }

    private func wrongSize(got: String) -> TableError {
        .invalidArray(
            file: source.name,
            reason: "\(header.rows)×\(header.columns) values of \(header.element.size) bytes "
                + "need \(bytesInAll) bytes, got \(got)")
    }

    mutating func nextBlock(maximumRows: Int) throws(TableError) -> Table? {
        let count = min(
            header.rows - row, TableLimits.blockRows(maximumRows, columns: header.columns))
        guard count > 0 else {
            if source.size == nil, try !source.next(1).isEmpty {
                throw wrongSize(got: "more")
            }
            return nil
        }
        // The kept columns are read as numbers too, behind the others.
        let all = columns.values + columns.kept
        let whole = Matrix(
            rows: count, columns: all.count,
            elements: header.isFortranOrder
                ? try columnBlock(count, all) : try rowBlock(count, all))
        let values =
            columns.kept.isEmpty
            ? whole.elements : (0..<count).flatMap { whole.row($0).prefix(columnCount) }
        if let index = values.firstIndex(where: \.isInfinite) {
            throw .infinite(
                file: source.name, place: "row \(row + index / columnCount + 1)",
                column: "column \(columns.values[index % columnCount] + 1)")
        }
        row += count
        return Table(
            values: Matrix(rows: count, columns: columnCount, elements: values),
            keptColumns: columns.kept.indices.map { place in
                TextColumn(
                    name: keptColumnNames[place],
                    values: (0..<count).map {
                        DelimitedWriter.text(of: whole[$0, columnCount + place])
                    })
            })
    }

    private func rowBlock(_ count: Int, _ columns: [Int]) throws(TableError) -> [Double] {
        let (size, width) = (header.element.size, header.columns)
        let bytes = try source.nextWhole(count * width * size)
        guard bytes.count == count * width * size else {
            throw wrongSize(got: "\(row * width * size + bytes.count)")
        }
        var values: [Double] = []
        values.reserveCapacity(count * columns.count)
        for row in 0..<count {
            for column in columns {
                values.append(header.element.value(bytes[((row * width + column) * size)...]))
            }
        }
        return values
    }

    /// The same rows of each column, gathered.
    private func columnBlock(_ count: Int, _ columns: [Int]) throws(TableError) -> [Double] {
        let size = header.element.size
        var values = [Double](repeating: 0, count: count * columns.count)
        for (place, column) in columns.enumerated() {
            let start = valuesStart + (column * header.rows + row) * size
            let bytes = try source.bytes(at: start, count: count * size)
            guard bytes.count == count * size else {
                throw wrongSize(got: "\(start + bytes.count - valuesStart)")
            }
            for row in 0..<count {
                values[row * columns.count + place] = header.element.value(bytes[(row * size)...])
            }
        }
        return values
    }
}
