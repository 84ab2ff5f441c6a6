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
            try AudioFileSearch.audioFiles(under: folder.path) == expected.map(folder.path))
        #expect(
            try AudioFileSearch.audioFiles(under: folder.path + "/")
                == expected.map(folder.path))
        #expect(try AudioFileSearch.audioFiles(under: folder.path("empty")) == [])
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
            try AudioFileSearch.audioFiles(under: folder.path)
                == ["a/one.wav", "b/two.wav", "linked.wav"].map(folder.path))
    }

    @Test func aFolderThatIsNotThereIsSaid() throws {
        let folder = try TemporaryFolder()
        let missing = folder.path("missing")
        #expect(throws: AudioInputError.noSuchFile(path: missing)) {
            try AudioFileSearch.audioFiles(under: missing)
        }
        let file = try folder.write([])
        #expect(throws: AudioInputError.unreadable(path: file, code: ENOTDIR)) {
            try AudioFileSearch.audioFiles(under: file)
        }
    }

    private func makeFolders(_ names: [String], in folder: TemporaryFolder) throws {
        for name in names {
            try FileManager.default.createDirectory(
                atPath: folder.path(name), withIntermediateDirectories: true)
        }
    }
}
