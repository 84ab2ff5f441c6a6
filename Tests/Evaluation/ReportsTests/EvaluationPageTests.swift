import Reports
import Foundation
import ScoreEvaluation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct EvaluationPageTests {
    /// What a name or message from outside may hold.
    static let hostile = "<script>alert(\"1\")</script> & 'b'\u{0}\u{202E}"

    /// Speakers a, b and c, clip by clip; c1 is taken for a, s is a stranger.
    static func outcomes(_ names: [String] = ["a", "b", "c"]) throws -> [IdentificationOutcome] {
        func outcome(
            _ clip: String, _ speaker: TrueSpeaker, _ scores: [Double], _ probability: Double?
        ) throws -> IdentificationOutcome {
            try IdentificationOutcome(
                clip: clip, speaker: speaker,
                candidates: zip(names, scores).map { Candidate(speaker: $0, score: $1) },
                answerProbability: probability)
        }
        return [
            try outcome("a1", .enrolled(names[0]), [5, -1, -2], 0.9),
            try outcome("a2", .enrolled(names[0]), [3, 0, -3], 0.9),
            try outcome("b1", .enrolled(names[1]), [-2, 4, 1], 0.8),
            try outcome("c1", .enrolled(names[2]), [2, -1, 1], 0.6),
            try outcome("s1", .stranger("s"), [0, -4, -5], 0.3),
        ]
    }

    static func page(_ outcomes: [IdentificationOutcome]) throws -> EvaluationPage {
        let report = try MetricsReport(outcomes, bootstrap: SpeakerBootstrap(replicates: 20))
        return try EvaluationPage(
            title: "Three voices", figures: report.namedFigures(speakers: 3),
            scores: EvaluationScores(outcomes))
    }

    /// The page without its doctype and with its void elements closed is XML.
    static func isWellFormed(_ html: String) -> Bool {
        let xml =
            html.replacingOccurrences(of: "<!DOCTYPE html>\n", with: "")
            .replacing(/<meta ([^>]*)>/) { "<meta \($0.1)/>" }
        return XMLParser(data: Data(xml.utf8)).parse()
    }

    @Test func showsFiguresPicturesAndOrigin() throws {
        var page = try Self.page(Self.outcomes())
        page.facts = [("Background model", "speech-16k")]
        page.command = "timbre evaluate corpus"
        page.refusals = ["x.wav: no speech in it"]
        page.warnings = ["Mind the hum."]
        let html = page.html()
        #expect(Self.isWellFormed(html))
        #expect(html == page.html())
        // Three of four clips are right.
        #expect(html.contains("top-1 75.00 %"))
        #expect(
            html.contains(
                "<th>top-1</th><td class=\"number\">75.00 %</td><td class=\"number\">"))
        for text in [
            "<title>Three voices</title>", "<dd>speech-16k</dd>",
            "<pre>timbre evaluate corpus</pre>", "<li>x.wav: no speech in it</li>",
            "<p class=\"warning\">Mind the hum.</p>", "One clip could not be used",
            "<th>c</th><td>a</td><td class=\"number\">1</td><td class=\"number\">1</td>",
        ] { #expect(html.contains(text), "\(text)") }
        for title in [
            "Detection error trade-off", "Scores", "Cumulative match characteristic",
            "Open-set identification", "Reliability of verification", "Reliability of answers",
            "Receiver operating characteristic", "Confusion between speakers",
        ] { #expect(html.contains("<title>\(title)</title>"), "\(title)") }
    }

    @Test func needsNothingFromElsewhere() throws {
        let html = try Self.page(Self.outcomes()).html()
        #expect(html.contains("default-src 'none'"))
        let addresses = html.matches(of: /https?:\/\/[^"]*/).map { String($0.output) }
        #expect(Set(addresses) == ["http://www.w3.org/2000/svg"])
        for word in ["<script", "<link", "<img", "@import", "url(", " src=", " href="] {
            #expect(!html.contains(word), "\(word)")
        }
    }

    @Test func whatComesFromOutsideIsEscaped() throws {
        let names = [Self.hostile + "1", Self.hostile + "2", Self.hostile + "3"]
        var page = try Self.page(Self.outcomes(names))
        page.title = Self.hostile
        page.facts = [(Self.hostile, Self.hostile)]
        page.command = Self.hostile
        page.refusals = [Self.hostile]
        page.warnings = [Self.hostile]
        page.tables.append(
            PageTable(
                Self.hostile, caption: Self.hostile, header: [Self.hostile],
                rows: [[Self.hostile]]))
        let html = page.html()
        #expect(Self.isWellFormed(html))
        #expect(!html.contains("<script"))
        #expect(!html.contains("\u{202E}") && !html.contains("\u{0}"))
        #expect(
            html.contains(
                "<h1>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;b&#39;"
                    + "\u{FFFD}\u{FFFD}</h1>"))
    }

    @Test func withoutTrialsThereAreFewerPictures() throws {
        let outcome = try IdentificationOutcome(
            clip: "a1", speaker: .enrolled("a"), candidates: [Candidate(speaker: "a", score: 1)])
        let report = try EvaluationReport([outcome], bootstrap: SpeakerBootstrap(replicates: 5))
        let page = try EvaluationPage(
            title: "", figures: report.namedFigures(speakers: 1),
            scores: EvaluationScores([outcome]))
        #expect(page.pictures.isEmpty)
        #expect(Self.isWellFormed(page.html()))
        #expect(Self.isWellFormed(EvaluationPage(title: "").html()))
    }

    /// Scores that are no log-likelihood ratios lose the figures and pictures that take them for
    /// such, and only these.
    @Test func uncalibratedScoresHaveFewerFigures() throws {
        let outcomes = try Self.outcomes()
        let bootstrap = try SpeakerBootstrap(replicates: 5)
        let report = try MetricsReport(outcomes, bootstrap: bootstrap)
        func names(_ isCalibrated: Bool) -> Set<String> {
            Set(
                report.namedFigures(averages: true, isCalibrated: isCalibrated).map(\.name))
        }
        #expect(
            names(true).subtracting(names(false))
                == ["actDCF 0.01", "actDCF 0.05", "actDCF, mean", "Cllr", "ECE"])
        #expect(names(false).isSubset(of: names(true)) && names(false).contains("min Cllr"))
        var scores = try EvaluationScores(outcomes)
        let all = try scores.pictures().map(\.name)
        scores.isCalibrated = false
        #expect(
            Set(all).subtracting(try scores.pictures().map(\.name)) == ["reliability"])
    }

    /// Verification both ways, each figure under its own name.
    @Test func knownImpostorsHaveRowsOfTheirOwn() throws {
        let outcomes = try Self.outcomes().map { outcome in
            guard case .enrolled(let name) = outcome.speaker else { return outcome }
            return try IdentificationOutcome(
                clip: outcome.clip, speaker: outcome.speaker, candidates: outcome.candidates,
                unknownImpostor: outcome.candidates.filter { $0.speaker != name }.map {
                    Candidate(speaker: $0.speaker, score: $0.score + 4)
                })
        }
        let bootstrap = try SpeakerBootstrap(replicates: 5)
        let report = try EvaluationReport(outcomes, bootstrap: bootstrap)
        let figures = report.namedFigures(speakers: 3)
        let names = ["EER", "minDCF 0.01", "minDCF 0.05", "Cllr", "min Cllr"]
        #expect(
            figures.map(\.name)
                == ["top-1", "top-5"] + names + names.map { $0 + ", known impostors" }
                + ["FNIR at FPIR 1 %", "FNIR at FPIR 10 %"])
        func value(_ name: String) -> Double? {
            figures.first { $0.name == name }?.figure.value
        }
        #expect(value("EER") == report.verification?.equalErrorRate.value)
        #expect(value("EER, known impostors") == report.knownImpostors?.equalErrorRate.value)
        #expect(value("EER") != value("EER, known impostors"))
        let page = try MetricsReport(outcomes, bootstrap: bootstrap)
            .namedFigures(knownImpostors: report.knownImpostors)
        #expect(page.count { $0.name.hasSuffix(", known impostors") } == 5)
        #expect(page.first { $0.name == "EER" }?.figure.value == value("EER"))
    }

    @Test func figuresAreReadInTheirUnits() {
        let rate = NamedFigure(
            "EER", Figure(value: 0.0341, low: 0.02, high: 0.05), over: "x", isRate: true)
        #expect([rate.value, rate.low, rate.high] == ["3.41 %", "2.00 %", "5.00 %"])
        let cost = NamedFigure("Cllr", Figure(value: .infinity), over: "x")
        #expect([cost.value, cost.low, cost.high] == ["inf", "", ""])
    }
}
