import Foundation
import Testing

@Suite struct InspectTests {
    private struct Line: Decodable {
        let file: String
        let kind: String
        let facts: [String: JSONFact]
    }

    private func inspect(_ workspace: Workspace, _ file: String) throws -> [String: JSONFact] {
        let run = try workspace.run("inspect", "--json", file)
        #expect(run.status == 0, "\(run.errors)")
        let line = try JSONDecoder().decode(Line.self, from: Data(run.output.utf8))
        #expect(line.file == file)
        var facts = line.facts
        for key in facts.keys {
            #expect(key.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(key)")
        }
        facts["kind"] = .text(line.kind)
        return facts
    }

    @Test func everyFileOfOursIsKnown() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let facts = try inspect(workspace, gallery)
        #expect(facts["kind"] == "gallery")
        #expect(facts["speakers"] == 12)
        #expect(facts["recordings"] == 36)
        #expect(facts["sample_rate_hertz"] == 16000)

        let clip = SyntheticCorpus.probe("ada", 1)
        let train = try workspace.run(
            "train", "--components", "4", "--iterations", "2", "--checkpoint", "c", "--name",
            "tiny", "--licence", "CC0", "-o", "m.safetensors", clip)
        #expect(train.status == 0)
        let model = try inspect(workspace, "m.safetensors")
        #expect(model["kind"] == "background model")
        #expect(model["background_model"] == "tiny")
        #expect(model["licence"] == "CC0")
        #expect(model["streams"] == .number(Double(SyntheticCorpus.streamCount)))
        #expect(model["components"] == 4)
        #expect(model["dimension"] == 72)
        #expect(model["identity"]?.text?.count == 64)
        for stream in 0..<SyntheticCorpus.streamCount {
            let checkpoint = try inspect(workspace, "c/stream-\(stream).safetensors")
            #expect(checkpoint["kind"] == "checkpoint of a training")
            #expect(checkpoint["components"] == 4)
            #expect(checkpoint["finished"] == true)
        }

        let export = try workspace.run(
            "speakers", "export", "--gallery", gallery, "--file", "e.safetensors", "ada")
        #expect(export.status == 0)
        let exported = try inspect(workspace, "e.safetensors")
        #expect(exported["kind"] == "exported speakers")
        #expect(exported["recordings"] == 3)
        #expect(exported["background_model"] == facts["identity"])
    }

    @Test func aClipIsMeasured() throws {
        let workspace = try Workspace()
        // Half a second each of a quarter of full scale, of nothing, and of full scale.
        let samples = [8192, 0, 32_767].flatMap { [Int16](repeating: $0, count: 4000) }
        try workspace.write(
            SyntheticAudio.wav(samples, sampleRate: 8000), as: "clip.wav")
        let facts = try inspect(workspace, "clip.wav")
        #expect(facts["kind"] == "clip")
        #expect(facts["sample_rate_hertz"] == 8000)
        #expect(facts["channels"] == 1)
        #expect(facts["length_seconds"] == 1.5)
        // 32,767 is 3e-5 short of full scale.
        #expect(abs(try #require(facts["peak"]?.number) - 1) < 1e-4)
        // (0.25 + 0 + 1) / 3, and the third that stands at full scale; JSON keeps all digits.
        #expect(abs(try #require(facts["dc_offset"]?.number) - 1.25 / 3) < 1e-4)
        #expect(abs(try #require(facts["clipped_fraction"]?.number) - 1.0 / 3) < 1e-15)
        #expect(facts["digest"]?.text?.count == 64)
        let table = try workspace.run("inspect", "clip.wav")
        #expect(table.lines.first == "clip.wav:    clip")
    }

    @Test func aMixturesFactsAreNumbersAndTruths() throws {
        let (workspace, _) = try MixtureData.workspace()
        let facts = try inspect(workspace, "m.safetensors")
        #expect(facts["kind"] == "Gaussian mixture")
        #expect(facts["components"] == 2)
        #expect(facts["rows"] == 60)
        #expect(facts["converged"] == true)
        #expect(facts["seed"] == 1)
        let fitted = try workspace.run("mixture", "inspect", "m.safetensors", "--json")
        let object = try #require(try fitted.objects().first)
        for key in ["mean_log_likelihood", "aic", "bic"] {
            // Foundation's two readers of numbers may differ in the last bit.
            let (fact, figure) = (facts[key]?.number, object[key] as? Double)
            #expect(try abs(#require(fact) - #require(figure)) < 1e-9, "\(key)")
        }
        #expect(
            try workspace.run("inspect", "m.safetensors").lines.contains {
                $0.hasPrefix("mean log-likelihood") && $0.wholeMatch(of: /.* -\d+\.\d{6}/) != nil
            })
    }

    /// A pipe gives its bytes only once.
    @Test func aPipeIsInspected() throws {
        let workspace = try Workspace()
        let clip = SyntheticCorpus.probe("ada", 1)
        let file = try inspect(workspace, clip)
        let piped = try workspace.run("inspect", "--json", "-", input: clip)
        #expect(piped.status == 0)
        let facts = try JSONDecoder().decode(Line.self, from: Data(piped.output.utf8)).facts
        #expect(facts == file.filter { $0.key != "kind" })
        #expect(mkfifo(workspace.path("fifo"), 0o600) == 0)
        let (path, bytes) = (
            workspace.path("fifo"), try Data(contentsOf: URL(fileURLWithPath: clip))
        )
        let writer = Thread { try? bytes.write(to: URL(fileURLWithPath: path)) }
        writer.start()
        #expect(try inspect(workspace, "fifo") == file)
    }
}
