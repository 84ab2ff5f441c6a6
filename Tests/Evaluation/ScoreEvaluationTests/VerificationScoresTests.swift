import RealModule
import ScoreEvaluation
import Testing

@Suite struct VerificationScoresTests {
    /// Both sides compute the same sums of some hundred terms of some units, each rounded to
    /// 10⁻¹⁶.
    static let tolerance = 1e-12

    @Test(arguments: 0..<60 as Range<UInt64>) func agreesWithTheDefinitions(seed: UInt64) throws {
        let (targets, nontargets) = tiedScores(seed: seed)
        let scores = try VerificationScores(targets: targets, nontargets: nontargets)
        func expectClose(_ value: Double, _ expected: Double, _ name: Comment) {
            #expect(abs(value - expected) < Self.tolerance, name)
        }
        expectClose(
            scores.equalErrorRate, SlowReference.hullEqualErrorRate(targets, nontargets), "EER")
        expectClose(
            scores.interpolatedEqualErrorRate,
            SlowReference.interpolatedEqualErrorRate(targets, nontargets), "interpolated EER")
        for (prior, miss, falseAlarm) in [
            (0.01, 1.0, 1.0), (0.05, 1, 1), (0.3, 10, 2), (0.9, 1, 5),
        ] {
            let cost = try DetectionCost(
                targetPrior: prior, missCost: miss, falseAlarmCost: falseAlarm)
            let expected = SlowReference.minimumCost(
                targets, nontargets, prior: prior, miss: miss, falseAlarm: falseAlarm)
            expectClose(scores.minimumCost(cost), expected, "minDCF")
        }
        expectClose(
            scores.logLikelihoodRatioCost, SlowReference.cllr(targets, nontargets), "Cllr")
        expectClose(
            scores.minimumLogLikelihoodRatioCost,
            SlowReference.minimumCllr(targets, nontargets), "minCllr")
        expectClose(
            scores.areaUnderCurve, SlowReference.areaUnderCurve(targets, nontargets), "AUC")

        let curve = scores.detectionCurve
        let points = SlowReference.operatingPoints(targets, nontargets)
        #expect(curve.map(\.rates.miss) == points.map(\.miss))
        #expect(curve.map(\.rates.falseAlarm) == points.map(\.falseAlarm))
        for point in curve {
            #expect(try scores.errorRates(at: point.threshold) == point.rates)
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>) func orderDoesNotMatter(seed: UInt64) throws {
        let (targets, nontargets) = tiedScores(seed: seed)
        let scores = try VerificationScores(targets: targets, nontargets: nontargets)
        let other = try VerificationScores(
            targets: targets.shuffled(seed: seed), nontargets: nontargets.shuffled(seed: seed))
        #expect(scores.equalErrorRate == other.equalErrorRate)
        #expect(scores.logLikelihoodRatioCost == other.logLikelihoodRatioCost)
        #expect(scores.minimumLogLikelihoodRatioCost == other.minimumLogLikelihoodRatioCost)
        #expect(scores.minimumCost(.priorOnePercent) == other.minimumCost(.priorOnePercent))
    }

    /// Targets 0, 2, 3; nontargets −1, 1, 1, 2, in ascending levels (score: t, n):
    /// −1: 0,1   0: 1,0   1: 0,2   2: 1,1   3: 1,0
    ///
    /// Pooling: (0,1) | (1,0)+(0,2) → (1,2) | (1,1) | (1,0), whose shares 0, 1/3, 1/2, 1 grow.
    /// Vertices (P_miss, P_fa): (0,1) (0,3/4) (1/3,1/4) (2/3,0) (1,0).
    ///
    /// Quotients of small numbers, rounded some times: 1e-15.
    @Test func handWorked() throws {
        let scores = try VerificationScores(targets: [3, 0, 2], nontargets: [1, 2, -1, 1])
        // On the edge from (0,3/4) to (1/3,1/4): λ/3 = 3/4 − λ/2 → λ = 9/10, EER = 3/10.
        #expect(abs(scores.equalErrorRate - 0.3) < 1e-15)
        // The curve itself goes (0,3/4) (1/3,3/4) (1/3,1/4): it meets the diagonal at 1/3.
        #expect(abs(scores.interpolatedEqualErrorRate - 1.0 / 3) < 1e-15)
        // p = 0.5: the cost is P_miss + P_fa; 1/3 + 1/4 = 7/12 is the least.
        let even = try DetectionCost(targetPrior: 0.5)
        #expect(abs(scores.minimumCost(even) - 7.0 / 12) < 1e-15)
        // p = 0.01: P_miss + 99 P_fa is least at (2/3, 0).
        #expect(abs(scores.minimumCost(.priorOnePercent) - 2.0 / 3) < 1e-15)
        // Pairs: 0 beats 1 (−1), 2 beats 3 and ties 1, 3 beats 4: 8.5 of 12.
        #expect(abs(scores.areaUnderCurve - 8.5 / 12) < 1e-15)
        // Likelihood ratios t/T : n/N of the edges: (1,2) → (1/3)/(1/2) = 2/3,
        // (1,1) → (1/3)/(1/4) = 4/3. Edges of one kind cost nothing.
        // ½ [ 1/3 log₂(1 + 3/2) + 1/2 log₂(1 + 2/3) + 1/3 log₂(1 + 3/4) + 1/4 log₂(1 + 4/3) ]
        // Two logarithms of some rounding each: 1e-15.
        let minimum: Double =
            (.log2(2.5) / 3 + .log2(5.0 / 3) / 2 + .log2(1.75) / 3 + .log2(7.0 / 3) / 4) / 2
        #expect(abs(scores.minimumLogLikelihoodRatioCost - minimum) < 1e-15)
        // At threshold 2 scores 2 are accepted.
        #expect(
            try scores.errorRates(at: 2) == ErrorRates(miss: 1.0 / 3, falseAlarm: 0.25))
        // actDCF at p = 0.5: threshold log 1 = 0, where 0 is accepted: misses 0, alarms 3/4.
        #expect(even.bayesThreshold == 0)
        #expect(scores.actualCost(even) == 0.75)
    }

