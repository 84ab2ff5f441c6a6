import Foundation
import Testing

@Suite struct CalibrateTests {
    static let keys: Set<String> = [
        "threshold", "wanted_false_alarm_rate", "per", "slope", "offset", "false_alarm_rate",
        "false_alarm_rate_low", "false_alarm_rate_high", "miss_rate", "miss_rate_low",
        "miss_rate_high", "speakers", "clips", "gallery_size", "calibrated_at", "kept",
    ]
    static let ownKeys: Set<String> = [
        "enrolled_speakers", "strangers", "false_alarms", "false_alarm_trials", "misses",
        "miss_trials", "shipped_threshold", "shipped_false_alarm_rate", "shipped_miss_rate",
        "shipped_cllr", "cross_validated_cllr", "min_cllr", "remarks",
    ]

    /// A clip of each speaker, enrolled or not.
    private func list(_ workspace: Workspace, extra: String = "") throws -> String {
        func lines(_ name: String) throws -> [Substring] {
            try String(contentsOfFile: "\(SyntheticCorpus.folder)/\(name).tsv", encoding: .utf8)
                .split(separator: "\n")
        }
        let lists = try lines("probe") + lines("unknown").dropFirst()
        let text = lists.filter { !$0.contains("probe-2") && !$0.contains("probe-3") }
            .joined(separator: "\n")
        return try workspace.write(text + "\n" + extra, as: "known.tsv")
    }

    private func calibrate(_ workspace: Workspace, _ arguments: String...) throws -> Run {
        try workspace.run(
            ["calibrate", "--gallery", "gallery.sqlite", "--root", SyntheticCorpus.folder]
                + arguments)
    }

    @Test func aThresholdIsChosenKeptUsedAndTakenBack() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let list = try list(workspace)
        let clip = SyntheticCorpus.probe("ada", 3)
        func identified() throws -> [String: Any] {
            let run = try workspace.run("identify", "--gallery", gallery, "--json", clip)
            #expect(run.errors == "")
            return try #require(run.objects().first)
        }
        let before = try identified()
        let run = try calibrate(
            workspace, "--list", list, "--false-alarm-rate", "0.1", "--json", "--seed", "3")
        #expect(run.status == 0)
        let line = try #require(run.objects().first)
        #expect(Set(line.keys) == Self.keys.union(Self.ownKeys))
        #expect(line["per"] as? String == "identification")
        #expect(line["kept"] as? Bool == true)
        #expect(line["clips"] as? Int == 15)
        #expect(line["enrolled_speakers"] as? Int == 12)
        #expect(line["strangers"] as? Int == 3)
        #expect(line["miss_trials"] as? Int == 12)
        #expect(line["false_alarm_trials"] as? Int == 15)
        #expect(try #require(line["false_alarms"] as? Int) <= 1)
        for rate in ["miss_rate", "false_alarm_rate"] {
            let value = try #require(line[rate] as? Double)
            #expect(try #require(line[rate + "_low"] as? Double) <= value)
            #expect(try #require(line[rate + "_high"] as? Double) >= value)
        }
        #expect(line["shipped_threshold"] as? Double == before["threshold"] as? Double)
        #expect(run.messages.last == "kept in the gallery; identify and verify use it from now on")

        let threshold = try #require(line["threshold"] as? Double)
        let slope = try #require(line["slope"] as? Double)
        let offset = try #require(line["offset"] as? Double)
        let after = try identified()
        #expect(after["threshold"] as? Double == threshold)
        let score = try #require(before["score"] as? Double)
        let mapped = try #require(after["score"] as? Double)
        // Numbers come back from JSON with all but their last bit.
        #expect(abs(mapped - (slope * score + offset)) < 1e-12 * abs(mapped))
        let claim = try workspace.run("verify", "--gallery", gallery, "--json", "ada", clip)
        #expect(try claim.objects().first?["threshold"] as? Double == threshold)
        let own = try workspace.run(
            "identify", "--gallery", gallery, "--json", "--threshold", "0.25", clip)
        #expect(try own.objects().first?["threshold"] as? Double == 0.25)

