import TestSupport
import Foundation
import Testing

/// The ways in which clips come into the program.
@Suite struct ClipInputTests {
    private static let ada = SyntheticCorpus.probe("ada", 1)

    private func answers(_ run: Run) throws -> [(clip: String, speaker: String, score: Double)] {
        try run.objects().map { answer in
            (
                answer["clip"] as? String ?? "", answer["speaker"] as? String ?? "",
                answer["score"] as? Double ?? .nan
            )
        }
    }

    /// One recording, however it is wrapped, has one score: all wrappings hold the same samples.
    @Test func everyWrappingHasTheSameScore() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let base = ["identify", "--gallery", gallery, "--json"]
        let samples = try SyntheticAudio.samples(Self.ada)
        let silence = [Int16](repeating: 0, count: samples.count)
        let wav = try workspace.write(SyntheticAudio.wav(samples), as: "ada.wav")
        try workspace.write(ClipBytes.shorts(samples), as: "ada.raw")
        try workspace.write(
            SyntheticAudio.wav(SyntheticAudio.interleaved(silence, samples), channels: 2),
            as: "right.wav")
        let runs = [
            try workspace.run(base + [Self.ada]),
            try workspace.run(base + ["ada.wav"]),
            try workspace.run(base + ["-"], input: wav),
            try workspace.run(base + ["-"], input: Self.ada),
            try workspace.run(base + ["--raw", "pcm16le:16000:1", "ada.raw"]),
            try workspace.run(base + ["--channel", "2", "right.wav"]),
        ]
        let names = [Self.ada, "ada.wav", "-", "-", "ada.raw", "right.wav"]
        let first = try #require(answers(runs[0]).first)
        for (run, name) in zip(runs, names) {
            let answer = try #require(answers(run).first)
            #expect(run.status == 0)
            #expect(answer.clip == name)
            #expect(answer.speaker == "ada")
            #expect(answer.score == first.score)
        }
        let missing = try workspace.run(base + ["--channel", "3", "right.wav"])
        #expect(missing.status == 65)
        #expect(missing.messages.first?.contains("choose one from 1 to 2") == true)
    }

    @Test func aPipeIsRead() throws {
        let workspace = try Workspace()
        let process = try Program.process(
            ["identify", "--gallery", workspace.gallery(), "--json", "-"], in: workspace.path)
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(
            contentsOf: Data(contentsOf: URL(fileURLWithPath: Self.ada)))
        try input.fileHandleForWriting.close()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(
            try object(parsing: String(decoding: text, as: UTF8.self))["clip"] as? String == "-")
    }

    @Test func foldersAreSearchedInTheOrderOfTheirPaths() throws {
        let workspace = try Workspace()
        let samples = try SyntheticAudio.samples(Self.ada)
        let inner = workspace.path("clips/inner")
        try FileManager.default.createDirectory(
            atPath: inner, withIntermediateDirectories: true)
        for name in ["clips/b.wav", "clips/a.wav", "clips/inner/c.WAV"] {
            try workspace.write(SyntheticAudio.wav(samples), as: name)
        }
        try workspace.write("no clip", as: "clips/notes.txt")
        let run = try workspace.run(
            "identify", "--gallery", workspace.gallery(), "--json", "clips")
        #expect(run.status == 0)
        #expect(
            try answers(run).map(\.clip) == ["clips/a.wav", "clips/b.wav", "clips/inner/c.WAV"])
    }

    @Test func aFolderWithoutAudioStopsNoOther() throws {
        let workspace = try Workspace()
        try FileManager.default.createDirectory(
            atPath: workspace.path("empty"), withIntermediateDirectories: true)
        let run = try workspace.run(
            "identify", "--gallery", workspace.gallery(), "--json", "empty", Self.ada)
        #expect(run.status == 66)
        #expect(try answers(run).map(\.clip) == ["empty", Self.ada])
        #expect(run.messages.first?.hasPrefix("empty: a folder") == true)
    }

    @Test func listsAreRelativeToTheirFolderOrToARoot() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let list = "note\tclip\tspeaker\nx\tclips/ada/probe-1.flac\tada\n"
        try workspace.write(list, as: "list.tsv")
        let base = ["identify", "--gallery", gallery, "--json", "--list", "list.tsv"]
        let rooted = try workspace.run(base + ["--root", SyntheticCorpus.folder])
        #expect(rooted.status == 0)
        #expect(try answers(rooted).map(\.clip) == [Self.ada])
        let unrooted = try workspace.run(base)
        #expect(unrooted.status == 66)
        // Lines that end as on Windows are lines all the same.
        try workspace.write(list.replacing("\n", with: "\r\n"), as: "list.tsv")
        #expect(
            try workspace.run(base + ["--root", SyntheticCorpus.folder]).output == rooted.output)
    }

    @Test func listsThatAreNoneAreRefused() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        try workspace.write("ada a.wav\n", as: "headless.tsv")
        try workspace.write("speaker\tclip\nada\ta.wav\nbruno\n", as: "cut.tsv")
        func status(_ list: String) throws -> Run {
            try workspace.run("identify", "--gallery", gallery, "--list", list)
        }
        let headless = try status("headless.tsv")
        #expect(headless.status == 65)
        #expect(headless.messages.first?.hasPrefix("headless.tsv:1: a header") == true)
        let cut = try status("cut.tsv")
        #expect(cut.status == 65)
        #expect(cut.messages.first?.hasPrefix("cut.tsv:3: ") == true)
        let missing = try status("none.tsv")
        #expect(missing.status == 66)
        #expect(missing.messages == ["none.tsv: no such list, or it cannot be read as text"])
    }

    /// The answers to the first four clips are there while the fifth, standard input, has not
    /// even come.
    @Test func answersComeLineByLine() throws {
        let workspace = try Workspace()
        let clips = [String](repeating: Self.ada, count: 4)
        let process = try Program.process(
            ["identify", "--gallery", workspace.gallery(), "--json", "--threads", "1"] + clips
                + ["-"], in: workspace.path)
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // Reading ends in any case.
        let processIdentifier = process.processIdentifier
        let watchdog = DispatchWorkItem { kill(processIdentifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: watchdog)
        var text = Data()
        while text.count(where: { $0 == UInt8(ascii: "\n") }) < 4 {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            text += more
        }
        #expect(text.count(where: { $0 == UInt8(ascii: "\n") }) == 4)
        #expect(process.isRunning)
        try input.fileHandleForWriting.write(
            contentsOf: Data(contentsOf: URL(fileURLWithPath: Self.ada)))
        try input.fileHandleForWriting.close()
        text += try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        watchdog.cancel()
        #expect(process.terminationStatus == 0)
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        #expect(
            try lines.map { try object(parsing: String($0))["clip"] as? String }
                == clips + ["-"])
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
    func aFolderThatCannotBeReadStopsNoOther() throws {
        let workspace = try Workspace()
        let samples = try SyntheticAudio.samples(Self.ada)
        let closed = workspace.path("clips/b")
        try FileManager.default.createDirectory(
            atPath: closed, withIntermediateDirectories: true)
        for name in ["clips/a.wav", "clips/c.wav"] {
            try workspace.write(SyntheticAudio.wav(samples), as: name)
        }
        chmod(closed, 0)
        defer { chmod(closed, 0o700) }
        let run = try workspace.run(
            "identify", "--gallery", workspace.gallery(), "--json", "clips")
        #expect(run.status == 66)
        #expect(try answers(run).map(\.clip) == ["clips/a.wav", "clips/b", "clips/c.wav"])
        #expect(
            run.messages == [
                "clips/b: cannot be opened: Permission denied; check who may read it"
            ])
    }
}
