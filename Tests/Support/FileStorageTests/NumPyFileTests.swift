import Foundation
import Testing

import FileStorage
import NumericCore

@Suite struct NumPyFileTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("npy-\(UUID().uuidString)").path

    /// The layout as NumPy's format description (NEP 1) has it.
    @Test func theBytesAreThoseOfTheFormat() throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/a.npy"
        try NumPyFile.write(Matrix<Float>(rows: 2, columns: 1, elements: [1, -2]), to: path)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(Array(bytes[0..<8]) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
        let end = 10 + Int(bytes[8]) + 256 * Int(bytes[9])
        #expect(end % 64 == 0)
        let header = String(decoding: bytes[10..<end], as: UTF8.self)
        #expect(header.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }"))
        #expect(header.hasSuffix("\n"))
        #expect(Array(bytes[end...]) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
        // Nothing is left of the temporary file.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.npy"])
    }
}
