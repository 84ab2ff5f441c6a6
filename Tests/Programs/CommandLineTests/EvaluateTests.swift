import Foundation
import Testing

@Suite struct EvaluateTests {
    private static func keys(_ figures: [String], _ counts: [String]) -> Set<String> {
        Set(figures.flatMap { [$0, "\($0)_low", "\($0)_high"] } + counts)
    }

    static let sections: [String: Set<String>] = [
        "closed_set": keys(["top1", "top5"], ["count"]),
        "verification": keys(
            ["eer", "min_dcf_p01", "min_dcf_p05", "cllr", "min_cllr"], ["targets", "nontargets"]),
        "verification_known_impostors": keys(
            ["eer", "min_dcf_p01", "min_dcf_p05", "cllr", "min_cllr"], ["targets", "nontargets"]),
        "open_set": keys(["fnir_at_fpir_1", "fnir_at_fpir_10"], ["unknown_count"]),
    ]

    private struct Trial {
        let model: Substring
        let clip: Substring
        let score: Double
        let isTarget: Bool
    }

    private func trials(_ text: String) throws -> [Trial] {
        let lines = text.split(separator: "\n")
        try #require(lines.first == "model\tclip\tscore\tlabel")
        return try lines.dropFirst().map { line in
            let fields = line.split(separator: "\t")
            try #require(fields.count == 4)
            try #require(["target", "nontarget"].contains(fields[3]))
            return Trial(
                model: fields[0], clip: fields[1], score: try #require(Double(fields[2])),
                isTarget: fields[3] == "target")
        }
    }

