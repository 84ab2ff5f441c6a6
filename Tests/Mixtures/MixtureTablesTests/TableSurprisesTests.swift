import MixtureTables
import Foundation
import NumericCore
import Testing

/// Tables that are not quite what a reader hopes for.
@Suite struct TableSurprisesTests {
    private func reader(
        _ text: String, _ format: DelimitedFormat = .init(),
        _ columns: ColumnSelection = .init(text: [])
    ) throws -> TableReader {
        try TableReader(
            bytes: Array(text.utf8), name: "t.csv", format: format, columns: columns)
    }

    /// 3000 rows x, y, of which one has a word for y.
    private func rows(word row: Int) -> String {
        "x,y\n" + (1...3000).map { "\($0),\($0 == row ? "oops" : "\($0 % 7)")\n" }.joined()
    }

    /// Whether the word stands among the first rows, which are looked at, or behind them.
    @Test func aWordAmongNumbersIsAFaultWhereverItStands() throws {
        let early = #expect(
            throws: TableError.wordAmongNumbers(
                file: "t.csv", line: 501, column: "column 'y'", found: "oops", numbers: 999,
                cells: 1000)
        ) { try reader(rows(word: 500)) }
        #expect(
            early?.description
                == "t.csv: line 501, column 'y': expected a number, as in 999 of 1000 cells, got "
                + "'oops'; correct the cell, name the columns wanted (--columns), or give the word "
                + "for a missing cell (--missing-words)")
        #expect(
            throws: TableError.notANumber(
                file: "t.csv", line: 2501, column: "column 'y'", found: "oops")
        ) {
            var late = try reader(rows(word: 2500))
            _ = try late.readAll()
        }
        var named = try reader(rows(word: 500), .init(missingWords: ["oops"]))
        #expect(try named.readAll().values[499, 1].isNaN)
        var chosen = try reader(
            rows(word: 500), .init(), .init(values: [.name("x")], text: []))
        #expect(try chosen.readAll().values.rows == 3000)
    }

    @Test func columnsLeftOutAreSaidToBe() throws {
        let text = "id,x,kind,y\na1,1,ridge,oops\na2,2,dune,3\n"
        let reader = try reader(text)
        #expect(reader.columnNames == ["x"])
        #expect(
            reader.remarks.map(\.description) == [
                "left out as text: id (line 2: 'a1'), kind (line 2: 'ridge'), y (line 2: 'oops')"
            ])
        let labelled = try self.reader(
            text, .init(), .init(text: [.name("kind")], kept: .these([.name("id")])))
        #expect(
            labelled.remarks.map(\.description) == ["left out as text: y (line 2: 'oops')"])
        // Who chooses knows what is left out.
        #expect(try self.reader(text, .init(), .init(values: [.name("x")])).remarks == [])
        #expect(try self.reader(text, .init(), .init(expected: ["x"], text: [])).remarks == [])
    }

    @Test func namesComeBeforePlaces() throws {
        let text = "2,1,x\n10,20,30\n"
        let format = DelimitedFormat(hasHeader: true)
        func first(_ column: String) throws -> Double {
            var reader = try reader(text, format, .init(values: [ColumnReference(column)]))
            return try reader.readAll().values.elements[0]
        }
        #expect(try first("1") == 20)
        #expect(try first("2") == 10)
        #expect(try first("3") == 30)
        #expect(ColumnReference("007") == .name("007"))
    }

    @Test func aModelsColumnsAreFoundByNameOrWhereAllNamesAgreeByPlace() throws {
        let choice = ColumnSelection(expected: ["x", "x"], text: [])
        var twins = try reader("x,x,kind\n1,2,a\n", .init(), choice)
        #expect(try twins.readAll().values.elements == [1, 2])
        #expect(throws: TableError.ambiguousColumn(file: "t.csv", column: "'x'")) {
            try reader("x,x,y\n1,2,3\n", .init(), choice)
        }
        var bare = try reader("5,6\n7,8\n", .init(), choice)
        #expect(try bare.readAll().values.elements == [5, 6, 7, 8])
    }

    @Test(arguments: [
        "# made by \"hand\n# at noon\nx,y\n1,2\n3,4\n", "# x, y\n1,2\n3,4\n",
        "#x,y\r\n#units mm\r\n1,2\r\n3,4\r\n", "# x y\n1.0 2.0\n3 4\n",
        "\u{FEFF}# x,y\n1,2\n3,4\n", "\n# x\ty\n\n1\t2\n3\t4",
        "x , y\n1,2\n3,4\n", "\" x\",y \n1,2\n3,4\n",
    ])
    func commentsAboveAreNoRowsAndMayHoldTheNames(text: String) throws {
        var reader = try reader(text)
        let table = try reader.readAll()
        #expect(table.columnNames == ["x", "y"])
        #expect(table.values.elements == [1, 2, 3, 4])
    }

    @Test func commentsAreNoNamesWhereTheyCannotBe() throws {
        #expect(try reader("# two plain columns\n1,2\n").columnNames == nil)
        #expect(try reader("# a sentence above\n1\n2\n").columnNames == nil)
        #expect(try reader("# height\n1\n2\n").columnNames == ["height"])
        #expect(try reader("# x,y\n1,2\n", .init(hasHeader: false)).columnNames == nil)
        // Rows that begin with the sign are rows where nothing else is there.
        var signs = try reader("#1,5\n#2,6\n", .init(), .init())
        #expect(try signs.readAll().textColumns[0].values == ["#1", "#2"])
    }

    @Test func linesAreCountedFromTheTopOfTheFile() {
        #expect(throws: TableError.unequalLength(file: "t.csv", line: 5, expected: 2, got: 1)) {
            var reader = try reader("# a\n\n# b\n1,2\n3\n")
            _ = try reader.readAll()
        }
    }

    /// Longer than the part of a file that is looked at first.
    @Test func longCommentsAreSkippedToo() throws {
        let text = String(repeating: "# talk, and more of it\n", count: 10_000) + "x,y\n1,2\n3,4\n"
        var reader = try reader(text)
        #expect(reader.columnNames == ["x", "y"])
        #expect(try reader.readAll().values.elements == [1, 2, 3, 4])
    }

    @Test func anUnnamedRowIndexIsLeftOut() throws {
        for text in [
            ",x,y\n0,1.5,2\n1,3,4\n", "\"\",x,y\n7,1.5,2\n3,3,4\n",
            "Unnamed: 0,x,y\n0,1.5,2\n1,3,4\n",
        ] {
            var reader = try reader(text)
            #expect(reader.columnNames == ["x", "y"])
            #expect(reader.remarks == [.rowIndex])
            #expect(try reader.readAll().values.elements == [1.5, 2, 3, 4])
        }
        // Not the numbers of rows: a column whose name was forgotten.
        #expect(try reader(",x\n0.5,1\n0.5,3\n").columnNames == ["", "x"])
        #expect(try reader(",x\n0,1\n1,3\n", .init(), .init(values: [.number(1)])).remarks == [])
        // Of unnamed columns pandas counts the names too.
        let counted = try reader(",0,1\n0,1.5,2\n1,3,4\n")
        #expect(counted.columnNames == ["0", "1"])
    }

    @Test func aFirstRowThatCountsIsAskedAbout() throws {
        let years = "2001,2002,2003,2004\n1,5,7,8\n2,4,4,3\n"
        let reader = try reader(years)
        #expect(reader.columnNames == nil)
        #expect(
            reader.remarks.map(\.description) == [
                "the first row, 2001, 2002, 2003, …, is read as numbers; if it holds names, give "
                    + "--header yes"
            ])
        #expect(try self.reader(years, .init(hasHeader: false)).remarks == [])
        #expect(try self.reader(years, .init(hasHeader: true)).columnNames?.first == "2001")
        #expect(try self.reader("1,2\n3,4\n").remarks == [])
    }

    @Test func inOneColumnAnEmptyLineIsAnEmptyCell() throws {
        var reader = try reader("\nx\n1\n\n\n2\n3\n\n\n")
        var blocks: [Double] = []
        while let block = try reader.nextBlock(maximumRows: 2) {
            #expect(block.values.rows <= 2)
            blocks += block.values.elements
        }
        #expect(same(blocks, [1, .nan, .nan, 2, 3]))
    }

    @Test(
        arguments: [
            ([0x50, 0x4B, 3, 4, 20, 0, 0, 0], "a ZIP archive"),
            ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0], "gunzip"),
        ] as [([UInt8], String)])
    func archivesAreRecognised(bytes: [UInt8], word: String) {
        let error = #expect(throws: TableError.self) {
            try TableReader(bytes: bytes, name: "a.npz")
        }
        #expect(error?.description.hasPrefix("a.npz: no table: it is ") == true)
        #expect(error?.description.contains(word) == true)
    }

    @Test func keptColumnsStandAsTheyAre() throws {
        let text = "id,x,y\na, 1.50,2\n\"b,c\",3,4\n"
        var all = try reader(text, .init(), .init(text: [], kept: .all))
        let table = try all.readAll()
        #expect(table.values.elements == [1.5, 2, 3, 4])
        #expect(
            table.keptColumns == [
                TextColumn(name: "id", values: ["a", "b,c"]),
                TextColumn(name: "x", values: [" 1.50", "3"]),
                TextColumn(name: "y", values: ["2", "4"]),
            ])
        let others = try reader(
            text, .init(), .init(values: [.name("y")], text: [], kept: .others))
        #expect(others.keptColumnNames == ["id", "x"])
        #expect(
            String(decoding: DelimitedWriter().rows(of: table), as: UTF8.self)
                == "a,\" 1.50\",2,1.5,2\n\"b,c\",3,4,3,4\n")
    }

    @Test func keptColumnsOfAnArrayAreWrittenOut() throws {
        let values = Matrix<Double>(rows: 2, columns: 3, elements: [1, 2.5, 3, 4, 5, 6])
        var reader = try TableReader(
            bytes: NumPyWriter.header(rows: 2, columns: 3) + NumPyWriter.bytes(of: values),
            name: "a.npy",
            columns: .init(values: [.number(1)], text: [], kept: .these([.number(2)])))
        let table = try reader.readAll()
        #expect(table.values.elements == [1, 4])
        #expect(table.keptColumns == [TextColumn(name: "column 2", values: ["2.5", "5"])])
    }
}
