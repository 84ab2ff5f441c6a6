import Foundation
import Testing

@Suite struct AdaptBackgroundTests {
    private static let clips = ["carlo", "dylan"].flatMap { speaker in
        (1...2).map { SyntheticCorpus.enrollment(speaker, $0) }
    }
    private static let reminder =
        "threshold and calibration were learnt for small; learn new ones by timbre calibrate"

    /// A small model of other speakers, marked as calibrated or not.
    private static let models = Result {
        let workspace = try Workspace()
        let clips = ["ada", "bruno", "elsa", "farid"].flatMap { speaker in
            (1...3).map { SyntheticCorpus.enrollment(speaker, $0) }
        }
        let run = try workspace.run(
            ["train", "--components", "8", "--name", "small", "--iterations", "3", "-o", "m"]
                + clips)
        guard run.status == 0 else { throw SyntheticCorpus.CannotEnroll(run: run) }
        return try workspace.bytes("m")
    }

    private func workspace() throws -> Workspace {
        let workspace = try Workspace()
        try workspace.write(Self.models.get(), as: "small.safetensors")
        return workspace
    }

    private func adapt(_ workspace: Workspace, _ arguments: [String]) throws -> Run {
        try workspace.run(["adapt-background", "--model", "small.safetensors"] + arguments)
    }

