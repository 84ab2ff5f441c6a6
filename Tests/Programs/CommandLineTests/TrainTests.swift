import Foundation
import NumericCore
import Testing

@Suite struct TrainTests {
    private static let clips = ["ada", "bruno"].flatMap { speaker in
        (1...2).map { SyntheticCorpus.enrollment(speaker, $0) }
    }
    // Binary splitting, the default, draws nothing, so no seed would change it.
    private static let base = [
        "train", "--components", "8", "--name", "small", "--start", "k-means++",
    ]

    @Test func threadsDoNotChangeTheModel() throws {
        let workspace = try Workspace()
        for threads in ["1", "2"] {
            let run = try workspace.run(
                Self.base + ["--threads", threads, "-o", threads, "--json"] + Self.clips)
            #expect(run.status == 0)
            #expect(run.messages.count == 1)
            #expect(run.messages.first?.contains("too few clips to learn what scores mean") == true)
            let line = try object(parsing: run.output)
            #expect(
                Set(line.keys) == [
                    "model", "identity", "streams", "components", "iterations", "converged",
                    "mean_log_likelihoods", "reseeded", "clips", "refused", "threshold",
                    "calibrated",
                ])
            #expect(line["streams"] as? Int == SyntheticCorpus.streamCount)
            let likelihoods = line["mean_log_likelihoods"] as? [Double]
            #expect(likelihoods?.count == SyntheticCorpus.streamCount)
            #expect(line["components"] as? Int == 8)
            #expect(line["clips"] as? Int == 4)
        }
        #expect(try workspace.bytes("1") == workspace.bytes("2"))
        let other = try workspace.run(Self.base + ["--seed", "2", "-o", "3"] + Self.clips)
        #expect(other.status == 0)
        #expect(try workspace.bytes("3") != workspace.bytes("1"))
    }

    /// Killed ten times, each time somewhere else, and resumed, the training ends with the bytes
    /// of one that nobody disturbed.
    @Test func aKilledTrainingEndsWithTheSameBytes() throws {
        let workspace = try Workspace()
        let start = Date()
        #expect(try workspace.run(Self.base + ["-o", "whole"] + Self.clips).status == 0)
        let duration = Date().timeIntervalSince(start)
        let resumed = Self.base + ["-o", "resumed", "--checkpoint", "state"] + Self.clips
        // The first is killed when it has kept something, the others at any time.
        try kill(resumed, in: workspace) { workspace.exists("state/stream-0.safetensors") }
        var generator = SeededGenerator(seed: 7)
        for _ in 1..<10 {
            let end = Date().addingTimeInterval(duration * generator.uniform())
            try kill(resumed, in: workspace) { Date() >= end }
        }
        let last = try workspace.run(resumed + ["--verbose"])
        #expect(last.status == 0, "\(last.errors)")
        let first = try #require(
            last.messages.first?.firstMatch(of: /^stream 1 of \d+, iteration (\d+),/))
        #expect(try #require(Int(first.1)) >= 1)
        #expect(try workspace.bytes("resumed") == workspace.bytes("whole"))
        // One that was finished, and killed before it wrote its model, has only that to do.
        try FileManager.default.removeItem(atPath: workspace.path("resumed"))
        #expect(try workspace.run(resumed).status == 0)
        #expect(try workspace.bytes("resumed") == workspace.bytes("whole"))
    }

    /// Starts the program and kills it as soon as the condition holds, unless it has ended.
    private func kill(
        _ arguments: [String], in workspace: Workspace, when condition: () -> Bool
    ) throws {
        let process = try Program.process(arguments, in: workspace.path)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning && !condition() { usleep(1000) }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    @Test func aCheckpointIsBoundToClipsAndOptions() throws {
        let workspace = try Workspace()
        let keeping = Self.base + ["-o", "m", "--checkpoint", "state", "--iterations", "3"]
        #expect(try workspace.run(keeping + Self.clips).status == 0)
        try FileManager.default.removeItem(atPath: workspace.path("m"))
        let strangers = [
            keeping + Self.clips + ["--components", "9"], keeping + Self.clips + ["--seed", "2"],
            keeping + Self.clips.dropLast(),
        ]
        for arguments in strangers {
            let run = try workspace.run(arguments)
            #expect(run.status == 65)
            #expect(
                run.messages.last
                    == "state/stream-0.safetensors: this checkpoint was made from other data "
                    + "or other options; repeat the command that began it, or choose another "
                    + "place")
            #expect(!workspace.exists("m"))
        }
    }

    @Test func theModelServesAGallery() throws {
        let workspace = try Workspace()
        let train = Self.base + ["-o", "m.safetensors", "--iterations", "5"] + Self.clips
        let trained = try workspace.run(train)
        #expect(trained.status == 0)
        #expect(
            trained.output
                == "m.safetensors: \(SyntheticCorpus.streamCount) × 8 components from 4 clips, "
                + "\(5 * SyntheticCorpus.streamCount) iterations, not yet converged\n"
        )
        for speaker in ["ada", "bruno"] {
            let run = try workspace.run(
                "enroll", "--gallery", "g", "--model", "m.safetensors", speaker,
                SyntheticCorpus.enrollment(speaker, 1))
            #expect(run.status == 0)
        }
        let run = try workspace.run(
            "identify", "--gallery", "g", "--json", "--closed-set",
            SyntheticCorpus.probe("ada", 1), SyntheticCorpus.probe("bruno", 1))
        #expect(run.status == 0)
        #expect(try run.objects().map { $0["speaker"] as? String } == ["ada", "bruno"])
    }

    @Test func unusableClipsAreLeftOut() throws {
        let workspace = try Workspace()
        try workspace.write("hello\n", as: "text.wav")
        let arguments = Self.base + ["--iterations", "1", "--json"]
        let run = try workspace.run(arguments + ["-o", "some", "text.wav"] + Self.clips)
        #expect(run.status == 65)
        #expect(try object(parsing: run.output)["refused"] as? Int == 1)
        #expect(run.messages.count == 2)
        #expect(run.messages.first?.hasPrefix("text.wav: ") == true)
        let missing = try workspace.run(arguments + ["-o", "more", "none.wav"] + Self.clips)
        #expect(missing.status == 66)
        // A clip that was left out has no part in the model.
        #expect(try workspace.bytes("some") == workspace.bytes("more"))
        let none = try workspace.run(arguments + ["-o", "none", "text.wav"])
        #expect(none.status == 65)
        #expect(none.messages.last?.hasPrefix("0 rows are too few for 8 components") == true)
        #expect(!workspace.exists("none"))
    }
}
