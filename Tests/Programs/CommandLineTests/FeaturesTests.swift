import Foundation
import Testing

@Suite struct FeaturesTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let preset: String
        let stage: String
        let columns: Int
        /// None where speech activity decides.
        let rows: Int?
        var testDescription: String { "\(preset) \(stage)" }

        init(_ preset: String, _ stage: String, _ rows: Int?, _ columns: Int) {
            self.preset = preset
            self.stage = stage
            self.rows = rows
            self.columns = columns
        }
    }

    // 48,000 samples, frames of 400 every 160: 1 + (48000 − 400) / 160 = 298 whole ones. librosa
    // centres them on the multiples of 160: 1 + 48000 / 160 = 301. python_speech_features pads
    // the last: 1 + ⌈47600 / 160⌉ = 299. A transform of n points has n/2 + 1 bins. The last stage of
    // the presets for speakers has streams of 72 values.
    static let finalColumns = 72 * SyntheticCorpus.streamCount
    static let shapes: [Shape] = [
        .init("speech-16k", "power", 298, 257), .init("speech-16k", "fbank", 298, 30),
        .init("speech-16k", "mfcc", 298, 24), .init("speech-16k", "final", nil, finalColumns),
        .init("telephone-8k", "power", 298, 129), .init("telephone-8k", "fbank", 298, 30),
        .init("telephone-8k", "mfcc", 298, 24), .init("telephone-8k", "final", nil, finalColumns),
        .init("kaldi", "power", 298, 257), .init("kaldi", "fbank", 298, 23),
        .init("kaldi", "mfcc", 298, 13), .init("kaldi", "final", 298, 13),
        .init("librosa", "power", 301, 257), .init("librosa", "fbank", 301, 40),
        .init("librosa", "mfcc", 301, 20), .init("librosa", "final", 301, 20),
        .init("python-speech-features", "power", 299, 257),
        .init("python-speech-features", "fbank", 299, 26),
        .init("python-speech-features", "mfcc", 299, 13),
        .init("python-speech-features", "final", 299, 13),
    ]

    private func features(_ preset: String, _ stage: String?) throws -> (Run, NumPyArray) {
        let workspace = try Workspace()
        var arguments = [
            "features", SyntheticCorpus.featureFixtures + "/clip.wav", "--output", "f.npy",
            "--features", preset, "--json",
        ]
        if let stage { arguments += ["--stage", stage] }
        let run = try workspace.run(arguments)
        try #require(run.status == 0, "\(run.errors)")
        return (run, try NumPyArray(workspace.bytes("f.npy")))
    }

    @Test(arguments: shapes) func everyStageHasItsShape(_ shape: Shape) throws {
        let (run, array) = try features(shape.preset, shape.stage)
        #expect(array.columns == shape.columns)
        if let rows = shape.rows {
            #expect(array.rows == rows)
        } else {
            #expect((1...298).contains(array.rows))
        }
        #expect(array.values.allSatisfy { $0.isFinite })
        let line = try object(parsing: run.output)
        #expect(Set(line.keys) == ["output", "stage", "frames", "columns"])
        #expect(line["frames"] as? Int == array.rows)
        #expect(line["columns"] as? Int == array.columns)
        #expect(line["stage"] as? String == shape.stage)
    }

    @Test func theLastStageIsTheDefault() throws {
        let (plain, final) = (try features("kaldi", nil).1, try features("kaldi", "final").1)
        #expect(plain.values == final.values)
    }

    struct Reference: Sendable, CustomTestStringConvertible {
        let preset: String
        let table: String
        let tolerance: Float
        var testDescription: String { table }
    }

    // Single precision leaves 1e-3 of cepstra from the quietest bands; a lifter of up to 12
    // makes 1e-2 of it.
    static let references: [Reference] = [
        .init(preset: "kaldi", table: "gold64_kaldi_mfcc13_c0", tolerance: 1e-2),
        .init(preset: "kaldi", table: "knf_mfcc13_c0", tolerance: 1e-2),
        .init(preset: "librosa", table: "librosa_mfcc20_slaney", tolerance: 1e-3),
        .init(preset: "python-speech-features", table: "psf_mfcc13_defaults", tolerance: 1e-3),
    ]

    @Test(arguments: references) func cepstraAreThoseOfOtherPrograms(_ case: Reference) throws {
        let array = try features(`case`.preset, "mfcc").1
        let text = try String(
            contentsOfFile: "\(SyntheticCorpus.featureFixtures)/\(`case`.table).csv",
            encoding: .utf8)
        let rows = text.split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",").compactMap { Float($0) } }
        try #require(rows.count == array.rows)
        #expect(rows.allSatisfy { $0.count == array.columns })
        let distances = zip(rows.joined(), array.values).map { abs($0 - $1) }
        #expect(distances.allSatisfy { $0 <= `case`.tolerance }, "\(distances.max() ?? 0)")
    }

    @Test func aConfigurationFileIsTaken() throws {
        let workspace = try Workspace()
        try workspace.write(#"{"preset": "kaldi", "cepstra": {"count": 5}}"#, as: "own.json")
        let run = try workspace.run(
            "features", SyntheticCorpus.featureFixtures + "/clip.wav", "-o", "f.npy",
            "--features", "own.json", "--stage", "mfcc")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output == "f.npy: 298 frames × 5 values\n")
        #expect(try NumPyArray(workspace.bytes("f.npy")).columns == 5)
    }

    @Test func wrongWordsAreUsageErrors() throws {
        let workspace = try Workspace()
        let clip = SyntheticCorpus.featureFixtures + "/clip.wav"
        let stage = try workspace.run("features", clip, "-o", "f.npy", "--stage", "cepstra")
        #expect(stage.status == 64)
        #expect(stage.errors.contains("power, fbank, mfcc, final"))
        let preset = try workspace.run("features", clip, "-o", "f.npy", "--features", "htk")
        #expect(preset.status == 64)
        #expect(preset.errors.contains("kaldi, librosa, python-speech-features, speech-16k"))
        #expect(try workspace.run("features", clip, "-o", "no/f.npy").status == 73)
        #expect(try workspace.run("features", "no.wav", "-o", "f.npy").status == 66)
        #expect(!workspace.exists("f.npy"))
    }

    @Test func aWrongConfigurationFileIsNamed() throws {
        let workspace = try Workspace()
        try workspace.write(#"{"preset": "kaldi", "noses": 1}"#, as: "own.json")
        let clip = SyntheticCorpus.featureFixtures + "/clip.wav"
        let run = try workspace.run("features", clip, "-o", "f.npy", "--features", "own.json")
        #expect(run.status == 64)
        #expect(
            run.messages == [
                "own.json: front-end configuration: there is no key noses; "
                    + "remove it or check its spelling"
            ])
    }
}