    @Test func threadsDoNotChangeTheModel() throws {
        let workspace = try workspace()
        for threads in ["1", "2"] {
            let run = try adapt(
                workspace,
                ["--threads", threads, "-o", threads, "--name", "own", "--json"] + Self.clips)
            #expect(run.status == 0, "\(run.errors)")
            let line = try object(parsing: run.output)
            #expect(
                Set(line.keys) == [
                    "model", "identity", "adapted_from", "streams", "components", "clips",
                    "refused", "speech_seconds", "frames_per_component", "threshold", "calibrated",
                ])
            #expect(line["streams"] as? Int == SyntheticCorpus.streamCount)
            #expect(line["components"] as? Int == 8)
            #expect(line["clips"] as? Int == 4)
            #expect(line["refused"] as? Int == 0)
            let speech = try #require(line["speech_seconds"] as? Double)
            #expect(speech > 5 && speech < 60)
            #expect(line["adapted_from"] as? String != line["identity"] as? String)
        }
        #expect(try workspace.bytes("1") == workspace.bytes("2"))
        #expect(try workspace.bytes("1") != workspace.bytes("small.safetensors"))
        let parameters = ["--adapt", "means,weights,variances"]
        let all = try adapt(workspace, ["-o", "all", "--name", "own"] + parameters + Self.clips)
        #expect(all.status == 0)
        #expect(try workspace.bytes("all") != workspace.bytes("1"))
    }

    @Test func theModelTellsWhereItComesFrom() throws {
        let workspace = try workspace()
        let run = try adapt(workspace, ["-o", "own.safetensors"] + Self.clips)
        #expect(run.status == 0)
        let pattern =
            /own\.safetensors: means of small adapted to 4 clips, \d+\.\d s of speech\n/
        #expect(run.output.wholeMatch(of: pattern) != nil)
        let inspected = try workspace.run("inspect", "--json", "own.safetensors")
        let facts = try #require(
            object(parsing: inspected.output)["facts"] as? [String: Any])
        let original = try workspace.run("inspect", "--json", "small.safetensors")
        let old = try #require(object(parsing: original.output)["facts"] as? [String: Any])
        #expect(facts["background_model"] as? String == "own")
        #expect(
            facts["adapted_from"] as? String == "small " + (old["identity"] as? String ?? "?"))
        #expect((facts["adapted_on"] as? String)?.hasPrefix("4 clips, ") == true)
        #expect((facts["adapted_by"] as? String)?.hasPrefix("means, relevance factor ") == true)
        for key in ["front_end", "threshold", "streams", "components"] {
            #expect("\(facts[key] ?? "?")" == "\(old[key] ?? "")", "\(key)")
        }
        // What scores mean was learnt for the other one, if at all.
        let isCalibrated = old["calibrated"] as? Bool == true
        #expect(run.messages.contains(Self.reminder) == isCalibrated)
        #expect(run.messages.contains { $0.contains("are guesses") } != isCalibrated)
    }

    @Test func theModelServesAGallery() throws {
        let workspace = try workspace()
        #expect(try adapt(workspace, ["-o", "own.safetensors"] + Self.clips).status == 0)
        for speaker in ["ada", "bruno"] {
            let run = try workspace.run(
                "enroll", "--gallery", "g", "--model", "own.safetensors", speaker,
                SyntheticCorpus.enrollment(speaker, 1))
            #expect(run.status == 0)
        }
        let run = try workspace.run(
            "identify", "--gallery", "g", "--json", "--closed-set",
            SyntheticCorpus.probe("ada", 1), SyntheticCorpus.probe("bruno", 1))
        #expect(try run.objects().map { $0["speaker"] as? String } == ["ada", "bruno"])
    }

    @Test func aListNeedsNoSpeakers() throws {
        let workspace = try workspace()
        try workspace.write(
            "clip\n" + Self.clips.joined(separator: "\n") + "\n", as: "clips.tsv")
        let run = try adapt(workspace, ["-o", "listed", "--name", "x", "--list", "clips.tsv"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(try adapt(workspace, ["-o", "named", "--name", "x"] + Self.clips).status == 0)
        #expect(try workspace.bytes("listed") == workspace.bytes("named"))
    }

    /// A relevance factor that no component's frames reach is told with what would reach it.
    @Test func littleSpeechIsTold() throws {
        let workspace = try workspace()
        let run = try adapt(
            workspace, ["-o", "m", "--relevance-factor", "1e6"] + Self.clips)
        #expect(run.status == 0)
        let pattern = #/(\d+\.\d) s of speech are little: a component saw (\d+\.\d) frames on .*/#
            .dotMatchesNewlines()
        let message = try #require(run.messages.first { $0.contains("are little") })
        let match = try #require(message.wholeMatch(of: pattern))
        let (seconds, frames) = (Double(match.1) ?? 0, Double(match.2) ?? 0)
        #expect(message.contains("the relevance factor of 1000000.0"))
        let wanted = try #require(message.firstMatch(of: /(\d+) s would weigh as much/))
        // The seconds and frames that are shown are rounded.
        #expect(abs((Double(wanted.1) ?? 0) * frames / seconds / 1e6 - 1) < 0.02)
        let plenty = try adapt(workspace, ["-o", "m", "--relevance-factor", "1"] + Self.clips)
        #expect(!plenty.messages.contains { $0.contains("are little") })
    }

    @Test func unusableClipsAreLeftOut() throws {
        let workspace = try workspace()
        try workspace.write("hello\n", as: "text.wav")
        let some = try adapt(
            workspace, ["-o", "some", "--name", "x", "--json", "text.wav"] + Self.clips)
        #expect(some.status == 65)
        #expect(try object(parsing: some.output)["refused"] as? Int == 1)
        #expect(some.messages.first?.hasPrefix("text.wav: ") == true)
        #expect(try adapt(workspace, ["-o", "all", "--name", "x"] + Self.clips).status == 0)
        #expect(try workspace.bytes("some") == workspace.bytes("all"))
        let none = try adapt(workspace, ["-o", "none", "text.wav"])
        #expect(none.status == 65)
        #expect(
            none.messages.last
                == "0 frames of speech, noisy copies included, are too few to adapt 8 components "
                + "to; give more clips, a minute of speech or more in all")
        #expect(!workspace.exists("none"))
        let gone = try workspace.run("adapt-background", "--model", "gone", "-o", "m", "a")
        #expect(gone.status == 66)
        let nowhere = try adapt(workspace, ["-o", "no/such/m"] + Self.clips)
        #expect(nowhere.status == 73)
    }
}
