import NumericCore
import RealModule
import ScoreEvaluation
import Testing

@Suite struct ReportIntervalTests {
    /// Replicates made the slow way, by really repeating trials, give the same interval.
    @Test func intervalsByRepeatingTrials() throws {
        let outcomes = try EvaluationReportTests.simulated(
            seed: 3, speakers: 6, strangers: 5, clips: 2)
        let report = try EvaluationReport(
            outcomes, bootstrap: SpeakerBootstrap(replicates: 79, seed: 11))
        var verification: [[Double]] = []
        var closedSet: [Double] = []
        var openSet: [Double] = []
        for replicate in 0..<79 as Range<UInt64> {
            var generator = SeededGenerator(seed: 11, stream: replicate)
            var counts: [TrueSpeaker: Int] = [:]
            // The documented draw: as many enrolled, then as many strangers, as there are. Names
            // in order: s0 … s5, x10, x6 … x9.
            let strangers = ["x10", "x6", "x7", "x8", "x9"]
            for _ in 0..<6 { counts[.enrolled("s\(generator.index(below: 6))"), default: 0] += 1 }
            for _ in 0..<5 {
                counts[.stranger(strangers[generator.index(below: 5)]), default: 0] += 1
            }
            let drawn = outcomes.flatMap {
                Array(repeating: $0, count: counts[$0.speaker] ?? 0)
            }
            closedSet.append(try ClosedSetScores(drawn).rate(within: 1))
            openSet.append(try OpenSetScores(drawn).falseNegativeRate(atFalsePositiveRate: 0.1))
        }
        // Verification draws over the enrolled speakers alone, so its stream of numbers is the
        // first part of the other's. Six draws never give one speaker only with this seed.
        for replicate in 0..<79 as Range<UInt64> {
            var generator = SeededGenerator(seed: 11, stream: replicate)
            var counts: [String: Int] = [:]
            for _ in 0..<6 { counts["s\(generator.index(below: 6))", default: 0] += 1 }
            var trials: [Trial] = []
            for trial in outcomes.filter({ $0.rank != nil }).flatMap(\.trials) {
                let own = counts[trial.speaker ?? ""] ?? 0
                let times = trial.isTarget ? own : own * (counts[trial.model] ?? 0)
                trials += Array(repeating: trial, count: times)
            }
            let scores = try VerificationScores(trials)
            verification.append([
                scores.equalErrorRate, scores.minimumCost(.priorOnePercent),
                scores.minimumCost(.priorFivePercent), scores.logLikelihoodRatioCost,
                scores.minimumLogLikelihoodRatioCost,
            ])
        }
        // k = ⌊0.025 · 80⌋ = 2: the second and the last but one.
        func expectInterval(_ figure: Figure?, _ replicates: [Double]) throws {
            let sorted = replicates.sorted()
            let low = try #require(figure?.low)
            let high = try #require(figure?.high)
            // Sums are formed in another order: a few units in the last place.
            #expect(abs(low - sorted[1]) < 1e-12)
            #expect(abs(high - sorted[77]) < 1e-12)
        }
        let figures = try #require(report.verification)
        try expectInterval(figures.equalErrorRate, verification.map { $0[0] })
        try expectInterval(figures.minimumCostPriorOnePercent, verification.map { $0[1] })
        try expectInterval(figures.minimumCostPriorFivePercent, verification.map { $0[2] })
        try expectInterval(figures.logLikelihoodRatioCost, verification.map { $0[3] })
        try expectInterval(figures.minimumLogLikelihoodRatioCost, verification.map { $0[4] })
        try expectInterval(report.closedSet?.top1, closedSet)
        try expectInterval(report.openSet?.falseNegativeRateAtTenPercent, openSet)
    }

    @Test func sameSeedSameReport() throws {
        let outcomes = try EvaluationReportTests.simulated(
            seed: 4, speakers: 8, strangers: 4, clips: 2)
        func report(_ outcomes: [IdentificationOutcome], seed: UInt64 = 5) throws
            -> EvaluationReport
        {
            try EvaluationReport(
                outcomes, strangersAsImpostors: true,
                bootstrap: SpeakerBootstrap(replicates: 60, seed: seed))
        }
        let first = try Threads.with(1) { try report(outcomes) }
        #expect(try Threads.with(5) { try report(outcomes) } == first)
        #expect(try report(outcomes.shuffled(seed: 1)) == first)
        #expect(try report(outcomes, seed: 6) != first)
        let trials = outcomes.flatMap(\.trials)
        let bootstrap = try SpeakerBootstrap(replicates: 60, seed: 5)
        #expect(
            try EvaluationReport.Verification(
                trials: trials.shuffled(seed: 2), bootstrap: bootstrap) == first.verification)
    }

    /// Cllr of the simulated population: the mean cost of normal scores of variance 3 around
    /// `separation` and around 0, summed over z in steps of 1/100 up to 9 standard deviations.
    static func trueCllr(separation: Double) -> Double {
        let sum = (-900...900).reduce(0.0) { sum, step in
            let z = Double(step) / 100
            let score = 3.0.squareRoot() * z
            let cost: Double = .log2(1 + .exp(-separation - score)) + .log2(1 + .exp(score))
            return sum + .exp(-z * z / 2) * cost
        }
        return 0.5 * sum / 100 / (2 * Double.pi).squareRoot()
    }

    /// Of 95 % intervals on 80 data sets 76 should hold the truth. With 20 speakers the interval
    /// is known to be a little narrow, and chance moves the count by √(80·0.95·0.05) ≈ 2: from
    /// 66 on it is roughly right. Intervals that took trials for independent would hold far less.
    @Test func intervalsHoldTheTruth() throws {
        let truth = Self.trueCllr(separation: 4)
        var held = 0
        for seed in 0..<80 as Range<UInt64> {
            let outcomes = try EvaluationReportTests.simulated(
                seed: 100 + seed, speakers: 20, strangers: 0, clips: 1)
            let figure = try EvaluationReport.Verification(
                trials: outcomes.flatMap(\.trials),
                bootstrap: SpeakerBootstrap(replicates: 99, seed: seed)
            ).logLikelihoodRatioCost
            if let low = figure?.low, let high = figure?.high, low <= truth, truth <= high {
                held += 1
            }
        }
        #expect((66...79).contains(held), "\(held) of 80")
    }
}
