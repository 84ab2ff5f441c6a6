import Foundation
import NumericCore
import MixtureTables
import Testing

@Suite struct DelimitedReaderTests {
    @Test func readsNumbersAndWordsUnderTheirNames() throws {
        let table = try table("x,species,y\n1,a,2.5\n-3e2,b,.5\n")
        #expect(table.columnNames == ["x", "y"])
        #expect(table.values == Matrix(rows: 2, columns: 2, elements: [1, 2.5, -300, 0.5]))
        #expect(table.textColumns == [TextColumn(name: "species", values: ["a", "b"])])
    }

    @Test(arguments: [
        "1,2\n3,4\n", "1;2\n3;4\n", "1\t2\n3\t4\n", "1|2\n3|4", "  1   2\n3 \t 4  \n",
        "1, 2\r\n3, 4\r\n", "1,2\r3,4\r", "\u{FEFF}1,2\n3,4\n", "\"1\",\"2\"\n\"3\",\"4\"\n",
        "1,2\n\n\n3,4\n\n", "1 , 2\n 3 ,\"4\" \n",
    ])
    func findsTheSeparator(text: String) throws {
        let table = try table(text)
        #expect(table.columnNames == nil)
        #expect(table.values == Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4]))
    }

    @Test func quotedCellsHoldSeparatorsQuotesAndLineEnds() throws {
        let table = try table("name,x\n\"a,\"\"b\"\"\r\nc\",1\n\"\",2\nplain,3\n")
        #expect(table.textColumns[0].values == ["a,\"b\"\r\nc", "", "plain"])
        #expect(table.values.elements == [1, 2, 3])
    }

    @Test func oneColumnNeedsNoSeparator() throws {
        let table = try table("height\n1\n2\n")
        #expect(table.columnNames == ["height"])
        #expect(table.values.elements == [1, 2])
    }

    @Test(arguments: ["", "NA", "n/a", "NaN", "NULL", "?", "  ", "\"\""])
    func missingCellsAreNaN(cell: String) throws {
        let table = try table("1,\(cell)\n3,4\n")
        #expect(same(table.values.elements, [1, .nan, 3, 4]))
    }

    @Test func theListOfMissingWordsCanBeExtended() throws {
        let format = DelimitedFormat(missingWords: ["-", "Unknown", "-99"])
        let table = try table("1,-\n2,unknown\n-99.0,-9\n", format: format)
        #expect(same(table.values.elements, [1, .nan, 2, .nan, .nan, -9]))
    }

    @Test func aHeaderCanBeStated() throws {
        #expect(try table("1,2\n3,4\n", format: .init(hasHeader: true)).columnNames == ["1", "2"])
        let table = try table("a,1\nb,2\n", format: .init(hasHeader: false))
        #expect(table.values.elements == [1, 2])
        #expect(table.textColumns == [TextColumn(name: "column 1", values: ["a", "b"])])
    }

    @Test func aLoneLineOfWordsIsAHeaderWithoutRows() throws {
        let header = try table("a,b\n", columns: .init(values: [.name("b")]))
        #expect(header.columnNames == ["b"])
        #expect(header.values.rows == 0)
    }

    @Test func columnsAreChosenByNameAndByNumber() throws {
        let text = "id,x,y,z\n7,1,2,3\n8,4,5,6\n"
        let chosen = try table(
            text, columns: .init(values: [.name("z"), .number(2)], text: [.name("id")]))
        #expect(chosen.columnNames == ["z", "x"])
        #expect(chosen.values.elements == [3, 1, 6, 4])
        #expect(chosen.textColumns == [TextColumn(name: "id", values: ["7", "8"])])
        let rest = try table(text, columns: .init(text: [.number(1)]))
        #expect(rest.columnNames == ["x", "y", "z"])
        #expect(ColumnReference("3") == .number(3))
        #expect(ColumnReference("x3") == .name("x3"))
    }

    @Test func wordsCanBeDropped() throws {
        #expect(try table("a,1\nb,2\n", columns: .init(text: [])).textColumns.isEmpty)
    }

