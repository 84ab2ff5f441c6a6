@testable import FileStorage
import Foundation
import Testing

@Suite struct AtomicFileTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("atomic-file-tests-\(UUID().uuidString)").path

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
