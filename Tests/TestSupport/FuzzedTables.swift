import MixtureTables
import NumericCore

extension FuzzedReader {
    static let tables = [array, delimited]

    /// NumPy's arrays.
    private static let array = FuzzedReader("npy") {
        let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }\n"
        let values: [Double] = [1, 2, 3, 4]
        let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
        return [header, header.replacing("False", with: "True")].map { header in
            start + [UInt8(header.utf8.count), 0] + Array(header.utf8)
                + values.withUnsafeBytes { Array($0) }
        }
    } read: { bytes in
        try readTable(bytes)
    }

    /// Tables as text.
    private static let delimited = FuzzedReader("csv") {
        [
            "a,b,c\n1,2,x\n3,,\"y \"\"z\"\"\"\n", "# made by hand\n1 2\n3 4\n",
            "1;2,5\r\n3;4,5\r\n", "height\twidth\n1e3\tnan\n-2\t+.5\n",
        ].map { Array($0.utf8) }
    } read: { bytes in
        try readTable(bytes)
    }

    private static func readTable(_ bytes: [UInt8]) throws {
        var reader = try TableReader(bytes: bytes, name: "table")
        while let block = try reader.nextBlock(maximumRows: 3) {
            precondition(block.values.columns == reader.columnCount, "columns come and go")
            precondition(!block.values.elements.contains(where: \.isInfinite), "infinity")
        }
    }
}