    /// Levels −1: n, 0: n, 0.5: t, 1: n, 2: t, 3: t pool to (0,2) (1,1) (2,0): the hull goes from
    /// (P_miss, P_fa) = (0, 1/3) to (1/3, 0) and meets the diagonal halfway, at 1/6, but for
    /// rounding.
    @Test func exampleOfTheDocumentation() throws {
        let scores = try VerificationScores(targets: [2, 3, 0.5], nontargets: [-1, 0, 1])
        #expect(abs(scores.equalErrorRate - 1.0 / 6) < 1e-15)
        #expect(try scores.errorRates(at: 1).miss == 1.0 / 3)
    }

    /// log(99) and log(19), the odds against a target, to fifteen digits.
    @Test func bayesThresholds() {
        #expect(abs(DetectionCost.priorOnePercent.bayesThreshold - 4.59511985013459) < 1e-12)
        #expect(abs(DetectionCost.priorFivePercent.bayesThreshold - 2.94443897916644) < 1e-12)
    }

    struct Extreme: Sendable {
        var name: String
        var targets: [Double]
        var nontargets: [Double]
        var equalErrorRate: Double
        var interpolated: Double
        var minimumCllr: Double
        var areaUnderCurve: Double
    }

    static let extremes: [Extreme] = [
        Extreme(
            name: "perfect separation", targets: [2, 3], nontargets: [0, 1], equalErrorRate: 0,
            interpolated: 0, minimumCllr: 0, areaUnderCurve: 1),
        Extreme(
            name: "no information", targets: [0, 0, 0], nontargets: [0, 0], equalErrorRate: 0.5,
            interpolated: 0.5, minimumCllr: 1, areaUnderCurve: 0.5),
        Extreme(
            name: "one of each, tied", targets: [1], nontargets: [1], equalErrorRate: 0.5,
            interpolated: 0.5, minimumCllr: 1, areaUnderCurve: 0.5),
        Extreme(
            name: "one of each, right", targets: [1], nontargets: [0], equalErrorRate: 0,
            interpolated: 0, minimumCllr: 0, areaUnderCurve: 1),
        Extreme(
            name: "the wrong way round", targets: [0, 1], nontargets: [2, 3],
            equalErrorRate: 0.5, interpolated: 1, minimumCllr: 1, areaUnderCurve: 0),
        Extreme(
            name: "infinities apart", targets: [.infinity], nontargets: [-.infinity],
            equalErrorRate: 0, interpolated: 0, minimumCllr: 0, areaUnderCurve: 1),
        Extreme(
            name: "infinities tied", targets: [.infinity], nontargets: [.infinity],
            equalErrorRate: 0.5, interpolated: 0.5, minimumCllr: 1, areaUnderCurve: 0.5),
        Extreme(
            name: "signed zeros are one score", targets: [0.0], nontargets: [-0.0],
            equalErrorRate: 0.5, interpolated: 0.5, minimumCllr: 1, areaUnderCurve: 0.5),
    ]

