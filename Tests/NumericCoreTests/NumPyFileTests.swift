import Foundation
import Testing

@testable import NumericCore

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

    @Test func aFaultLeavesTheOldContent() throws {
        struct Fault: Error {}
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/a"
        try AtomicFile.write([1, 2, 3], to: path)
        #expect(throws: Fault.self) {
            try AtomicFile.write(to: path) { file in
                try file.append([9])
                throw Fault()
            }
        }
        #expect(Array(try Data(contentsOf: URL(fileURLWithPath: path))) == [1, 2, 3])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
    }

    @Test func aPrivateFileIsItsOwners() throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try AtomicFile.write([1], to: folder + "/a", isPrivate: true)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/a")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func aFolderThatIsNotThereIsNamed() {
        #expect(throws: AtomicFile.Failure(path: "/no/such/folder/a", code: 2)) {
            try AtomicFile.write([1], to: "/no/such/folder/a")
        }
    }
}
