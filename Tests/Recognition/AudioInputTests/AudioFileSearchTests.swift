import AudioInput
import Foundation
import Testing

@Suite struct AudioFileSearchTests {
    @Test func audioFilesAreFoundAndSorted() throws {
        let folder = try TemporaryFolder()
        try makeFolders(["b/deep", "a", ".hidden", "empty"], in: folder)
        for name in [
            "z.wav", "b/deep/one.FLAC", "b/two.ogg", "a/three.Sph", "B.wav", "b.mp3", "é.wav",
            "notes.txt", "a/.hidden.wav", ".hidden/four.wav", "wav", "b/five.wav.txt",
        ] {
            _ = try folder.write([], as: name)
        }
        let expected = [
            "B.wav", "a/three.Sph", "b.mp3", "b/deep/one.FLAC", "b/two.ogg", "z.wav", "é.wav",
        ]
        #expect(
            try AudioFileSearch.search(folder.path).files == expected.map(folder.path))
        #expect(
            try AudioFileSearch.search(folder.path + "/").files
                == expected.map(folder.path))
        #expect(try AudioFileSearch.search(folder.path("empty")).files == [])
    }

    @Test func linksAreFollowedAndCirclesDoNoHarm() throws {
        let folder = try TemporaryFolder()
        try makeFolders(["a", "b"], in: folder)
        _ = try folder.write([], as: "a/one.wav")
        _ = try folder.write([], as: "b/two.wav")
        for (link, target) in [
            ("a/up", ".."), ("a/self", "."), ("b/other", "../a"), ("b/nowhere.wav", "gone"),
            ("linked.wav", "a/one.wav"),
        ] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path(link), withDestinationPath: target)
        }
        #expect(
            try AudioFileSearch.search(folder.path).files
                == ["a/one.wav", "b/two.wav", "linked.wav"].map(folder.path))
    }

    @Test func aFolderThatIsNotThereIsSaid() throws {
        let folder = try TemporaryFolder()
        let missing = folder.path("missing")
        #expect(throws: AudioInputError.noSuchFile(path: missing)) {
            try AudioFileSearch.search(missing)
        }
        let file = try folder.write([])
        #expect(throws: AudioInputError.unreadable(path: file, code: ENOTDIR)) {
            try AudioFileSearch.search(file)
        }
    }

    private func makeFolders(_ names: [String], in folder: TemporaryFolder) throws {
        for name in names {
            try FileManager.default.createDirectory(
                atPath: folder.path(name), withIntermediateDirectories: true)
        }
    }

    /// Neither a folder whose names cannot be read nor one whose files cannot be reached.
    @Test(
        .enabled(if: geteuid() != 0, "the superuser may read everything"),
        arguments: [0o300, 0o600])
    func aFolderThatCannotBeReadHidesNoOther(rights: Int) throws {
        let folder = try TemporaryFolder()
        try makeFolders(["a", "closed", "z"], in: folder)
        for name in ["a/one.wav", "closed/two.wav", "z/three.wav"] {
            _ = try folder.write([], as: name)
        }
        chmod(folder.path("closed"), mode_t(rights))
        defer { chmod(folder.path("closed"), 0o700) }
        let findings = try AudioFileSearch.search(folder.path)
        #expect(findings.files == ["a/one.wav", "z/three.wav"].map(folder.path))
        #expect(findings.unreadable.map(\.folder) == [folder.path("closed")])
        #expect(
            findings.unreadable.map(\.error)
                == [.unreadable(path: folder.path("closed"), code: EACCES)])
    }
}