        let shown = try calibrate(workspace, "--show", "--json")
        let kept = try #require(shown.objects().first)
        #expect(Set(kept.keys) == Self.keys)
        #expect(kept["threshold"] as? Double == threshold)
        #expect(try calibrate(workspace, "--show").lines.count == 8)
        let inspection = try workspace.run("inspect", "--json", gallery).objects().first
        let facts = try #require(inspection?["facts"] as? [String: Any])
        #expect(facts["calibrated_threshold"] as? Double == threshold)
        let finding = try #require(
            try workspace.run("doctor", "--gallery", gallery, "--json").objects().last)
        #expect(finding["check"] as? String == "calibration")
        #expect(finding["status"] as? String == "ok")
        let speakers = try workspace.run("speakers", "list", "--gallery", gallery)
        #expect(speakers.messages.first?.contains("10 % false alarms per identification") == true)

        let reset = try calibrate(workspace, "--reset")
        #expect(reset.status == 0)
        #expect(try identified()["threshold"] as? Double == before["threshold"] as? Double)
        let none = try calibrate(workspace, "--show", "--json")
        #expect(none.status == 0 && none.output == "")
        #expect(none.messages.first?.contains("keeps no calibration") == true)
    }

    @Test func dryRunsCompareAndKeepNothing() throws {
        let workspace = try Workspace()
        _ = try workspace.gallery()
        let list = try list(workspace)
        let words = [
            "calibrate", "--gallery", "gallery.sqlite", "--root", SyntheticCorpus.folder, "--list",
            list, "--dry-run", "--false-alarm-rate", "0.05", "--false-alarm-rate", "0.2", "--per",
            "comparison", "--per", "identification", "--json",
        ]
        let run = try workspace.run(words + ["--threads", "1"])
        let lines = try run.objects()
        #expect(
            lines.map { $0["per"] as? String }
                == ["comparison", "comparison", "identification", "identification"])
        #expect(lines.map { $0["wanted_false_alarm_rate"] as? Double } == [0.05, 0.2, 0.05, 0.2])
        let thresholds = lines.compactMap { $0["threshold"] as? Double }
        #expect(thresholds[0] >= thresholds[1] && thresholds[2] >= thresholds[3])
        // Somebody among twelve is nearer than one of them.
        #expect(thresholds[2] > thresholds[0])
        #expect(lines.allSatisfy { $0["kept"] as? Bool == false })
        #expect(run.messages.contains { $0.contains("rule of 30") })
        #expect(try calibrate(workspace, "--show").output == "")
        // Nothing but the date may differ.
        let again = try workspace.run(words + ["--threads", "2"])
        func undated(_ run: Run) -> String {
            run.output.replacing(/"calibrated_at":"[^"]*"/, with: "")
        }
        #expect(undated(again) == undated(run))
    }

    @Test func whatIsEnrolledMustNotJudge() throws {
        let workspace = try Workspace()
        _ = try workspace.gallery()
        let list = try list(
            workspace,
            extra: "ada\tclips/ada/enroll-1.flac\nada\tclips/ada/probe-1.flac\n"
                + "bruno\tnone.flac\n")
        let run = try calibrate(
            workspace, "--list", list, "--false-alarm-rate", "0.1", "--dry-run")
        #expect(run.status == 66)
        #expect(run.lines.first?.split(separator: " ").first == "SHIPPED")
        #expect(run.lines.map { $0.prefix(9) }.contains("threshold"))
        let enrolled = SyntheticCorpus.enrollment("ada", 1)
        #expect(
            run.messages.contains {
                $0.hasPrefix("\(enrolled): enrolled for ada as \(enrolled); ")
            })
        #expect(
            run.messages.contains {
                $0.hasPrefix("\(SyntheticCorpus.probe("ada", 1)): the same audio as")
            })
    }

    @Test func aGalleryThatHasGrownIsSaidTo() throws {
        let workspace = try Workspace()
        let clips = ["ada", "bruno"].map { SyntheticCorpus.enrollment($0, 1) }
        for (name, clip) in zip(["ada", "bruno"], clips) {
            #expect(
                try workspace.run("enroll", "--gallery", "gallery.sqlite", name, clip).status == 0)
        }
        let list = try list(workspace)
        #expect(
            try calibrate(workspace, "--list", list, "--false-alarm-rate", "0.1").status == 0)
        let probe = SyntheticCorpus.probe("ada", 3)
        let identify = ["identify", "--gallery", "gallery.sqlite", "--threshold=-100", probe]
        #expect(try workspace.run(identify).messages == [])
        let third = try workspace.run(
            "enroll", "--gallery", "gallery.sqlite", "carlo",
            SyntheticCorpus.enrollment("carlo", 1))
        #expect(third.status == 0)
        let remark =
            "the threshold was calibrated with 2 enrolled, and there are 3 now: expect about 1.5 "
            + "times the false alarms"
        #expect(
            try workspace.run(identify).messages == [remark + "; run timbre calibrate again"])
        let finding = try workspace.run("doctor", "--gallery", "gallery.sqlite", "--json")
            .objects().last
        #expect(finding?["status"] as? String == "warning")
        #expect(finding?["detail"] as? String == remark)
    }

    static let usages: [([String], String)] = [
        (["a.wav"], "give it by --list"),
        ([], "Choose one of --list, --show and --reset."),
        (["--show", "--reset"], "Choose one of --list, --show and --reset."),
        (["--list", "l.tsv"], "Say by --false-alarm-rate"),
        (["--list", "l.tsv", "--false-alarm-rate", "5"], "such as 0.01 for 1 %, got 5.0"),
        (["--list", "l.tsv", "--false-alarm-rate", "nan"], "between 0 and 1 expected"),
        (
            ["--list", "l.tsv", "--false-alarm-rate", "0.1", "--false-alarm-rate", "0.2"],
            "A gallery keeps one threshold"
        ),
        (
            ["--list", "l.tsv", "--false-alarm-rate", "0.1", "--per", "clip"],
            "one of comparison, identification expected, got clip"
        ),
    ]

    @Test(arguments: usages) func wrongUsageSaysWhatIsNeeded(
        arguments: [String], message: String
    ) throws {
        let run = try Workspace().run(["calibrate"] + arguments)
        #expect(run.status == 64)
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    @Test func withoutAGalleryThereIsNothingToCalibrate() throws {
        let workspace = try Workspace()
        try workspace.write("speaker\tclip\n", as: "l.tsv")
        let run = try workspace.run(
            "calibrate", "--gallery", "none", "--list", "l.tsv", "--false-alarm-rate", "0.1")
        #expect(run.status == 66)
        #expect(run.errors.contains("no gallery here yet"))
        _ = try workspace.gallery()
        let empty = try workspace.run(
            "calibrate", "--gallery", "gallery.sqlite", "--list", "l.tsv", "--false-alarm-rate",
            "0.1")
        #expect(empty.status == 65)
        #expect(
            empty.messages == [
                "no clip could be used; give clips of enrolled speakers and of strangers"
            ])
    }
}
