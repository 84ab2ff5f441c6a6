import TestSupport
import Foundation
import Testing

/// `timbre identify --live -`.
@Suite struct LiveTests {
    private static let silence = [Int16](repeating: 0, count: 24_000)

    /// Ada, a second and a half of silence, Bruno.
    private static func conversation() throws -> [Int16] {
        try silence + SyntheticAudio.samples(SyntheticCorpus.probe("ada", 1)) + silence
            + SyntheticAudio.samples(SyntheticCorpus.probe("bruno", 2))
    }

    /// As programs write to pipes: the length is the largest that fits.
    private static func stream(
        _ samples: [Int16], sampleRate: Int = 16_000, channels: Int = 1
    ) -> [UInt8] {
        ClipBytes.wav(
            format: ClipBytes.format(channels: channels, sampleRate: sampleRate),
            data: ClipBytes.shorts(samples), dataSize: 0xFFFF_FFFF, riffSize: 0xFFFF_FFFF)
    }

    private func follow(
        _ bytes: [UInt8], _ options: [String] = [], in workspace: Workspace
    ) throws -> Run {
        let input = try workspace.write(bytes, as: "stream")
        return try workspace.run(
            ["identify", "--live", "--gallery", workspace.gallery(), "--json"] + options + ["-"],
            input: input)
    }

    private func finals(_ run: Run) throws -> [[String: Any]] {
        try run.objects().filter { $0["event"] as? String == "final" }
    }

