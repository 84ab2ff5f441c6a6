import MixtureTables
import GaussianMixtures
import NumericCore
import Testing

@Suite struct DataBlocksTests {
    @Test func columnsAreFoundByName() throws {
        let model = try TableMixtureTests.oneGaussian(TransformPlan())
        let file = try TableFile("name,z,extra,x,y\na,3,9,1,2\nb,6,9,4,5\n")
        var blocks = try DataBlocks(file.source, for: model)
        #expect(blocks.columnNames == ["x", "y", "z"])
        #expect(try blocks.next()?.values.elements == [1, 2, 3, 4, 5, 6])
        #expect(try blocks.next() == nil)
    }

    @Test func withoutNamesTheyAreTakenAsTheyStand() throws {
        let model = try TableMixtureTests.oneGaussian(TransformPlan())
        let three = try TableFile("1,2,3\n4,5,6\n")
        var blocks = try DataBlocks(three.source, for: model)
        #expect(try blocks.next()?.values.elements == [1, 2, 3, 4, 5, 6])
        let two = try TableFile("1,2\n")
        #expect(throws: WorkbenchError.columnCount(file: two.path, expected: 3, got: 2)) {
            try DataBlocks(two.source, for: model)
        }
        let other = try TableFile("x,y,w\n1,2,3\n")
        #expect(
            throws: TableError.noSuchColumn(
                file: other.path, column: "'z', as the model has",
                available: "x, y, w")
        ) { try DataBlocks(other.source, for: model) }
    }

    @Test func weightsAndLabelsStandApart() throws {
        let file = try TableFile("w,x,kind,y\n2,1,a,10\n0,3,b,30\n")
        defer { withExtendedLifetime(file) {} }
        var source = file.source
        source.weights = .name("w")
        source.labels = .number(3)
        let data = try StoredData(source)
        #expect(data.columnNames == ["x", "y"])
        #expect(try data.rows.frames(in: 0..<2).elements == [1, 10, 3, 30])
        #expect(data.weights == [2, 0])
        #expect(data.labels == ["a", "b"])
        source.columns = [.name("y")]
        #expect(try StoredData(source).rows.frames(in: 0..<2).elements == [10, 30])
        let bad = try TableFile("w,x\n1,1\n-1,1\n")
        source = bad.source
        source.weights = .name("w")
        #expect(throws: WorkbenchError.invalidWeight(file: bad.path, row: 2)) {
            try StoredData(source)
        }
    }

    @Test func missingCellsAreNamed() throws {
        let file = try TableFile("x,y\n1,2\n3,\n")
        let error = WorkbenchError.missingCell(
            file: file.path, row: 2, column: "column 'y'", canMarginalize: true)
        #expect(throws: error) { try StoredData(file.source) }
        #expect(
            error.description
                == "\(file.path): row 2, column 'y': the cell is missing; fill it, leave the row "
                + "out, or integrate missing cells out (--missing marginalize)")
        var source = file.source
        source.missingCells = .marginalized
        #expect(try StoredData(source).count == 2)
        let none = try TableFile("x,y\n")
        #expect(throws: WorkbenchError.noRows(file: none.path)) { try StoredData(none.source) }
    }

    /// A remedy is named where it is one.
    @Test func whereEveryCellIsNeededNoneIsMarginalized() throws {
        let file = try TableFile("x,y,z\n1,2,3\n3,4,\n5,6,8\n")
        defer { withExtendedLifetime(file) {} }
        var source = file.source
        source.needsEveryCell = true
        let error = WorkbenchError.missingCell(
            file: file.path, row: 2, column: "column 'z'", canMarginalize: false)
        #expect(throws: error) { try StoredData(source) }
        #expect(error.description.hasSuffix("fill it (timbre mixture fill) or leave the row out"))
        let projected = try TableMixtureTests.oneGaussian(TransformPlan(components: .count(2)))
        #expect(throws: error) {
            var blocks = try DataBlocks(file.source, for: projected)
            _ = try blocks.next()
        }
        source.missingCells = .marginalized
        #expect(throws: WorkbenchError.projectionNeedsEveryCell) {
            try DataBlocks(source, for: projected)
        }
    }

    /// Also in a later block than the first.
    @Test func rowsAreCountedFromTheTop() throws {
        let file = try TableFile(
            "x,y\n" + (1...9000).map { $0 == 8500 ? "1,\n" : "1,\($0)\n" }.joined())
        #expect(
            throws: WorkbenchError.missingCell(
                file: file.path, row: 8500, column: "column 'y'", canMarginalize: true)
        ) { try StoredData(file.source) }
    }

    @Test func constantColumnsAreKnown() throws {
        #expect(try TableFile.stored("x,y,z\n1,2,3\n1,4,3\n").constantColumns == ["x", "z"])
        #expect(try TableFile.stored("1,2\n1,4\n").constantColumns == ["column 1"])
        #expect(try TableFile.stored("x\n1\n").constantColumns == [])
    }

    @Test func aSampleKeepsTheOrder() throws {
        let text = "v\n" + (0..<500).map { "\($0)\n" }.joined()
        let data = try TableFile.stored(text)
        let (indices, rows) = try data.sample(50)
        #expect(indices.count == 50)
        #expect(indices == indices.sorted())
        #expect(rows.elements == indices.map(Double.init))
        #expect(try data.sample(500).indices == Array(0..<500))
    }
}
