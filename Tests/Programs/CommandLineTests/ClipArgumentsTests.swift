import KaldiFiles
import TestSupport
import Testing
import Timbre

@testable import TimbreCommand

@Suite struct ClipArgumentsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func aKaldiDataDirectoryIsAList() throws {
        _ = try folder.write("r a/1.wav\ns /data/2.wav\n", as: "wav.scp")
        #expect(KaldiDataDirectory.exists(at: folder.path))
        #expect(!KaldiDataDirectory.exists(at: folder.path("wav.scp")))
        let clips = try ClipArguments.list(folder.path, needsSpeakers: false)
        #expect(clips.map(\.speaker) == ["r", "s"])
        #expect(clips.map(\.clip.name) == ["r", "s"])
        let missing = #expect(throws: KaldiError.self) { try ClipArguments.list(folder.path) }
        #expect(
            missing?.description.hasPrefix("\(folder.path)/utt2spk: cannot be opened") == true)
        _ = try folder.write("r-2 r 1 2\nr-1 r 0 1\n", as: "segments")
        _ = try folder.write("r-1 anna\nr-2 boris\n", as: "utt2spk")
        let parts = try ClipArguments.list(folder.path)
        #expect(parts.map(\.speaker) == ["boris", "anna"])
        #expect(parts.map(\.clip.name) == ["r-2", "r-1"])
    }
}
