import Foundation
@testable import KaldiFiles
import TestSupport
import Testing

@Suite struct KaldiDataDirectoryTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func directory(
        _ recordings: String, segments: String? = nil, speakers: String? = nil, root: String? = nil
    ) throws -> KaldiDataDirectory {
        _ = try folder.write(recordings, as: "wav.scp")
        if let segments { _ = try folder.write(segments, as: "segments") }
        if let speakers { _ = try folder.write(speakers, as: "utt2spk") }
        return try KaldiDataDirectory(folder.path, root: root)
    }

    @Test func recordingsAreUtterances() throws {
        // Paths may hold blanks; lines may end as Windows ends them.
        let directory = try directory(
            "a audio/a one.wav\r\nb   /data/b.flac \r\n", speakers: "a ada\r\nb bruno\r\n",
            root: "r")
        #expect(directory.recordingCount == 2)
        #expect(
            directory.utterances == [
                .init(name: "a", speaker: "ada", file: "r/audio/a one.wav", seconds: nil),
                .init(name: "b", speaker: "bruno", file: "/data/b.flac", seconds: nil),
            ])
        #expect(KaldiDataDirectory.exists(at: folder.path))
        #expect(!KaldiDataDirectory.exists(at: folder.path("wav.scp")))
    }

    @Test func segmentsCutUtterances() throws {
        let directory = try directory(
            "rec a.wav\nrest b.wav\n", segments: "u2 rec 1.5 2\nu1 rec 0 1.25\nu3 rec 2 -1\n")
        #expect(directory.recordingCount == 2)
        #expect(
            directory.utterances == [
                .init(name: "u2", speaker: nil, file: "a.wav", seconds: 1.5..<2),
                .init(name: "u1", speaker: nil, file: "a.wav", seconds: 0..<1.25),
                .init(name: "u3", speaker: nil, file: "a.wav", seconds: 2..<Double.infinity),
            ])
    }

    @Test func commandsAreNotRun() throws {
        let command = "sph2pipe -f wav \(folder.path)/a.sph |"
        let error = #expect(throws: KaldiError.self) {
            try directory("a a.wav\nb \(command)\n")
        }
        #expect(
            error?.description
                == "\(folder.path)/wav.scp:2: expected a plain file, got the command "
                + "'\(command)', which is not run; run it yourself and name the file that it makes")
    }

    @Test(
        arguments: [
            ("", nil, nil, "wav.scp:1: expected recordings, got none"),
            (
                "a a.ark:17\n", nil, nil,
                "wav.scp:1: expected an audio file, got a place in an archive"
            ),
            ("a -\n", nil, nil, "wav.scp:1: expected a file, got standard input"),
            ("a a.wav\na b.wav\n", nil, nil, "wav.scp:2: expected a key once, got 'a' again"),
            (
                "a\u{0}a.wav", nil, nil,
                "wav.scp:1: expected a key, a blank and what it stands for, got 'a\u{FFFD}a.wav'"
            ),
            ("a a.wav\n", "u b 0 1\n", nil, "segments:1: expected a recording of wav.scp, got 'b'"),
            (
                "a a.wav\n", "u a 0 1 1\n", nil,
                "segments:1: expected an utterance, a recording, start and end in seconds, got a channel "
                    + "behind them, which is not read"
            ),
            (
                "a a.wav\n", "u a 2 1\n", nil,
                "segments:1: expected a start from 0 and a later end in seconds, or -1 for the "
                    + "recording's end, got 2 and 1"
            ),
            (
                "a a.wav\n", "u a nan 1\n", nil,
                "segments:1: expected a start from 0 and a later end in seconds, or -1 for the "
                    + "recording's end, got nan and 1"
            ),
            (
                "a a.wav\n", "u a 0 inf\n", nil,
                "segments:1: expected a start from 0 and a later end in seconds, or -1 for the "
                    + "recording's end, got 0 and inf"
            ),
            (
                "a a.wav\n", nil, "a ada lovelace\n",
                "utt2spk:1: expected an utterance and a speaker, got 'ada lovelace'"
            ),
            (
                "a a.wav\nb b.wav\n", nil, "a ada\n",
                "utt2spk:1: expected a speaker of b, got none to the end"
            ),
        ] as [(String, String?, String?, String)])
    func faultsAreNamed(
        _ recordings: String, _ segments: String?, _ speakers: String?, _ message: String
    ) throws {
        let error = #expect(throws: KaldiError.self) {
            try directory(recordings, segments: segments, speakers: speakers)
        }
        #expect(complaint(error)?.replacing(folder.path + "/", with: "") == message)
    }

    @Test func aMissingListIsNamed() {
        #expect(throws: KaldiError.cannotOpen(path: "/nowhere/wav.scp", code: ENOENT)) {
            try KaldiDataDirectory("/nowhere")
        }
    }
}
