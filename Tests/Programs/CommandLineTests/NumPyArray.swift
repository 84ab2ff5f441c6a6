/// A two-dimensional array of a version 1.0 `.npy` file with little-endian single precision.
struct NumPyArray {
    struct Failure: Error {
        let reason: String
    }

    let rows: Int
    let columns: Int
    let values: [Float]

    init(_ bytes: [UInt8]) throws {
        guard bytes.count > 10, bytes[..<8] == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0] else {
            throw Failure(reason: "no magic")
        }
        let start = 10 + Int(bytes[8]) + 256 * Int(bytes[9])
        guard start % 64 == 0, bytes.count >= start else { throw Failure(reason: "header length") }
        let header = String(decoding: bytes[10..<start], as: UTF8.self)
        guard header.contains("'descr': '<f4'"), header.contains("'fortran_order': False"),
            let shape = header.firstMatch(of: /'shape': \((\d+), (\d+)\)/),
            let rows = Int(shape.1), let columns = Int(shape.2)
        else { throw Failure(reason: header) }
        guard bytes.count == start + 4 * rows * columns else {
            throw Failure(reason: "\(bytes.count) bytes")
        }
        self.rows = rows
        self.columns = columns
        values = stride(from: start, to: bytes.count, by: 4).map { index in
            let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[index + $1]) << (8 * $1) }
            return Float(bitPattern: bits)
        }
    }
}
