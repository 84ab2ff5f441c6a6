import Foundation
import Testing

@Suite struct ForgetTests {
    private static let clips = (1...3).map { SyntheticCorpus.enrollment("ada", $0) }

    /// Afterwards all is as in a gallery that never had the recording, to the last bit, and the
    /// file holds no trace of it.
    @Test(arguments: [true, false]) func aForgottenRecordingWasNeverThere(
        byDigest: Bool
    ) throws {
        let workspace = try Workspace()
        func enroll(_ gallery: String, _ clips: [String]) throws {
            let bruno = SyntheticCorpus.enrollment("bruno", 1)
            let base = ["enroll", "--quiet", "--gallery", gallery]
            #expect(try workspace.run(base + ["bruno", bruno]).status == 0)
            #expect(try workspace.run(base + ["ada"] + clips).status == 0)
        }
        try enroll("never", [Self.clips[0], Self.clips[2]])
        try enroll("forgot", Self.clips)
        func identify(_ gallery: String) throws -> String {
            let probes = [SyntheticCorpus.probe("ada", 1), SyntheticCorpus.probe("mona", 1)]
            return try workspace.run(["identify", "--gallery", gallery, "--json"] + probes).output
        }
        #expect(try identify("never") != identify("forgot"))
        let shown = try workspace.run("speakers", "show", "--gallery", "forgot", "--json", "ada")
        let digest = try #require(shown.objects()[1]["digest"] as? String)
        let word = byDigest ? String(digest.prefix(12)) : Self.clips[1]
        let run = try workspace.run("forget", "--gallery", "forgot", "ada", word)
        #expect(run.status == 0)
        #expect(run.output == "ada: forgot \(Self.clips[1])\n")
        #expect(try identify("never") == identify("forgot"))
        for name in ["forgot", "forgot-wal"] where workspace.exists(name) {
            let bytes = Data(try workspace.bytes(name))
            #expect(bytes.range(of: Data(digest.utf8)) == nil)
            #expect(bytes.range(of: Data(Self.clips[1].utf8)) == nil)
        }
    }

    @Test func whatIsNotThereCannotBeForgotten() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        func forget(_ speaker: String, _ recording: String) throws -> Run {
            try workspace.run("forget", "--gallery", gallery, speaker, recording)
        }
        let recording = try forget("ada", "none.wav")
        #expect(recording.status == 66)
        #expect(
            recording.messages == [
                "ada has no recording none.wav; timbre speakers show ada lists them"
            ])
        #expect(try forget("zeno", Self.clips[0]).status == 66)
        // Another speaker's recording is safe.
        #expect(try forget("bruno", Self.clips[0]).status == 66)
        let json = try workspace.run("forget", "--gallery", gallery, "--json", "ada", Self.clips[0])
        #expect(json.status == 0)
        let line = try object(parsing: json.output)
        #expect(line as? [String: String] == ["speaker": "ada", "forgotten": Self.clips[0]])
    }
}
