import Foundation
import KaldiFiles
import Testing

/// Kaldi's files, coming and going.
@Suite struct KaldiTests {
    /// A workspace with a data directory of recordings of ada and bruno.
    private func directory(
        segments: String? = nil, speakers: String? = nil
    ) throws -> Workspace {
        let workspace = try Workspace()
        try FileManager.default.createDirectory(
            atPath: workspace.path("data"), withIntermediateDirectories: true)
        let recordings = ["ada", "bruno"].flatMap { speaker in
            (1...2).map { "\(speaker)-\($0) \(SyntheticCorpus.probe(speaker, $0))\n" }
        }
        try workspace.write(recordings.joined(), as: "data/wav.scp")
        if let segments { try workspace.write(segments, as: "data/segments") }
        if let speakers { try workspace.write(speakers, as: "data/utt2spk") }
        return workspace
    }

    private func answers(_ run: Run) throws -> [String: Double] {
        Dictionary(
            uniqueKeysWithValues: try run.objects().map {
                ($0["clip"] as? String ?? "", $0["score"] as? Double ?? .nan)
            })
    }

    @Test func utterancesOfADirectoryAreIdentified() throws {
        let workspace = try directory(
            segments: "second ada-2 0 -1\nfirst bruno-1 0 60\ncut ada-1 0.25 2.25\n")
        let gallery = try workspace.gallery()
        let run = try workspace.run("identify", "data", "--gallery", gallery, "--json")
        #expect(run.status == 0)
        let objects = try run.objects()
        #expect(objects.map { $0["clip"] as? String } == ["second", "first", "cut"])
        #expect(objects.map { $0["speaker"] as? String } == ["ada", "bruno", "ada"])
        #expect(objects.last?["duration_seconds"] as? Double == 2)
        let whole = try workspace.run(
            "identify", SyntheticCorpus.probe("ada", 2), SyntheticCorpus.probe("bruno", 1),
            "--gallery", gallery, "--json")
        #expect(
            try whole.objects().map { $0["score"] as? Double }
                == objects.prefix(2).map { $0["score"] as? Double })
    }

    @Test func aDirectoryIsAListOfSpeakers() throws {
        let speakers = "ada-1 ada\nada-2 ada\nbruno-1 bruno\nbruno-2 bruno\n"
        let workspace = try directory(speakers: speakers)
        let run = try workspace.run("enroll", "--list", "data", "--gallery", "g", "--json")
        #expect(run.status == 0)
        let lines = try run.objects()
        #expect(lines.map { $0["speaker"] as? String } == ["ada", "bruno"])
        #expect(lines.map { $0["added"] as? Int } == [2, 2])
        let inspected = try #require(
            try workspace.run("inspect", "data", "--json").objects().first)
        #expect(inspected["kind"] as? String == "Kaldi data directory")
        let facts = try #require(inspected["facts"] as? [String: Any])
        #expect(facts["utterances"] as? Int == 4)
        #expect(facts["speakers"] as? Int == 2)
    }

    @Test func withoutSpeakersNobodyIsEnrolled() throws {
        let workspace = try directory()
        let run = try workspace.run("enroll", "--list", "data", "--gallery", "g")
        #expect(run.status == 66)
        #expect(run.messages.first?.hasPrefix("data/utt2spk: cannot be opened") == true)
    }

    @Test func commandsAreNeverRun() throws {
        let workspace = try directory()
        let command = "touch \(workspace.path("made")) |"
        try workspace.write("a a.wav\nb \(command)\n", as: "data/wav.scp")
        for arguments in [
            ["identify", "data", "--gallery", try workspace.gallery()],
            ["enroll", "--list", "data", "--gallery", "g"], ["inspect", "data"],
            ["features", "data", "--output", "f.ark"],
        ] {
            let run = try workspace.run(arguments)
            #expect(run.status == 65)
            #expect(
                run.messages == [
                    "data/wav.scp:2: expected a plain file, got the command '\(command)', which is "
                        + "not run; run it yourself and name the file that it makes"
                ])
        }
        #expect(!workspace.exists("made"))
    }

    @Test func featuresBecomeAnArchive() throws {
        let workspace = try directory(segments: "z ada-1 0.5 2\na bruno-1 0 1.5\nx ada-1 99 100\n")
        let run = try workspace.run(
            "features", "data", "--features", "kaldi", "--output", "feats.ark", "--json")
        // One utterance is not there, and stops no other.
        #expect(run.status == 65)
        #expect(run.messages.count == 1)
        let line = try #require(try run.objects().first)
        #expect(line["clips"] as? Int == 2)
        #expect(line["refused"] as? Int == 1)
        #expect(line["script"] as? String == "feats.scp")
        // 24,000 samples: 1 + (24000 − 400) / 160 frames.
        var archive = try KaldiArchiveReader(contentsOf: workspace.path("feats.ark"))
        let first = try #require(try archive.next())
        #expect(first.key == "a" && first.frames.rows == 148 && first.frames.columns == 13)
        #expect(try archive.next()?.key == "z")
        #expect(try archive.next() == nil)
        let script = String(decoding: try workspace.bytes("feats.scp"), as: UTF8.self)
        #expect(script.hasPrefix("a feats.ark:2\nz feats.ark:"))

        let clip = SyntheticCorpus.probe("ada", 1)
        for output in ["one.npy", "one.ark", "one.txt"] {
            let run = try workspace.run("features", clip, "--features", "kaldi", "-o", output)
            #expect(run.status == 0)
        }
        let array = try NumPyArray(workspace.bytes("one.npy"))
        for name in ["one.ark", "one.txt"] {
            var archive = try KaldiArchiveReader(contentsOf: workspace.path(name))
            #expect(try archive.next()?.frames.elements == array.values)
        }
        #expect(!workspace.exists("one.txt.scp"))

        for (name, kind) in [
            ("feats.ark", "Kaldi feature archive"), ("one.txt", "Kaldi feature archive"),
            ("feats.scp", "Kaldi feature script"),
        ] {
            let line = try workspace.run("inspect", name, "--json").objects().first
            #expect(line?["kind"] as? String == kind)
        }
        let several = try workspace.run("features", clip, clip, "--output", "f.npy")
        #expect(several.status == 64)
        let twice = try workspace.run("features", clip, clip, "--output", "f.ark")
        #expect(twice.status == 65)
        #expect(twice.messages.first?.contains("a second utterance of that name") == true)
    }

    /// A truncated archive is named with the byte.
    @Test func aBrokenArchiveIsNamed() throws {
        let workspace = try Workspace()
        try workspace.write("one \u{0}BFM \u{4}ab", as: "f.ark")
        let run = try workspace.run("inspect", "f.ark")
        #expect(run.status == 65)
        #expect(
            run.messages == [
                "f.ark: byte 9: expected a number of rows, got the end of the file after 3 bytes"
            ])
    }

    @Test(arguments: ["kaldi", "kaldi-text"])
    func aMixtureGoesToKaldiAndBack(_ format: String) throws {
        let (workspace, _) = try MixtureData.workspace(
            "--covariance", "diagonal", "--standardize")
        let export = try workspace.run(
            "mixture", "export", "m.safetensors", "--output", "final.dubm", "--format", format)
        #expect(export.status == 0)
        #expect(export.output == "final.dubm: 2 components, 2 columns\n")
        #expect(try workspace.bytes("final.dubm").starts(with: [0]) == (format == "kaldi"))
        func score(_ model: String) throws -> [String: Any] {
            let run = try workspace.run("mixture", "score", "d.csv", "--model", model, "--json")
            #expect(run.status == 0)
            return try #require(try run.objects().first)
        }
        let (own, kaldis) = (try score("m.safetensors"), try score("final.dubm"))
        let (first, second) = (
            try #require(own["mean_log_likelihood"] as? Double),
            try #require(kaldis["mean_log_likelihood"] as? Double)
        )
        // Float moves means by 4·10⁻⁶ of a deviation from the likelihood's top, which costs half
        // its square.
        #expect(abs(first - second) < 1e-9)
        #expect(kaldis["parameters"] as? Int == 9)

        let inspected = try workspace.run("inspect", "final.dubm", "--json").objects().first
        #expect(inspected?["kind"] as? String == "Kaldi diagonal Gaussian mixture")
        let shown = try #require(
            try workspace.run("mixture", "inspect", "final.dubm", "--json").objects().first)
        #expect(shown["components"] as? Int == 2)
        #expect(shown["rows"] == nil)
        let table = try workspace.run("mixture", "inspect", "final.dubm")
        #expect(table.lines.last == "data     2 columns")
        let fit = try workspace.run(
            "mixture", "fit", "d.csv", "--from", "final.dubm", "--output", "n.safetensors")
        #expect(fit.status == 0)
        let assigned = try workspace.run("mixture", "assign", "d.csv", "--model", "final.dubm")
        #expect(assigned.status == 0)
        let sample = try workspace.run(
            "mixture", "sample", "--model", "final.dubm", "--count", "3")
        #expect(sample.lines.first == "\"column 1\",\"column 2\"")
        let again = try workspace.run("mixture", "export", "final.dubm", "--output", "b.dubm")
        #expect(again.status == 0)
    }

    @Test func aBackgroundModelIsExportedByStreams() throws {
        let workspace = try Workspace()
        let none = try workspace.run("mixture", "export", "speech-16k", "--output", "f.dubm")
        #expect(none.status == 64)
        #expect(
            none.messages == [
                "--stream: a number from 1 to 4 expected, as many streams as speech-16k has, got none"
            ])
        var weights: Set<[Double]> = []
        for stream in 1...SyntheticCorpus.streamCount {
            let run = try workspace.run(
                "mixture", "export", "speech-16k", "--stream", "\(stream)", "--output", "f.dubm",
                "--json")
            #expect(run.status == 0)
            #expect(try run.objects().first?["columns"] as? Int == 72)
            let mixture = try KaldiMixtureFile.read(workspace.path("f.dubm"))
            #expect(mixture.componentCount == 512)
            weights.insert(mixture.weights)
        }
        #expect(weights.count == SyntheticCorpus.streamCount)
    }

    @Test func whatHasNoDiagonalIsRefused() throws {
        let (full, _) = try MixtureData.workspace()
        let run = try full.run("mixture", "export", "m.safetensors", "--output", "f.dubm")
        #expect(run.status == 65)
        #expect(
            run.messages == [
                "diagonal or spherical covariances expected, got full ones; fit with --covariance "
                    + "diagonal"
            ])
        let (projected, _) = try MixtureData.workspace("--covariance", "diagonal", "--pca", "2")
        let other = try projected.run("mixture", "export", "m.safetensors", "--output", "f.dubm")
        #expect(other.status == 65)
        #expect(other.messages.first?.contains("principal components") == true)
        let stream = try full.run(
            "mixture", "export", "m.safetensors", "--stream", "1", "--output", "f.dubm")
        #expect(stream.status == 64)
        try full.write("\u{0}B<DiagGMM> <WEIGHTS> FV ", as: "broken.dubm")
        let broken = try full.run("mixture", "inspect", "broken.dubm")
        #expect(broken.status == 65)
        #expect(broken.messages.first?.hasPrefix("broken.dubm: byte ") == true)
    }
}