    @Test func segmentsEndAtSilence() throws {
        let workspace = try Workspace()
        let samples = try Self.conversation()
        let run = try follow(Self.stream(samples), in: workspace)
        #expect(run.status == 0)
        #expect(run.errors == "")
        let objects = try run.objects()
        let running = objects.filter { $0["event"] as? String == "running" }
        #expect(running.count >= 4)
        #expect(Set(running.flatMap(\.keys)).isSuperset(of: ["start_seconds", "end_seconds"]))
        #expect(running.allSatisfy { $0["ending"] == nil })
        let final = try finals(run)
        #expect(final.map { $0["speaker"] as? String } == ["ada", "bruno"])
        #expect(final.map { $0["ending"] as? String } == ["pause", "end"])
        // The very answer that the same seconds get as a clip.
        for answer in final {
            let ends = try ["start_seconds", "end_seconds"].map {
                Int((try #require(answer[$0] as? Double) * 16_000).rounded())
            }
            try workspace.write(
                SyntheticAudio.wav(Array(samples[ends[0]..<ends[1]])), as: "cut.wav")
            let clip = try workspace.run(
                "identify", "--gallery", workspace.gallery(), "--json", "cut.wav")
            let cut = try #require(clip.objects().first)
            #expect(cut["score"] as? Double == answer["score"] as? Double)
            #expect(cut["speech_seconds"] as? Double == answer["speech_seconds"] as? Double)
            #expect(Set(cut.keys).isSubset(of: answer.keys))
        }
    }

    @Test func answersComeWhileTheStreamGoesOnAndAnInterruptEndsIt() throws {
        let workspace = try Workspace()
        let process = try Program.process(
            ["identify", "--live", "--gallery", workspace.gallery(), "--json", "-"],
            in: workspace.path)
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let processIdentifier = process.processIdentifier
        let watchdog = DispatchWorkItem { kill(processIdentifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: watchdog)
        let ada = try SyntheticAudio.samples(SyntheticCorpus.probe("ada", 1))
        try input.fileHandleForWriting.write(
            contentsOf: Data(Self.stream(Self.silence + ada[..<28_000])))
        var text = Data()
        while !text.contains(UInt8(ascii: "\n")) {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            text += more
        }
        #expect(process.isRunning)
        // Speech begins within the clip's first tenths: an answer is there after 1.75 s of it.
        #expect(String(decoding: text, as: UTF8.self).contains("\"event\":\"running\""))
        kill(processIdentifier, SIGINT)
        text += try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        watchdog.cancel()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
        let last = try #require(String(decoding: text, as: UTF8.self).split(separator: "\n").last)
        let final = try object(parsing: String(last))
        #expect(final["event"] as? String == "final")
        #expect(final["ending"] as? String == "end")
        #expect(final["speaker"] as? String == "ada")
    }

    /// Whoever reads the answers may go; so does the program, at its next answer.
    @Test func nobodyIsToldForEver() throws {
        let workspace = try Workspace()
        let process = try Program.process(
            ["identify", "--live", "--gallery", workspace.gallery(), "-"], in: workspace.path)
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = FileHandle(
            forReadingAtPath: try workspace.write(Self.stream(Self.conversation()), as: "stream"))
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        try output.fileHandleForReading.close()
        process.waitUntilExit()
        withExtendedLifetime(input) {}
        #expect(process.terminationReason == .uncaughtSignal || process.terminationStatus == 74)
    }

    @Test func headerlessSamplesAreFollowedToTheirLastWholeOne() throws {
        let workspace = try Workspace()
        let samples = try Self.conversation()
        let wav = try follow(Self.stream(samples), in: workspace)
        let raw = try follow(
            ClipBytes.shorts(samples) + [1], ["--raw", "pcm16le:16000:1"], in: workspace)
        #expect(raw.status == 0)
        #expect(raw.output == wav.output)
        let short = try follow(
            ClipBytes.shorts(samples), ["--raw", "pcm16le:16000:1", "--pause", "10"],
            in: workspace)
        #expect(try finals(short).count == 1)
    }

    @Test func otherRatesAndChannelsAreBroughtDown() throws {
        let workspace = try Workspace()
        let samples = try Self.conversation()
        // Each sample three times is 48 kHz, with images that the resampler takes away.
        let triple = samples.flatMap { sample -> [Int16] in [sample, 0, sample, 0, sample, 0] }
        let run = try follow(
            Self.stream(triple, sampleRate: 48_000, channels: 2), ["--channel", "1"], in: workspace)
        #expect(run.status == 0)
        #expect(try finals(run).map { $0["speaker"] as? String } == ["ada", "bruno"])
        let slow = try follow(Self.stream(samples, sampleRate: 8000), in: workspace)
        #expect(slow.status == 65)
        #expect(slow.messages.first?.contains("telephone-8k") == true)
    }

    @Test func exitCodesAreThoseOfClips() throws {
        let workspace = try Workspace()
        let stranger = try follow(
            Self.stream(Self.conversation()), ["--threshold", "1000"], in: workspace)
        #expect(stranger.status == 1)
        let silent = try follow(Self.stream(Self.silence), in: workspace)
        #expect(silent.status == 65)
        #expect(silent.output == "")
        #expect(silent.messages == ["-: no speech in it that tells a voice"])
        #expect(try follow([], in: workspace).status == 65)
        let text = try follow(Array("hello\n".utf8), in: workspace)
        #expect(text.status == 65)
        #expect(text.messages.first?.hasPrefix("-: a live stream begins with a WAV") == true)
    }

    @Test func theTableHasALinePerAnswer() throws {
        let workspace = try Workspace()
        let input = try workspace.write(Self.stream(Self.conversation()), as: "stream")
        let run = try workspace.run(
            "identify", "--live", "--gallery", workspace.gallery(), "--top", "1", "-",
            input: input)
        #expect(run.lines.first?.hasPrefix("EVENT ") == true)
        let finals = run.lines.filter { $0.hasPrefix("final ") }
        #expect(finals.map { $0.split(separator: " ")[3] } == ["ada", "bruno"])
    }

    @Test(arguments: [
        (["--live", "a.wav"], "--live follows standard input and nothing else; name - alone"),
        (["--live", "-", "--list", "l"], "--live follows standard input and nothing else"),
        (["--pause", "2", "-"], "--pause belongs to --live; leave it out, or say --live"),
        (["--live", "-", "--pause", "0"], "--pause: 0.3 to 60 seconds expected, got 0"),
        (["--live", "-", "--every", "nan"], "--every: 0.1 to 3,600 seconds expected"),
        (["--live", "-", "--longest", "0.5"], "--longest: 1 to 600 seconds expected"),
    ]) func usageIsChecked(arguments: [String], message: String) throws {
        let run = try Workspace().run(["identify"] + arguments)
        #expect(run.status == 64)
        #expect(run.errors.contains(message))
    }
}
