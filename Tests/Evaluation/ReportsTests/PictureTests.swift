import Reports
import Foundation
import ScoreEvaluation
import Testing

@Suite struct PictureTests {
    private func line(_ picture: Picture) throws -> [Point] {
        let lines = picture.chart.layers.compactMap { layer -> [Point]? in
            if case .line(let points, _) = layer.mark { points } else { nil }
        }
        return try #require(lines.max { $0.count < $1.count })
    }

    /// Targets 0, 2, 3 and nontargets −1, 1, 1, 2: P_fa, P_miss from the lowest threshold up.
    static let scores = Result {
        try VerificationScores(targets: [3, 0, 2], nontargets: [1, 2, -1, 1])
    }
    static let rates: [(Double, Double)] = [
        (1, 0), (0.75, 0), (0.75, 1.0 / 3), (0.25, 1.0 / 3), (0, 2.0 / 3), (0, 1),
    ]

    @Test func theCurvesGoThroughEveryOperatingPoint() throws {
        let scores = try Self.scores.get()
        let trade = try DetectionCharts.tradeOff(scores)
        #expect(try line(trade) == Self.rates.map { Point($0.0, $0.1) })
        #expect(trade.chart.x.scale == .probit && trade.chart.y.scale == .probit)
        let receiver = DetectionCharts.receiver(scores)
        #expect(try line(receiver) == Self.rates.map { Point($0.0, 1 - $0.1) })
        // 0.3 by hand, on the hull.
        #expect(trade.chart.svg().contains(">EER 30.00 %<"))
        #expect(receiver.chart.svg().contains(">area 0.7083<"))
    }

    /// Two of three targets are missed where it is cheapest: the chart reaches that far.
    @Test func theCheapestThresholdCanBeSeen() throws {
        let chart = try DetectionCharts.tradeOff(Self.scores.get()).chart
        #expect(chart.y.range?.contains(2.0 / 3) == true)
        let good = try VerificationScores(
            targets: (0..<99).map { Double($0) + 40 }, nontargets: (0..<99).map { Double($0) - 40 })
        #expect(try DetectionCharts.tradeOff(good).chart.y.range?.upperBound == 0.5)
    }

    /// A million scores give a curve of some thousand points that misses no rate by 1 %.
    @Test func theCurveOfManyScoresIsThinned() throws {
        let scores = try VerificationScores(
            targets: (0..<100_000).map { Double($0 * 7919 % 100_003) + 30_000 },
            nontargets: (0..<100_000).map { Double($0 * 104_729 % 100_003) })
        let all = scores.detectionCurve
        let kept = scores.detectionCurve(resolution: 0.005)
        #expect(kept.count < 6000 && kept.count > 100)
        #expect(kept.first == all.first && kept.last == all.last)
        var next = 0
        for point in all {
            while next + 1 < kept.count, kept[next + 1].threshold <= point.threshold { next += 1 }
            let (a, b) = (point.rates, kept[next].rates)
            #expect(abs(a.miss - b.miss) <= 0.005 * min(b.miss, 1 - b.miss))
            #expect(abs(a.falseAlarm - b.falseAlarm) <= 0.005 * min(b.falseAlarm, 1 - b.falseAlarm))
        }
    }

    @Test func histogramsCountEveryScoreOnce() throws {
        let scores = try VerificationScores(
            targets: [.infinity, 4] + (0..<40).map { Double($0) / 10 },
            nontargets: (0..<90).map { Double($0 % 30) / 10 - 3 })
        let picture = ScoreHistogram.picture(scores)
        let bars = picture.chart.layers.compactMap { layer -> Double? in
            guard case .bars(let bars) = layer.mark else { return nil }
            return bars.reduce(0) { $0 + $1.height }
        }
        #expect(bars.count == 2)
        // Sums of some tens of shares in Double.
        #expect(abs(bars[0] - 41.0 / 42) < 1e-12)
        #expect(abs(bars[1] - 1) < 1e-12)
        #expect(picture.caption.contains("Not shown, beyond the ends of the chart: 1 score."))
    }

