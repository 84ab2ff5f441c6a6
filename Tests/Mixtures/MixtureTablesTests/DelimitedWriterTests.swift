import NumericCore
import MixtureTables
import Testing

@Suite struct DelimitedWriterTests {
    static let table = Table(
        columnNames: ["x", "a,b"],
        values: Matrix(rows: 2, columns: 2, elements: [1, 0.1, .nan, 1e300]),
        textColumns: [TextColumn(name: "name", values: ["say \"hi\"", "two\nlines"])])
    static let names = ["name", "x", "a,b"]

    @Test func quotesWhereNeeded() {
        let writer = DelimitedWriter()
        let text = String(
            decoding: writer.header(names: Self.names) + writer.rows(of: Self.table), as: UTF8.self)
        #expect(
            text == "name,x,\"a,b\"\n\"say \"\"hi\"\"\",1,0.1\n\"two\nlines\",NaN,1e+300\n")
    }

    @Test(arguments: Separator.allCases)
    func whatIsWrittenReadsBack(separator: Separator) throws {
        let writer = DelimitedWriter(separator: separator)
        var reader = try TableReader(
            bytes: writer.header(names: Self.names) + writer.rows(of: Self.table), name: "t")
        let table = try reader.readAll()
        #expect(table.columnNames == Self.table.columnNames)
        #expect(table.textColumns == Self.table.textColumns)
        #expect(same(table.values.elements, Self.table.values.elements))
    }

    /// The shortest form reads back as the same bits.
    @Test func everyDoubleReadsBack() throws {
        var generator = SeededGenerator(seed: 3)
        let values =
            (0..<500).map { _ in Double(bitPattern: generator.next()) }
            .filter(\.isFinite) + [0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
        let table = Table(values: Matrix(rows: values.count, columns: 1, elements: values))
        var reader = try TableReader(bytes: DelimitedWriter().rows(of: table), name: "t")
        #expect(same(try reader.readAll().values.elements, values))
    }
}
