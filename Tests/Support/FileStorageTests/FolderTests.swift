import FileStorage
import Foundation
import Testing

@Suite struct FolderTests {
    private let root = FileManager.default.temporaryDirectory
        .appendingPathComponent("folder-tests-\(UUID().uuidString)")

    private func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    @Test(arguments: ["a", "a/b/c", "a//b/./c/"])
    func foldersAreMadeWithThoseAround(name: String) throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let path = root.path + "/" + name
        try Folder.make(path)
        #expect(isFolder(path))
        try Folder.make(path)
        #expect(isFolder(path))
    }

    @Test func aFileIsNoFolder() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        try Folder.make(root.path)
        let file = root.path + "/file"
        try Data().write(to: URL(fileURLWithPath: file))
        #expect(throws: (any Error).self) { try Folder.make(file) }
        #expect(throws: (any Error).self) { try Folder.make(file + "/below") }
    }

    @Test func whereNoFolderIsNothingIsSynced() {
        Folder.synchronize(ofName: root.path + "/nowhere/file")
        #expect(!isFolder(root.path))
    }
}
