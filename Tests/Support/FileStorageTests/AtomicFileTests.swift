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

    private func inFolder(_ body: () throws -> Void) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body()
    }

    private func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
    }

    private func kind(_ name: String) -> mode_t? {
        var status = stat()
        return lstat(folder + "/" + name, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// To a file, to nothing yet, and by way of another folder.
    @Test func whatALinkLeadsToIsWritten() throws {
        try inFolder {
            let files = FileManager.default
            try files.createDirectory(
                atPath: folder + "/sub", withIntermediateDirectories: true)
            try AtomicFile.write([1], to: folder + "/a")
            for (link, target) in [("b", "a"), ("c", "none"), ("sub/d", "../a"), ("e", "sub/d")] {
                try files.createSymbolicLink(
                    atPath: folder + "/" + link, withDestinationPath: target)
                try AtomicFile.write([7, UInt8(link.utf8.count)], to: folder + "/" + link)
                #expect(kind(link) == S_IFLNK)
                #expect(try bytes(link) == [7, UInt8(link.utf8.count)])
            }
            #expect(try bytes("none") == [7, 1])
            #expect(kind("a") == S_IFREG)
            #expect(try bytes("a") == [7, 1])
            #expect(try files.contentsOfDirectory(atPath: folder + "/sub") == ["d"])
        }
    }

    @Test func aLinkToItselfIsNamed() throws {
        try inFolder {
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/a", withDestinationPath: "a")
            #expect(throws: AtomicFile.Failure(path: folder + "/a", code: ELOOP)) {
                try AtomicFile.write([1], to: folder + "/a")
            }
        }
    }

    @Test func aPipeStaysAPipeAndIsGivenTheBytes() throws {
        try inFolder {
            let path = folder + "/pipe"
            #expect(mkfifo(path, 0o600) == 0)
            let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
            // Open at both ends, so that neither waits for the other.
            let reader = open(path, O_RDWR | O_CLOEXEC)
            #expect(reader >= 0)
            let writer = Thread { try? AtomicFile.write(content, to: path) }
            writer.start()
            var got: [UInt8] = []
            while got.count < content.count {
                var block = [UInt8](repeating: 0, count: 1 << 16)
                let count = read(reader, &block, block.count)
                guard count > 0 else { break }
                got += block[..<count]
            }
            close(reader)
            #expect(got == content)
            #expect(kind("pipe") == S_IFIFO)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names == ["pipe"])
        }
    }

    @Test func aFolderIsNotReplaced() throws {
        try inFolder {
            #expect(throws: AtomicFile.Failure(path: folder, code: EISDIR)) {
                try AtomicFile.write([1], to: folder)
            }
        }
    }

    @Test func aTemporaryFileTakesOnlyAFilesPlace() throws {
        try inFolder {
            #expect(mkfifo(folder + "/pipe", 0o600) == 0)
            let file = try TemporaryFile(beside: folder + "/pipe")
            #expect(throws: TemporaryFile.Failure.write(code: EEXIST)) {
                try file.takePlace(of: folder + "/pipe", isPrivate: true)
            }
            #expect(kind("pipe") == S_IFIFO)
        }
    }

    @Test func oneFileHasOneIdentityUnderAllItsNames() throws {
        try inFolder {
            try AtomicFile.write([1], to: folder + "/a")
            try AtomicFile.write([1], to: folder + "/b")
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/link", withDestinationPath: "a")
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/dangling", withDestinationPath: "new")
            let a = try #require(FileIdentity(folder + "/a"))
            #expect(a == FileIdentity(folder + "/./a"))
            #expect(a == FileIdentity(folder + "/link"))
            #expect(link(folder + "/a", folder + "/hard") == 0)
            #expect(a == FileIdentity(folder + "/hard"))
            #expect(a != FileIdentity(folder + "/b"))
            let new = try #require(FileIdentity(folder + "/new"))
            #expect(new == FileIdentity(folder + "/dangling"))
            #expect(new != FileIdentity(folder + "/newer"))
            #expect(FileIdentity(folder + "/none/new") == nil)
            let descriptor = open(folder + "/a", O_RDONLY)
            #expect(FileIdentity(descriptor: descriptor) == a)
            close(descriptor)
            #expect(FileIdentity("/dev/null") == nil)
        }
    }
}