    @Test func theSyntheticCorpusIsEvaluated() throws {
        let workspace = try Workspace()
        let run = try workspace.run(
            "evaluate", SyntheticCorpus.folder, "--json", "--output", "report")
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(run.lines.count == 1)
        let report = try object(parsing: run.output)
        #expect(Set(report.keys) == Set(Self.sections.keys).union(["system"]))
        for (name, keys) in Self.sections {
            let section = try #require(report[name] as? [String: Any])
            #expect(Set(section.keys) == keys)
            for key in keys where section[key + "_low"] != nil {
                let value = try #require(section[key] as? Double)
                let low = try #require(section[key + "_low"] as? Double)
                let high = try #require(section[key + "_high"] as? Double)
                #expect(0 <= low && low <= high)
                if !key.hasSuffix("cllr") { #expect(value <= 1 && high <= 1) }
            }
        }
        let closed = try #require(report["closed_set"] as? [String: Any])
        let verification = try #require(report["verification"] as? [String: Any])
        let open = try #require(report["open_set"] as? [String: Any])
        #expect(closed["count"] as? Int == 36)
        #expect(verification["targets"] as? Int == 36)
        #expect(verification["nontargets"] as? Int == 36 * 11)
        #expect(open["unknown_count"] as? Int == 9)
        #expect(
            String(decoding: try workspace.bytes("report/report.json"), as: UTF8.self)
                == run.output)

        let page = String(decoding: try workspace.bytes("report/report.html"), as: UTF8.self)
        for text in [
            "<h1>synthetic</h1>", "<dd>speech-16k, ", "36 clips of 12 speakers",
            "evaluate \(SyntheticCorpus.folder) --json --output report</pre>",
            "<title>Reliability of answers</title>",
        ] { #expect(page.contains(text), "\(text)") }
        for picture in ["det", "roc", "scores", "cmc", "open-set", "reliability"] {
            #expect(try workspace.bytes("report/\(picture).svg").starts(with: "<svg ".utf8))
        }

        let system = try #require(report["system"] as? [String: Any])
        #expect(
            Set(system.keys) == [
                "program_version", "model", "model_format_version", "model_digest", "scorer",
                "normalization", "others", "cohort", "cohort_voices", "calibrated",
            ])
        #expect(system["model"] as? String == "speech-16k")
        #expect((system["model_digest"] as? String)?.count == 64)
        #expect(system["normalization"] as? String == "t-nearest" && system["others"] as? Int == 3)
        #expect(system["cohort"] as? String == "both" && system["calibrated"] as? Bool == true)
        #expect(system["program_version"] as? String == (try workspace.run("--version").lines[0]))

        // The scores that were written bear out the figures: those of scores.tsv, by any program
        // of metrics; the ranking is that of known impostors. Sums of the same scores may go in
        // another order, and Foundation's reading of JSON may lose the last bit.
        for (file, name) in [
            ("scores", "verification"), ("known-impostors", "verification_known_impostors"),
        ] {
            let metrics = try workspace.run("metrics", "report/\(file).tsv", "--json")
            let measured = try #require(
                try object(parsing: metrics.output)["verification"] as? [String: Any])
            let section = try #require(report[name] as? [String: Any])
            for key in try #require(Self.sections[name])
            where !key.contains("_low") && !key.contains("_high") {
                let (one, other) = (measured[key] as? Double, section[key] as? Double)
                #expect(abs(try #require(one) - (try #require(other))) < 1e-12, "\(key)")
            }
        }
        let scores = try trials(
            String(decoding: workspace.bytes("report/known-impostors.tsv"), as: UTF8.self))
        let unknown = try trials(
            String(decoding: workspace.bytes("report/scores.tsv"), as: UTF8.self))
        #expect(unknown.count == scores.count)
        let both = zip(
            unknown.sorted { ($0.clip, $0.model) < ($1.clip, $1.model) },
            scores.sorted { ($0.clip, $0.model) < ($1.clip, $1.model) })
        // A target's score is one number, written twice.
        #expect(both.allSatisfy { !$0.isTarget || $0.score == $1.score })
        #expect(both.contains { !$0.isTarget && $0.score > $1.score })
        #expect(scores.count == 36 + 36 * 11)
        let strangers = try trials(
            String(decoding: workspace.bytes("report/strangers.tsv"), as: UTF8.self))
        #expect(strangers.count == 9 * 12)
        #expect(strangers.allSatisfy { !$0.isTarget })
        let enrolled = Dictionary(grouping: scores, by: \.clip).values
        #expect(enrolled.count == 36)
        #expect(enrolled.allSatisfy { $0.count == 12 })
        let right = enrolled.count { clip in
            clip.max { $0.score < $1.score }?.isTarget == true
        }
        // Foundation's own reading of JSON may lose the last bit.
        let top1 = try #require(closed["top1"] as? Double)
        #expect(abs(top1 - Double(right) / 36) < 1e-12)
        #expect(right >= 32)
        #expect(scores.count(where: \.isTarget) == 36)
    }

    private func lists(_ workspace: Workspace) throws {
        func write(_ name: String, _ speakers: [String], _ clip: String) throws {
            let lines = speakers.map { "\($0)\tclips/\($0)/\(clip).flac\n" }
            try workspace.write("speaker\tclip\n" + lines.joined(), as: name)
        }
        try write("e.tsv", ["ada", "bruno", "elsa"], "enroll-1")
        try write("p.tsv", ["ada", "bruno", "elsa"], "probe-1")
        try write("u.tsv", ["mona", "nils"], "probe-1")
        try write("b.tsv", ["gwen", "hugo"], "enroll-1")
        try write("x.tsv", ["ada", "ada", "zeno"], "probe-1")
    }

    @Test func otherListsAndABackgroundOfOnesOwn() throws {
        let workspace = try Workspace()
        try lists(workspace)
        let base = [
            "evaluate", SyntheticCorpus.folder, "--enroll", "e.tsv", "--probe", "p.tsv",
            "--background", "b.tsv", "--background-root", SyntheticCorpus.folder, "--components",
            "8", "--iterations", "5",
        ]
        let run = try workspace.run(base + ["--unknown", "u.tsv"])
        #expect(run.status == 0)
        let header = run.lines.first?.split(separator: " ").map(String.init)
        #expect(header == ["FIGURE", "VALUE", "95", "%", "LOW", "95", "%", "HIGH", "OVER"])
        #expect(run.lines.count == 15)
        #expect(run.output.contains("3 clips of 3 speakers"))
        #expect(run.output.contains("3 targets, 6 nontargets"))
        #expect(run.output.contains("2 clips of strangers"))
        #expect(try workspace.run(base + ["--unknown", "u.tsv"]).output == run.output)
    }

    @Test func silenceIsMeasuredBesideSpeech() throws {
        let workspace = try Workspace()
        try lists(workspace)
        let run = try workspace.run(
            "evaluate", SyntheticCorpus.folder, "--enroll", "e.tsv", "--probe", "p.tsv",
            "--background", "b.tsv", "--background-root", SyntheticCorpus.folder, "--components",
            "8", "--iterations", "5", "--silence-control", "--output", "out", "--verbose")
        #expect(run.status == 0)
        let row = try #require(run.lines.first { $0.hasPrefix("top-1 from silence") })
        #expect(row.hasSuffix("chance 33.3 %"))
        #expect(run.errors.contains("from silence alone: top-1 "))
        let report = try object(
            parsing: String(decoding: workspace.bytes("out/report.json"), as: UTF8.self))
        let control = try #require(report["silence_control"] as? [String: Any])
        let count = try #require(control["count"] as? Int)
        let leftOut = try #require(control["left_out"] as? Int)
        #expect(count > 0 && count + leftOut <= 6)
        #expect(row.contains("\(count) clip"))
        let page = String(decoding: try workspace.bytes("out/report.html"), as: UTF8.self)
        #expect(page.contains("<th>top-1 from silence</th>"))
    }

    @Test func clipsThatFailAreNamedOnceAndLeftOut() throws {
        let workspace = try Workspace()
        try lists(workspace)
        let run = try workspace.run(
            "evaluate", SyntheticCorpus.folder, "--enroll", "e.tsv", "--probe", "x.tsv",
            "--unknown", "u.tsv", "--json")
        #expect(run.status == 66)
        #expect(
            run.messages == [
                "\(SyntheticCorpus.folder)/clips/zeno/probe-1.flac: no such file; check the path"
            ])
        let closed = try #require(object(parsing: run.output)["closed_set"] as? [String: Any])
        #expect(closed["count"] as? Int == 2)
    }

    @Test func clipsThatAreNoneAre65() throws {
        let workspace = try Workspace()
        try lists(workspace)
        try workspace.write("hello\n", as: "text.wav")
        try workspace.write(
            "speaker\tclip\nada\tclips/ada/probe-1.flac\nada\t\(workspace.path("text.wav"))\n",
            as: "t.tsv")
        let run = try workspace.run(
            "evaluate", SyntheticCorpus.folder, "--enroll", "e.tsv", "--probe", "t.tsv",
            "--unknown", "u.tsv", "--json")
        #expect(run.status == 65)
        #expect(run.messages.count == 1)
    }

    /// What the small background of another test takes, and more.
    private static func small(_ more: String...) -> [String] {
        [
            "evaluate", SyntheticCorpus.folder, "--enroll", "e.tsv", "--probe", "p.tsv",
            "--unknown", "u.tsv", "--background", "b.tsv", "--background-root",
            SyntheticCorpus.folder, "--components", "8", "--iterations", "5",
        ] + more
    }

    @Test(arguments: ["none", "nearest", "t-nearest", "z", "t", "zt", "s", "adaptive-s"])
    func normalizationsAreChosenByName(name: String) throws {
        let workspace = try Workspace()
        try lists(workspace)
        let run = try workspace.run(
            Self.small("--normalization", name, "--json", "--output", "out")
                + (name == "none" ? [] : ["--cohort", "gallery"]))
        #expect(run.status == 0)
        #expect(run.messages.count { $0.hasPrefix("scores are not calibrated: ") } == 1)
        let report = try object(parsing: run.output)
        let system = try #require(report["system"] as? [String: Any])
        #expect(system["normalization"] as? String == name)
        #expect(system["calibrated"] as? Bool == false)
        #expect(system["cohort"] as? String == (name == "none" ? nil : "gallery"))
        #expect(
            system["others"] as? Int
                == (name.hasSuffix("nearest") ? 3 : name == "adaptive-s" ? 8 : nil))
        for section in ["verification", "verification_known_impostors"] {
            let figures = try #require(report[section] as? [String: Any])
            #expect(figures["cllr"] == nil && figures["min_cllr"] is Double)
        }
        let page = String(decoding: try workspace.bytes("out/report.html"), as: UTF8.self)
        #expect(page.contains("<p class=\"warning\">Scores are not calibrated"))
        #expect(page.contains("<th>EER, known impostors</th>"))
        #expect(page.contains("<dd>\(name)"))
        for absent in ["<th>Cllr", "<th>ECE", "<th>actDCF", "<title>Reliability"] {
            #expect(!page.contains(absent), "\(absent)")
        }
    }

    @Test func aCohortIsListed() throws {
        let workspace = try Workspace()
        try lists(workspace)
        func write(_ name: String, _ speakers: [String]) throws {
            try workspace.write(
                "speaker\tclip\n"
                    + speakers.map { "\($0)\tclips/\($0)/enroll-1.flac\n" }.joined(), as: name)
        }
        try write("c.tsv", ["carlo", "dylan", "farid"])
        let cohort = ["--cohort-root", SyntheticCorpus.folder, "--normalization", "s"]
        let run = try workspace.run(Self.small("--json", "--cohort", "c.tsv") + cohort)
        #expect(run.status == 0)
        let system = try #require(object(parsing: run.output)["system"] as? [String: Any])
        #expect(system["cohort"] as? String == "c.tsv" && system["cohort_voices"] as? Int == 3)

        try write("one.tsv", ["carlo"])
        let one = try workspace.run(Self.small("--cohort", "one.tsv") + cohort)
        #expect(one.status == 0)
        #expect(one.messages.contains { $0.hasPrefix("the cohort has one voice, expected two") })

        try write("ada.tsv", ["carlo", "ada"])
        let overlap = try workspace.run(Self.small("--cohort", "ada.tsv") + cohort)
        #expect(overlap.status == 65)
        #expect(overlap.messages.last?.hasPrefix("ada is both in the cohort and in") == true)
        #expect(try workspace.run(Self.small("--cohort", "none.tsv")).status == 66)
    }

    @Test(arguments: [
        ["--normalization", "x"], ["--nearest", "2"], ["--top-cohort", "4"],
        ["--normalization", "z", "--nearest", "2"], ["--normalization", "s", "--top-cohort", "4"],
        ["--normalization", "nearest", "--nearest", "0"],
        ["--normalization", "adaptive-s", "--top-cohort", "1"],
        ["--normalization", "none", "--cohort", "both"],
        ["--cohort", "both", "--cohort-root", "x"],
        ["--cohort-root", "x"],
    ])
    func normalizationsThatMakeNoSenseAre64(arguments: [String]) throws {
        let run = try Workspace().run(["evaluate", SyntheticCorpus.folder] + arguments)
        #expect(run.status == 64)
        #expect(run.output == "" && run.errors != "")
    }
}
