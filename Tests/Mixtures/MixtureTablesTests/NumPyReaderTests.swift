import Foundation
import NumericCore
import MixtureTables
import Testing

@Suite struct NumPyReaderTests {
    static let plainFiles =
        ["f2", "f4", "f8", "i2", "i4", "i8", "u2", "u4", "u8"].flatMap {
            ["\($0)_little", "\($0)_big"]
        } + ["i1_little", "u1_little", "fortran", "version2", "version3"]

    @Test(arguments: plainFiles)
    func readsWhatNumPyWrote(name: String) throws {
        let table = try Table(contentsOf: Fixture.path(name + ".npy"))
        #expect(table.values == Matrix(rows: 3, columns: 2, elements: [0, 1, 2, 3, 5, 7]))
        #expect(table.columnNames == nil)
    }

    static let others: [(String, [Double])] = [
        ("b1", [0, 0, 1, 1, 1, 1]),
        ("vector", [0, 1, 2, 3, 5, 7]),
        // 0.1 and 6e-8 rounded to a half: 1638.0 / 2^14 and 1 / 2^24.
        ("half_edges", [0x1.998p-4, 65504, 0x1p-24, -2.5, .nan]),
        ("i1_edges", [-128, 127]),
        ("i2_edges", [-32768, 32767]),
        ("i8_edges", [-0x1p63, -1]),
        ("u8_edges", [0x1p64 - 2048, 0x1p53]),
    ]

    @Test(arguments: others)
    func readsTheEndsOfEachRange(name: String, expected: [Double]) throws {
        let table = try Table(contentsOf: Fixture.path(name + ".npy"))
        #expect(same(table.values.elements, expected))
        #expect(table.values.columns == (name == "b1" ? 2 : 1))
    }

    @Test(arguments: ["fortran", "f8_big"])
    func readsInBlocksAndChosenColumns(name: String) throws {
        var reader = try TableReader(
            path: Fixture.path(name + ".npy"), columns: .init(values: [.number(2)]))
        var blocks: [[Double]] = []
        while let block = try reader.nextBlock(maximumRows: 2) {
            blocks.append(block.values.elements)
        }
        #expect(blocks == [[1, 3], [7]])
    }

    @Test func whatIsWrittenReadsBack() throws {
        let values = Matrix<Double>(
            rows: 2, columns: 2, elements: [0.1, -0.0, .nan, .leastNonzeroMagnitude])
        let bytes = NumPyWriter.header(rows: 2, columns: 2) + NumPyWriter.bytes(of: values)
        #expect(bytes.count == 128 + 32)
        var reader = try TableReader(bytes: bytes, name: "a.npy")
        #expect(same(try reader.readAll().values.elements, values.elements))
        // NumPy's own bytes for the same shape and type.
        #expect(
            NumPyWriter.header(rows: 3, columns: 2)
                == Array(try Fixture.bytes("f8_little.npy")[..<128]))
    }

    private static func array(_ header: String, values: Int = 0, version: UInt8 = 1) -> [UInt8] {
        let text = Array(header.utf8)
        return [0x93] + Array("NUMPY".utf8) + [version, 0, UInt8(text.count & 255)]
            + [UInt8(text.count >> 8)] + (version > 1 ? [0, 0] : []) + text
            + [UInt8](repeating: 0, count: values)
    }

    static let damaged: [(String, Int, String)] = [
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }", 31,
            "need 32 bytes, got 31"
        ),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }", 33,
            "need 32 bytes, got 33"
        ),
        ("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", 8, "of type '<c8'"),
        ("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 8, "of type '|O'"),
        ("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", 8, "several fields"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (), }", 8, "has 0 axes"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1, 1), }", 8, "has 3 axes"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 0), }", 0, "has 0 columns"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, 2), }", 0, "not a dictionary"),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775807, 2), }", 0,
            "too large"
        ),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999, 2), }", 0,
            "not a dictionary"
        ),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), } x", 32, "not a dictionary"),
        ("{'descr': '<f8', 'shape': (2, 2), }", 32, "not a dictionary"),
        ("{'descr': '<f8', 'descr': '<f8', 'shape': (2, 2), }", 32, "not a dictionary"),
        ("{'descr': '<f8', 'fortran_order': 'no', 'shape': (2, 2), }", 32, "neither True"),
    ]

    @Test(arguments: damaged)
    func believesNothing(header: String, values: Int, reason: String) throws {
        let error = #expect(throws: TableError.self) {
            var reader = try TableReader(bytes: Self.array(header, values: values), name: "a.npy")
            _ = try reader.readAll()
        }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }

    @Test func infiniteValuesAreNamed() throws {
        let values = Matrix<Double>(rows: 2, columns: 2, elements: [1, 2, 3, -.infinity])
        let bytes = NumPyWriter.header(rows: 2, columns: 2) + NumPyWriter.bytes(of: values)
        #expect(
            throws: TableError.infinite(file: "a.npy", place: "row 2", column: "column 2")
        ) {
            var reader = try TableReader(bytes: bytes, name: "a.npy")
            _ = try reader.readAll()
        }
    }

    /// From a pipe, the size is only known at its end.
    @Test(arguments: [-1, 0, 1])
    func aPipeMustEndWhereTheArrayDoes(surplus: Int) throws {
        let pipe = Pipe()
        let bytes = try Fixture.bytes("i4_big.npy")
        let sent = surplus < 0 ? bytes.dropLast() : bytes + [UInt8](repeating: 0, count: surplus)
        try pipe.fileHandleForWriting.write(contentsOf: Data(sent))
        try pipe.fileHandleForWriting.close()
        var reader = try TableReader(
            descriptor: pipe.fileHandleForReading.fileDescriptor, name: "standard input")
        if surplus == 0 {
            #expect(try reader.readAll().values.elements == [0, 1, 2, 3, 5, 7])
        } else {
            #expect(throws: TableError.self) { try reader.readAll() }
        }
    }

    @Test func fortranOrderNeedsAFile() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(try Fixture.bytes("fortran.npy")))
        try pipe.fileHandleForWriting.close()
        #expect(throws: TableError.self) {
            try TableReader(
                descriptor: pipe.fileHandleForReading.fileDescriptor, name: "standard input")
        }
    }
}
