import Foundation
import Testing

@Suite struct MetricsTests {
    static let scores = """
        model\tclip\tscore\tlabel\tgender
        a\ta1\t3\ttarget\tf
        a\tb1\t-1\tnontarget\tm
        b\ta1\t-2\tnontarget\tf
        b\tb1\t2\ttarget\tm

        """

    @Test func tableForPeople() throws {
        let workspace = try Workspace()
        try workspace.write(Self.scores, as: "s.tsv")
        let run = try workspace.run("metrics", "s.tsv", "--quiet", "--bootstrap", "0")
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(
            run.lines.first?.split(separator: " ").map(String.init) == [
                "FIGURE", "VALUE", "95", "%", "LOW", "95", "%", "HIGH", "ERRORS", "OVER",
            ])
        #expect(run.lines[1].contains("EER") && run.lines[1].contains("0.00 %"))
        #expect(run.lines.contains { $0.hasPrefix("top-1") && $0.contains("100.00 %") })
    }

    @Test func objectsForPrograms() throws {
        let workspace = try Workspace()
        try workspace.write(Self.scores, as: "s.tsv")
        let run = try workspace.run(
            "metrics", "s.tsv", "--json", "--by", "gender", "--preset", "sre16", "--bootstrap", "20"
        )
        #expect(run.status == 0)
        let objects = try run.objects()
        #expect(objects.count == 3)
        let verification = try #require(objects[0]["verification"] as? [String: Any])
        #expect(verification["eer"] as? Double == 0)
        #expect(verification["eer_high"] as? Double == 0)
        #expect((verification["costs"] as? [Any])?.count == 2)
        #expect(objects[1]["by"] as? String == "gender" && objects[1]["value"] as? String == "f")
        #expect(
            run.messages.contains { $0.hasPrefix("the equal error rate rests on few errors") })
        let speakers = try workspace.run("metrics", "s.tsv", "--json", "--by", "speaker", "-q")
        #expect(try speakers.objects().dropFirst().map { $0["value"] as? String } == ["a", "b"])
    }

    @Test func aPageAndPictures() throws {
        let workspace = try Workspace()
        try workspace.write(Self.scores, as: "a 'b'.tsv")
        let arguments = [
            "metrics", "a 'b'.tsv", "--by", "gender", "--output", "out", "--bootstrap", "9",
            "--json",
            "--quiet",
        ]
        let run = try workspace.run(arguments)
        #expect(run.status == 0)
        let report = String(decoding: try workspace.bytes("out/report.json"), as: UTF8.self)
        #expect(report == run.lines[0] + "\n")
        let page = String(decoding: try workspace.bytes("out/report.html"), as: UTF8.self)
        for text in [
            "<h2>By gender</h2>", "<h1>a &#39;b&#39;.tsv</h1>", "<title>Scores</title>",
            "<pre>timbre metrics &#39;a &#39;\\&#39;&#39;b&#39;\\&#39;&#39;.tsv&#39; --by gender",
        ] { #expect(page.contains(text), "\(text)") }
        #expect(workspace.exists("out/det.svg"))
        #expect(!workspace.exists("out/open-set.svg"))
        // Nobody was confused, and nobody was a stranger.
        #expect(!page.contains("confusion"))
    }

    @Test func aKeyApart() throws {
        let workspace = try Workspace()
        try workspace.write("a a1 3\nb b1 2\na b1 -1\nc a1 0\n", as: "scores")
        try workspace.write("a a1 target\nb b1 target\na b1 nontarget\n", as: "trials")
        let run = try workspace.run("metrics", "scores", "--trials", "trials", "--json")
        #expect(run.status == 0)
        #expect(
            run.messages.contains(
                "scores: 1 score of trials that are not in the key, the first on line 4; left aside"
            ))
    }

    static let faults: [(arguments: [String], status: Int32, message: String)] = [
        (["none"], 66, "none: no such file; check the path"),
        (
            ["s.tsv", "--by", "snr"], 65,
            "s.tsv has no column 'snr'; it has model, clip, score, label, gender"
        ),
        (
            ["bad.tsv"], 65,
            "bad.tsv, line 2: expected a score in column 3, got 'a\tb\tx\ttarget'; correct the line"
        ),
        (
            ["raw"], 65,
            "raw does not say which trials are targets; give the key with --trials"
        ),
    ]

    @Test(arguments: faults)
    func whatIsWrongIsSaid(arguments: [String], status: Int32, message: String) throws {
        let workspace = try Workspace()
        try workspace.write(Self.scores, as: "s.tsv")
        try workspace.write("a\ta\t1\ttarget\na\tb\tx\ttarget\n", as: "bad.tsv")
        try workspace.write("a b 1\n", as: "raw")
        let run = try workspace.run(["metrics"] + arguments)
        #expect(run.status == status)
        #expect(run.output == "")
        #expect(run.messages == [message])
    }

    @Test(arguments: [
        ["--bootstrap", "-1"], ["--p-target", "2"], ["--c-fa", "0"], ["--preset", "sre99"],
        ["--preset", "sre10", "--p-target", "0.5"], ["--format", "csv"], [],
    ]) func usage(arguments: [String]) throws {
        let workspace = try Workspace()
        try workspace.write(Self.scores, as: "s.tsv")
        let run = try workspace.run(
            ["metrics"] + (arguments.isEmpty ? [] : ["s.tsv"]) + arguments)
        #expect(run.status == 64)
        #expect(run.output == "")
    }
}
