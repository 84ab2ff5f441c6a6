import Foundation
import Testing

@testable import FileStorage

@Suite struct TemporaryFileTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("temporary-file-tests-\(UUID().uuidString)").path

    private func inFolder(_ body: () throws -> Void) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body()
    }

    private func contents() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test func bytesAreAppendedOverwrittenAndReadBack() throws {
        let file = try TemporaryFile(prefix: "timbre-test")
        #expect(file.path == nil)
        try file.append([1, 2, 3])
        try file.append([4])
        try file.overwrite([9, 8], at: 1)
        var bytes = [UInt8](repeating: 0, count: 3)
        try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 1) }
        #expect(bytes == [9, 8, 4])
        #expect(throws: TemporaryFile.Failure.read(code: EIO)) {
            try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 2) }
        }
    }

    @Test func startedProgramsDoNotInheritIt() throws {
        let file = try TemporaryFile(prefix: "timbre-test")
        #expect(fcntl(file.descriptor, F_GETFD) & FD_CLOEXEC != 0)
        withExtendedLifetime(file) {}
    }

    @Test func itIsGoneWithItsOwner() throws {
        try inFolder {
            do {
                let file = try TemporaryFile(beside: folder + "/a")
                #expect(try contents().count == 1)
                #expect(file.path?.hasPrefix(folder + "/a.") == true)
            }
            #expect(try contents() == [])
        }
    }

    @Test func onlyAFreePlaceIsTaken() throws {
        try inFolder {
            let path = folder + "/a"
            for (bytes, isFree) in [([UInt8](repeating: 1, count: 3), true), ([2], false)] {
                let file = try TemporaryFile(beside: path)
                try file.append(bytes)
                #expect(try file.takeFreePlace(of: path) == isFree)
            }
            #expect(try contents() == ["a"])
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1, 1, 1]))
        }
    }

    /// The way that serves file systems without links.
    @Test func aPlaceIsClaimedAndTaken() throws {
        try inFolder {
            let path = folder + "/a"
            for (byte, isFree) in [(UInt8(1), true), (2, false)] {
                let file = try TemporaryFile(beside: path)
                try file.append([byte])
                let own = try #require(file.path)
                #expect(try file.renameFile(own, path) == isFree)
            }
            #expect(try contents() == ["a"])
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1]))
        }
    }

    @Test func aFolderThatIsNotThereIsNamed() {
        let error = TemporaryFile.Failure.create(folder: "/no/such/folder", code: ENOENT)
        #expect(throws: error) { try TemporaryFile(beside: "/no/such/folder/a") }
        #expect(
            "\(error)" == "cannot make a temporary file in /no/such/folder: No such file or "
                + "directory; set TMPDIR to a folder that can be written")
    }

    @Test func aFileWithoutANameTakesNoPlace() throws {
        let file = try TemporaryFile(prefix: "timbre-test")
        #expect(throws: TemporaryFile.Failure.write(code: EINVAL)) {
            try file.takePlace(of: folder + "/a", isPrivate: true)
        }
    }
}