    @Test(arguments: extremes) func figuresOfExtremes(_ extreme: Extreme) throws {
        let scores = try VerificationScores(
            targets: extreme.targets, nontargets: extreme.nontargets)
        #expect(scores.equalErrorRate == extreme.equalErrorRate)
        #expect(scores.interpolatedEqualErrorRate == extreme.interpolated)
        #expect(scores.minimumLogLikelihoodRatioCost == extreme.minimumCllr)
        #expect(scores.areaUnderCurve == extreme.areaUnderCurve)
    }

    static let cllrs: [([Double], [Double], Double)] = [
        ([0], [0], 1),
        ([.infinity], [-.infinity], 0),
        ([-.infinity], [0], .infinity),
        ([0], [.infinity], .infinity),
        // log₂(1 + e^1000) = 1000 / log 2, though e^1000 itself overflows; half of it is charged.
        ([-1000], [-.infinity], 721.347520444482),
        // log₂(1 + e^−50) ≈ e^−50 / log 2, which 1 + e^−50 loses.
        ([50], [-.infinity], 0.5 * 1.92874984796392e-22 / 0.693147180559945),
    ]

    @Test(arguments: cllrs)
    func cllrOfExtremes(targets: [Double], nontargets: [Double], expected: Double) throws {
        let cllr = try VerificationScores(targets: targets, nontargets: nontargets)
            .logLikelihoodRatioCost
        // Expected values are given to fifteen digits.
        #expect(cllr == expected || abs(cllr - expected) < 1e-13 * expected)
    }

    @Test func whatCannotBeEvaluatedIsRefused() throws {
        #expect(throws: EvaluationError.noTargets) {
            try VerificationScores(targets: [], nontargets: [1])
        }
        #expect(throws: EvaluationError.noNontargets) {
            try VerificationScores(targets: [1], nontargets: [])
        }
        #expect(throws: EvaluationError.scoreNotANumberAt(index: 1, targets: false)) {
            try VerificationScores(targets: [1], nontargets: [0, .nan])
        }
        #expect(throws: EvaluationError.scoreNotANumber(model: "a", clip: "c")) {
            try VerificationScores([Trial(model: "a", clip: "c", score: .nan, isTarget: true)])
        }
        #expect(throws: EvaluationError.self) { try DetectionCost(targetPrior: 0) }
        #expect(throws: EvaluationError.self) { try DetectionCost(targetPrior: .nan) }
        #expect(throws: EvaluationError.self) {
            try DetectionCost(targetPrior: 0.5, missCost: .infinity)
        }
        let scores = try VerificationScores(targets: [1], nontargets: [0])
        #expect(throws: EvaluationError.self) { try scores.errorRates(at: .nan) }
        #expect(throws: EvaluationError.self) { try scores.threshold(falseAlarmRate: -0.1) }
        #expect(throws: EvaluationError.self) { try scores.threshold(falseAlarmRate: .nan) }
        #expect(
            EvaluationError.noTargets.description
                == "there are no target trials; add clips of the claimed speakers themselves")
    }

    /// Nontargets 0 … 99: the rate k/100 is kept directly above 99 − k.
    @Test(arguments: 0..<100) func thresholdAtARate(allowed: Int) throws {
        let scores = try VerificationScores(targets: [0], nontargets: (0..<100).map(Double.init))
        let rate = Double(allowed) / 100
        let threshold = try scores.threshold(falseAlarmRate: rate)
        #expect(threshold == Double(99 - allowed).nextUp)
        #expect(try scores.errorRates(at: threshold).falseAlarm == rate)
        // A hair less than the rate cannot be resolved and keeps one fewer.
        if allowed > 0 {
            #expect(
                try scores.threshold(falseAlarmRate: rate.nextDown) == Double(100 - allowed).nextUp)
        }
    }

    @Test func thresholdWithTiesAndInfinities() throws {
        let tied = try VerificationScores(targets: [0], nontargets: [1, 2, 2, 2])
        // Half of four would let two of the three 2s in; none can be told apart, so none is.
        #expect(try tied.threshold(falseAlarmRate: 0.5) == 2.0.nextUp)
        #expect(try tied.threshold(falseAlarmRate: 0.75) == 1.0.nextUp)
        #expect(try tied.threshold(falseAlarmRate: 1) == -.infinity)
        let infinite = try VerificationScores(targets: [0], nontargets: [1, .infinity])
        #expect(try infinite.threshold(falseAlarmRate: 0.5) == 1.0.nextUp)
        #expect(throws: EvaluationError.unattainableRate(0.1)) {
            try infinite.threshold(falseAlarmRate: 0.1)
        }
    }
}