    static let extremes: [([Double], [Double])] = [
        ([1], [1]), ([.infinity], [-.infinity]), ([-.infinity, 3], [.infinity]),
        ([0, 1], [2, 3]), ([1e308], [-1e308]),
    ]

    @Test(arguments: extremes)
    func anyScoresGivePictures(targets: [Double], nontargets: [Double]) throws {
        let scores = try VerificationScores(targets: targets, nontargets: nontargets)
        let pictures = [
            try DetectionCharts.tradeOff(scores), DetectionCharts.receiver(scores),
            ScoreHistogram.picture(scores),
            ReliabilityCharts.verification(ReliabilityTable(scores)),
        ]
        for picture in pictures { #expect(!picture.chart.svg().contains("nan")) }
    }

    @Test func matchesRiseToAllOfThem() throws {
        let scores = try ClosedSetScores(EvaluationPageTests.outcomes())
        #expect(
            try line(IdentificationCharts.cumulativeMatch(scores))
                == [Point(1, 0.75), Point(2, 1), Point(3, 1)])
    }

    /// Strangers' best scores 1, 2, 2; hits 0, 1.5, 3 of four clips of enrolled speakers.
    @Test func openSetSteps() throws {
        func outcome(_ clip: String, own: Double?, other: Double) throws -> IdentificationOutcome {
            try IdentificationOutcome(
                clip: clip, speaker: own == nil ? .stranger(clip) : .enrolled("a"),
                candidates: [
                    Candidate(speaker: "a", score: own ?? -9),
                    Candidate(speaker: "b", score: other),
                ])
        }
        let scores = try OpenSetScores([
            outcome("1", own: 0, other: -1), outcome("2", own: 1.5, other: -1),
            outcome("3", own: 3, other: -1), outcome("4", own: 0, other: 5),
            outcome("x", own: nil, other: 1), outcome("y", own: nil, other: 2),
            outcome("z", own: nil, other: 2),
        ])
        let steps = try IdentificationCharts.openSet(scores).chart.layers.compactMap {
            if case .steps(let points, _) = $0.mark { points } else { nil }
        }
        // One in three cannot be let in, since two score alike.
        #expect(
            steps == [
                [
                    Point(0, 0.75), Point(1.0 / 3, 0.75), Point(2.0 / 3, 0.5), Point(1, 0.25),
                ]
            ])
    }

    @Test func confusionsAreCellsOffTheDiagonal() throws {
        let confusions = SpeakerConfusions(try EvaluationPageTests.outcomes())
        #expect(confusions.speakers.map(\.clips) == [2, 1, 1])
        #expect(confusions.pairs.map(\.takenFor) == ["a"])
        let picture = try #require(ConfusionChart.picture(confusions))
        let cells = picture.chart.layers.compactMap { layer -> [Cell]? in
            if case .cells(let cells) = layer.mark { cells } else { nil }
        }
        // a on top: two of two right; c below: taken for a, in the first column.
        #expect(
            cells == [
                [Cell(x: 0...1, y: 1...2, shade: 1), Cell(x: 0...1, y: 0...1, shade: 1)]
            ])
        #expect(picture.caption.contains("1 further speaker was never confused"))
        #expect(ConfusionChart.picture(SpeakerConfusions([])) == nil)
    }

    @Test func manyConfusedSpeakersAreThinnedOut() throws {
        let names = (100..<200).map { "s\($0)" }
        let outcomes = try names.indices.map { index in
            try IdentificationOutcome(
                clip: "\(index)", speaker: .enrolled(names[index]),
                candidates: [
                    Candidate(speaker: names[index], score: 0),
                    Candidate(speaker: names[(index + 1) % 100], score: 1),
                ])
        }
        let picture = try #require(ConfusionChart.picture(SpeakerConfusions(outcomes)))
        #expect(picture.chart.x.ticks?.count == 48)
        #expect(picture.caption.contains("The 48 speakers with most confusions of 100"))
    }
}
