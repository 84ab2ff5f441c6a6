import Foundation
import NumericCore
import Testing

@testable import ScoreEvaluation

@Suite struct MetricsReportTests {
    /// Speakers with a voice each, against all models; some strangers.
    static func table(seed: UInt64, speakers: Int = 8, strangers: Int = 3, clips: Int = 2) -> String
    {
        var generator = SeededGenerator(seed: seed)
        var lines = ["model\tclip\tscore\tlabel\tgender"]
        for voice in 0..<speakers + strangers {
            for clip in 0..<clips {
                for model in 0..<speakers {
                    let isTarget = model == voice
                    let score =
                        ((generator.normal() * 2 + (isTarget ? 2 : -2)) * 4).rounded() / 4
                    lines.append(
                        "s\(model)\tv\(voice)-\(clip)\t\(score)\t"
                            + (isTarget ? "target" : "nontarget")
                            + "\t\(voice % 2 == 0 ? "f" : "m")")
                }
            }
        }
        return lines.joined(separator: "\n")
    }

    static func trials(_ text: String, by condition: String? = nil) throws -> ScoredTrials {
        try ScoredTrials(
            scores: TextFile(name: "t", contents: Data(text.utf8)), condition: condition)
    }

    @Test func valuesAreThoseOfTheScores() throws {
        let trials = try Self.trials(Self.table(seed: 1))
        let scores = try VerificationScores(trials.trials)
        let costs = CostPreset.sre16.costs
        let report = try MetricsReport(trials, costs: costs, bootstrap: nil)
        let verification = report.verification
        #expect(verification.equalErrorRate == Figure(value: scores.equalErrorRate))
        #expect(
            verification.interpolatedEqualErrorRate.value == scores.interpolatedEqualErrorRate)
        #expect(verification.areaUnderCurve.value == scores.areaUnderCurve)
        #expect(verification.logLikelihoodRatioCost.value == scores.logLikelihoodRatioCost)
        for (figure, cost) in zip(verification.costs, costs) {
            #expect(figure.minimum.value == scores.minimumCost(cost))
            #expect(figure.actual.value == scores.actualCost(cost))
            // The threshold of minDCF costs just that, but for rounding.
            let rates = try scores.errorRates(at: scores.minimumCostThreshold(cost))
            #expect(abs(cost.normalized(rates) - figure.minimum.value) < 1e-12)
        }
        #expect(
            verification.meanMinimumCost.value
                == (scores.minimumCost(costs[0]) + scores.minimumCost(costs[1])) / 2)
        #expect(verification.targets == 16 && verification.nontargets == 8 * 22 - 16)
        #expect(verification.enrolledSpeakers == 8 && verification.strangers == 6)
        #expect(report.closedSet?.rates.count == 16)
        #expect(report.closedSet?.cumulativeMatchCurve.count == 8)
        #expect(report.openSet?.unknownCount == 6)
        #expect(report.identificationObstacle == nil)
    }

    /// The columns give what outcomes, clip by clip, give.
    @Test func identificationIsThatOfOutcomes() throws {
        for seed in 0..<20 as Range<UInt64> {
            let trials = try Self.trials(Self.table(seed: seed))
            let outcomes = try Dictionary(grouping: trials.trials, by: \.clip).map { clip, trials in
                let target = trials.first(where: \.isTarget)
                return try IdentificationOutcome(
                    clip: clip,
                    speaker: target.map { .enrolled($0.model) } ?? .stranger(clip),
                    candidates: trials.map { Candidate(speaker: $0.model, score: $0.score) })
            }
            let speakers = try SpeakerComponents(trials)
            let cross = try IdentificationCross(trials, speakers: speakers)
            #expect(try ClosedSetScores(cross) == ClosedSetScores(outcomes))
            #expect(try OpenSetScores(cross) == OpenSetScores(outcomes))
            let wrong = outcomes.filter { outcome in
                outcome.speaker != .enrolled(outcome.candidates[0].speaker) && outcome.rank != nil
            }
            let confusions = try SpeakerConfusion.all(of: trials)
            #expect(confusions.reduce(0) { $0 + $1.count } == wrong.count)
            let report = try MetricsReport(trials, bootstrap: SpeakerBootstrap(replicates: 30))
            #expect(
                report.closedSet?.rates.top1.value
                    == (try ClosedSetScores(outcomes).rate(within: 1)))
        }
    }

    @Test func sameBytesForAnyThreadsAndOrder() throws {
        let lines = Self.table(seed: 3).split(separator: "\n").map(String.init)
        func report(_ lines: [String]) throws -> MetricsReport {
            try MetricsReport(
                Self.trials(([lines[0]] + lines.dropFirst()).joined(separator: "\n")),
                bootstrap: SpeakerBootstrap(replicates: 130, seed: 7))
        }
        let first = try Threads.with(1) { try report(lines) }
        #expect(try Threads.with(3) { try report(lines) } == first)
        let shuffled = [lines[0]] + Array(lines.dropFirst()).shuffled(seed: 4)
        let other = try report(shuffled)
        #expect(other.verification == first.verification)
        #expect(other.openSet == first.openSet)
        #expect(other.closedSet == first.closedSet)
    }

    /// Models that share clips are one speaker, however they are named.
    @Test func speakersAreWhatTargetsJoin() throws {
        let trials = try Self.trials(
            """
            m1\tc1\t1\ttarget
            m2\tc1\t1\ttarget
            m2\tc2\t1\ttarget
            m3\tc3\t1\ttarget
            m3\tc1\t0\tnontarget
            m1\tx\t0\tnontarget
            """)
        let speakers = try SpeakerComponents(trials)
        #expect(speakers.names == ["m1", "m3", "x"])
        #expect(speakers.enrolled == 2 && speakers.strangers == 1)
        #expect(speakers.models == [0, 0, 1])
        #expect(throws: EvaluationError.mislabelledTrial(model: "m1", clip: "c2")) {
            try SpeakerComponents(
                Self.trials(
                    "m1\tc1\t1\ttarget\nm2\tc1\t1\ttarget\nm2\tc2\t1\ttarget\nm1\tc2\t1\tnontarget")
            )
        }
    }

    @Test func conditions() throws {
        let trials = try Self.trials(Self.table(seed: 5), by: "gender")
        let groups = try MetricsReport.byCondition(trials, bootstrap: nil)
        #expect(groups.map(\.condition) == ["f", "m"])
        let female = try VerificationScores(
            trials.trials.filter { (Int($0.clip.dropFirst().prefix { $0 != "-" }) ?? 1) % 2 == 0 })
        #expect(groups[0].report?.verification.equalErrorRate.value == female.equalErrorRate)
        // All models were asked about the clips of a gender: identification holds there too.
        #expect(groups[0].report?.closedSet?.rates.count == 8)
    }

    @Test func speakersByThemselves() throws {
        let trials = try Self.trials(
            """
            a\ta1\t3\ttarget
            a\ta2\t-1\ttarget
            a\tb1\t1\tnontarget
            b\ta1\t-2\tnontarget
            b\ta2\t0.5\tnontarget
            b\tb1\t2\ttarget
            """)
        let figures = try SpeakerFigures.all(of: trials, threshold: 0.5)
        #expect(figures.map(\.name) == ["a", "b"])
        #expect(figures[0].own.meanScore == 1 && figures[0].own.errorRate == 0.5)
        #expect(figures[0].asModel.meanScore == 1 && figures[0].asModel.errors == 1)
        #expect(figures[0].asVoice.meanScore == -0.75 && figures[0].asVoice.errors == 1)
        #expect(figures[1].own.errors == 0 && figures[1].own.count == 1)
        let confusions = try SpeakerConfusion.all(of: trials)
        #expect(confusions.map(\.speaker) == ["a"] && confusions.map(\.takenFor) == ["b"])
    }

    /// Worked by hand: scores ±log 3 are probabilities 3/4 and 1/4. Of the weight at 3/4 two
    /// thirds are targets' (1/2 · 2/2 against 1/2 · 1/2), so that bin is 1/12 off with weight
    /// 3/4; at 1/4 there are no targets at all: 1/4 off with weight 1/4.
    @Test func reliability() throws {
        let llr = log(3.0)
        let table = ReliabilityTable(
            try VerificationScores(targets: [llr, llr], nontargets: [llr, -llr]))
        #expect(table.bins.map(\.targets) == [0, 0, 0, 0, 0, 0, 0, 2, 0, 0])
        #expect(table.bins.map(\.nontargets) == [0, 0, 1, 0, 0, 0, 0, 1, 0, 0])
        // Logarithms and back, some roundings.
        #expect(abs(table.expectedCalibrationError - (0.75 / 12 + 0.25 / 4)) < 1e-12)
        // Infinite scores are certain: right ones cost nothing.
        let certain = ReliabilityTable(
            try VerificationScores(targets: [.infinity], nontargets: [-.infinity]))
        #expect(certain.expectedCalibrationError == 0)
    }

    static let presets: [(preset: CostPreset, points: [[Double]])] = [
        (.sre08, [[0.01, 10, 1]]), (.sre10, [[0.001, 1, 1]]),
        (.sre12, [[0.01, 1, 1], [0.001, 1, 1]]), (.sre16, [[0.01, 1, 1], [0.005, 1, 1]]),
        (.sre18, [[0.01, 1, 1], [0.005, 1, 1]]), (.sre18Vast, [[0.05, 1, 1]]),
        (.sre19, [[0.01, 1, 1], [0.005, 1, 1]]), (.sre19Video, [[0.05, 1, 1]]),
        (.voxceleb, [[0.01, 1, 1], [0.05, 1, 1]]),
    ]

    @Test(arguments: presets) func operatingPoints(preset: CostPreset, points: [[Double]]) {
        #expect(preset.costs.map { [$0.targetPrior, $0.missCost, $0.falseAlarmCost] } == points)
    }

    @Test func ruleOfThirty() throws {
        #expect(RuleOfThirty(misses: 30, falseAlarms: 30).isMet)
        #expect(!RuleOfThirty(misses: 29, falseAlarms: 900).isMet)
        let scores = try VerificationScores(targets: [1, 2, 3], nontargets: [0, 1, 2])
        #expect(try scores.errors(at: 2) == RuleOfThirty(misses: 1, falseAlarms: 1))
        #expect(scores.equalErrorThreshold == 2)
    }

    /// Counts in lanes are plain sums, beyond 16 bits too.
    @Test func lanesAreSums() {
        var generator = SeededGenerator(seed: 2)
        let drawn = (0..<64).map { _ in (0..<9).map { _ in Double(generator.index(below: 256)) } }
        let lanes = ReplicateLanes(drawn, speakers: 9)
        let pairs = (0..<500).map { _ in
            SIMD2(UInt32(generator.index(below: 9)), UInt32(generator.index(below: 9)))
        }
        var products = [Double](repeating: 0, count: 64)
        lanes.sum(pairs[...], into: &products)
        var singles = [Double](repeating: 0, count: 64)
        lanes.sum(pairs.map(\.x)[...], into: &singles)
        for lane in 0..<64 {
            #expect(
                products[lane]
                    == pairs.reduce(0) { $0 + drawn[lane][Int($1.x)] * drawn[lane][Int($1.y)] })
            #expect(singles[lane] == pairs.reduce(0) { $0 + drawn[lane][Int($1.x)] })
        }
    }

    /// Every speaker once: pooled bins give the exact figures, but for what pooling costs, of rates
    /// a bin's 1/8192 at most.
    @Test func poolingCostsLittle() throws {
        var generator = SeededGenerator(seed: 9)
        let pairs = (0..<34_000).map { index in
            let isTarget = index % 2 == 0
            return SpeakerPair(
                score: generator.normal() * 2 + (isTarget ? 2 : -2), speaker: 0,
                model: isTarget ? SpeakerPair.target : 1)
        }
        let resampling = try VerificationResampling(
            SpeakerPairs(pairs, enrolled: 2, strangers: 0),
            costs: [.priorOnePercent, .priorFivePercent], averaged: 2)
        #expect(resampling.isPooled)
        let exact = resampling.values.list
        let pooled = try #require(resampling.measure([[1, 1]])[0])
        for (a, b) in zip(exact, pooled) { #expect(abs(a - b) <= 1 / 8192.0) }
    }

    /// Intervals on scores pooled into some 64 levels against those on all levels: ends differ by
    /// no more than a bin of the targets, 1/32, holds in a replicate where it weighs most. Cllr,
    /// whose bins have a mean cost, is nearer.
    @Test func intervalsOfPooledScores() throws {
        var generator = SeededGenerator(seed: 12)
        let effects = (0..<30).map { _ in generator.normal() }
        let pairs = (0..<30 * 30 * 4).map { index in
            let (model, voice) = (index / 4 / 30, index / 4 % 30)
            let isTarget = model == voice
            return SpeakerPair(
                score: effects[model] + effects[voice] / 2 + generator.normal()
                    + (isTarget ? 1.5 : -2.5),
                speaker: UInt32(voice), model: isTarget ? SpeakerPair.target : UInt32(model))
        }
        func figures(limit: Int) throws -> VerificationFigures<Figure> {
            try VerificationResampling(
                SpeakerPairs(pairs, enrolled: 30, strangers: 0),
                costs: [.priorOnePercent, .priorFivePercent], averaged: 2, limit: limit
            ).figures(SpeakerBootstrap(replicates: 64, seed: 3))
        }
        let exact = try figures(limit: VerificationBins.limit)
        let pooled = try figures(limit: 64)
        for (a, b) in zip(exact.list, pooled.list) {
            #expect(a.value == b.value)
            for (a, b) in [(a.low, b.low), (a.high, b.high)] {
                let difference = abs(try #require(a) - (try #require(b)))
                #expect(difference < 2.0 / 32)
            }
        }
        // A 64th of the scores lies in a bin, where costs differ by some tenths of a bit at most.
        let cllr = [exact.logLikelihoodRatioCost.low, pooled.logLikelihoodRatioCost.low]
        #expect(abs(try #require(cllr[0]) - (try #require(cllr[1]))) < 0.002)
    }

    @Test func keysOfTheReport() throws {
        let report = try MetricsReport(
            Self.trials(Self.table(seed: 6)), bootstrap: SpeakerBootstrap(replicates: 20))
        let data = try JSONEncoder().encode(report)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(Set(object.keys) == ["verification", "closed_set", "open_set"])
        let verification = try #require(object["verification"] as? [String: Any])
        for key in ["eer", "min_dcf_p01", "min_dcf_p05", "cllr", "min_cllr", "auc", "ece"] {
            #expect(verification[key] != nil && verification[key + "_low"] != nil)
        }
        let costs = try #require(verification["costs"] as? [[String: Any]])
        #expect(costs[0]["p_target"] as? Double == 0.01)
        #expect(costs[0]["rule_of_30"] as? Bool == false)
        let closed = try #require(object["closed_set"] as? [String: Any])
        #expect(closed["top1_low"] != nil && closed["count"] as? Int == 16)
        #expect((closed["cmc"] as? [Double])?.count == 8)
    }
}