    static let faults: [(String, TableError)] = [
        ("", .empty(file: "t.csv")),
        ("\n \n", .empty(file: "t.csv")),
        ("1,2\n3,4\n5\n", .unequalLength(file: "t.csv", line: 3, expected: 2, got: 1)),
        ("1,2\n\n3,4,5\n", .unequalLength(file: "t.csv", line: 3, expected: 2, got: 3)),
        ("\"a\nb\",1\n2\n", .unequalLength(file: "t.csv", line: 3, expected: 2, got: 1)),
        ("a,b\n1,inf\n", .infinite(file: "t.csv", place: "line 2", column: "column 'b'")),
        ("1,2\n-Infinity,3\n", .infinite(file: "t.csv", place: "line 2", column: "column 1")),
        ("1,2\n3,1e999\n", .infinite(file: "t.csv", place: "line 2", column: "column 2")),
        (
            "x;y\n1;2,5\n",
            .decimalComma(file: "t.csv", line: 2, column: "column 'y'", found: "2,5")
        ),
        (
            "x\ty\n1\t1,234,567.5\n",
            .decimalComma(file: "t.csv", line: 2, column: "column 'y'", found: "1,234,567.5")
        ),
        ("a,b\nc,d\n", .noNumericColumns(file: "t.csv")),
        ("1,\"2\n3,4\n", .unclosedQuote(file: "t.csv", line: 1)),
        ("1,2\n3,a\"b\n", .strayQuote(file: "t.csv", line: 2)),
        ("1,2\n\"3\" \"4\",5\n", .strayQuote(file: "t.csv", line: 2)),
        ("1,2\n\"3\"x,4\n", .strayQuote(file: "t.csv", line: 2)),
    ]

    @Test(arguments: faults)
    func namesTheFault(text: String, error: TableError) {
        #expect(throws: error) { try table(text, format: .init(separator: separator(text))) }
    }

    /// Stated where the fault is what keeps it from being found.
    private func separator(_ text: String) -> Separator? {
        text.contains(";") || text.contains("\t") ? nil : .comma
    }

    @Test func aLateWordInAColumnOfNumbersIsNamed() throws {
        let text = "x,y\n" + String(repeating: "1,2\n", count: 40_000) + "3,four\n"
        #expect(
            throws: TableError.notANumber(
                file: "t.csv", line: 40_002, column: "column 'y'", found: "four")
        ) { try table(text) }
    }

    @Test func namesTheColumnsThereAre() throws {
        let text = "x,y,y\n1,2,3\n"
        func choosing(_ columns: [ColumnReference]) -> TableError? {
            do {
                _ = try table(text, columns: .init(values: columns))
                return nil
            } catch { return error as? TableError }
        }
        #expect(
            choosing([.name("w")])?.description == "t.csv: no column 'w'; it has x, y, y")
        #expect(choosing([.number(0)]) != nil)
        #expect(choosing([.number(4)]) != nil)
        #expect(
            choosing([.name("y")])?.description
                == "t.csv: several columns are called 'y'; choose by number")
        #expect(choosing([.name("x"), .number(1)]) == .repeatedColumn(file: "t.csv", column: "1"))
    }

    @Test func bytesThatAreNoTextAreRefused() throws {
        #expect(throws: TableError.notText(file: "t", line: 2)) {
            var reader = try TableReader(bytes: Array("x,y\n1,".utf8) + [0xFF, 10], name: "t")
            _ = try reader.readAll()
        }
        #expect(throws: TableError.notText(file: "t", line: 1)) {
            _ = try TableReader(bytes: [0xFF, 0xFE, 49, 0, 10, 0], name: "t")
        }
    }

    /// A pipe gives the same as a file, in blocks of any size.
    @Test func readsAPipeInBlocks() throws {
        let pipe = Pipe()
        let lines = (0..<5000).map { "\($0),w\($0),\(Double($0) / 3)\n" }.joined()
        let writer = Thread {
            try? pipe.fileHandleForWriting.write(contentsOf: Data(lines.utf8))
            try? pipe.fileHandleForWriting.close()
        }
        writer.start()
        var reader = try TableReader(
            descriptor: pipe.fileHandleForReading.fileDescriptor, name: "standard input")
        #expect(reader.columnCount == 2)
        var rows = 0
        while let block = try reader.nextBlock(maximumRows: 777) {
            #expect(block.values.rows <= 777)
            for row in 0..<block.values.rows {
                #expect(block.values[row, 0] == Double(rows))
                #expect(block.values[row, 1] == Double(rows) / 3)
                #expect(block.textColumns[0].values[row] == "w\(rows)")
                rows += 1
            }
        }
        #expect(rows == 5000)
    }

    @Test func aFileThatIsNotThereIsNamed() throws {
        #expect(throws: TableError.cannotOpen(file: "/nowhere/t.csv", code: ENOENT)) {
            try Table(contentsOf: "/nowhere/t.csv")
        }
        #expect(throws: TableError.cannotRead(file: "/", code: EISDIR)) {
            try Table(contentsOf: "/")
        }
    }
}
