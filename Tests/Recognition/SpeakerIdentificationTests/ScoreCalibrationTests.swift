import NumericCore
import RealModule
import Testing

@testable import SpeakerIdentification

/// Newton's method ends with a step below 10⁻¹⁰.
@Suite struct ScoreCalibrationTests {
    /// A second of speech, of which nothing else is known: λ = a s + b.
    private static let plain = QualityMeasures(speechSeconds: 1, signalToNoiseDecibels: 0)

    private func fit(_ targets: [Double], _ nontargets: [Double]) throws -> ScoreCalibration {
        func trials(_ scores: [Double]) -> [ScoreCalibration.Trial] {
            scores.map { ScoreCalibration.Trial(score: $0, measures: Self.plain, others: 0) }
        }
        return try ScoreCalibration(targets: trials(targets), nontargets: trials(nontargets))
    }

    /// Of targets three in four score `high`, of nontargets one in four; the rest `low`.
    private func twoPoints(_ high: Double, _ low: Double) throws -> ScoreCalibration {
        func scores(high highCount: Int) -> [Double] {
            [Double](repeating: high, count: highCount)
                + [Double](repeating: low, count: 40 - highCount)
        }
        return try fit(scores(high: 30), scores(high: 10))
    }

    /// The ratio of the two at `high` is 3, at `low` ⅓: λ(±1) = ±log 3, a slope of log 3 and no
    /// offset. The ridge of 10⁻⁴ draws the slope to 0 by 10⁻⁴ log 3 / (¾ · ¼) = 6·10⁻⁴.
    @Test func handWorkedOptimum() throws {
        let calibration = try twoPoints(1, -1)
        #expect(abs(calibration.slope - .log(3)) < 1e-3)
        #expect(abs(calibration.offset) < 1e-9)
    }

    /// Ten times the scores, moved by 5: a tenth of the slope, and no evidence at 5. So is what the
    /// ridge does; one of 10⁻⁹ on the offset draws that by some 10⁻⁹.
    @Test func scaleAndShiftAreUndone() throws {
        let calibration = try twoPoints(15, -5)
        #expect(abs(calibration.slope - .log(3) / 10) < 1e-4)
        #expect(abs(calibration.logLikelihoodRatio(of: 5, Self.plain, others: 0)) < 1e-8)
        #expect(abs(calibration.logLikelihoodRatio(of: 15, Self.plain, others: 0) - .log(3)) < 1e-3)
    }

    /// What was the same in all trials tells nothing of clips where it is not.
    @Test func measuresThatDidNotVaryAreNotBelieved() throws {
        let calibration = try twoPoints(1, -1)
        #expect(calibration.offsetPerLogSecond == 0)
        #expect(calibration.offsetPerDecibel == 0)
        #expect(calibration.offsetPerLogOthers == 0)
    }

    /// With a few voices galleries are of five others or of six, and chance has it that targets are
    /// found in the larger ones.
    @Test func measuresThatHardlyVariedAreNotBelieved() throws {
        func trials(_ others: Int, _ sign: Double) -> [ScoreCalibration.Trial] {
            (0..<20).map {
                ScoreCalibration.Trial(
                    score: sign * (1 + 0.1 * Double($0)),
                    measures: QualityMeasures(
                        speechSeconds: 2, signalToNoiseDecibels: 30 + 2 * Double($0 % 2)),
                    others: others)
            }
        }
        let calibration = try ScoreCalibration(targets: trials(6, 1), nontargets: trials(5, -1))
        #expect(calibration.offsetPerLogOthers == 0)
        #expect(calibration.offsetPerDecibel == 0)
        #expect(calibration.slope > 0)
    }

    @Test func symmetricScoresHaveNoOffset() throws {
        let targets = (0..<25).map { Double($0) * 0.3 - 1.7 }
        let calibration = try fit(targets, targets.map { -$0 })
        #expect(abs(calibration.offset) < 1e-9)
    }

    static let gaussians: [(distance: Double, centre: Double)] = [(1, 0), (0.5, -3), (1.5, 2)]

    /// Scores of N(m ± d, 1) have the log-likelihood ratio 2d (s − m).
    @Test(arguments: gaussians)
    func recoversTheEvidenceOfGaussians(distance: Double, centre: Double) throws {
        var generator = SeededGenerator(seed: 3)
        let count = 10_000
        let targets = (0..<count).map { _ in centre + distance + generator.normal() }
        let nontargets = (0..<count).map { _ in centre - distance + generator.normal() }
        let calibration = try fit(targets, nontargets)
        // The ridge draws the slope by up to 1.5 %, four standard errors of 20,000 scores are up
        // to 7 %; at the centre five are 0.15.
        #expect(abs(calibration.slope / (2 * distance) - 1) < 0.09)
        #expect(abs(calibration.logLikelihoodRatio(of: centre, Self.plain, others: 0)) < 0.15)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func agreesWithGradientDescent(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let targets = (0..<30).map { _ in 4 + 2 * generator.normal() }
        let nontargets = (0..<50).map { _ in 1 + generator.normal() }
        let calibration = try fit(targets, nontargets)
        let (slope, offset) = Self.descend(targets, nontargets)
        // A ridge of 10⁻⁹ on the offset is not descended; it moves the offset by 8·10⁻⁷ at most.
        #expect(abs(calibration.slope - slope) < 1e-6)
        #expect(abs(calibration.offset - offset) < 1e-6)
    }

    /// Steps down the gradient of the documented objective, plus the ridge 10⁻⁴ a²/2 on the slope
    /// a of standardised scores.
    private static func descend(
        _ targets: [Double], _ nontargets: [Double]
    ) -> (slope: Double, offset: Double) {
        let all = targets + nontargets
        let mean = all.reduce(0, +) / Double(all.count)
        let deviation =
            (all.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(all.count)).squareRoot()
        var (a, b) = (0.0, 0.0)
        for _ in 0..<5000 {
            var gradient = (a: 1e-4 * a, b: 0.0)
            for score in targets {
                let x = (score - mean) / deviation
                let slope = -0.5 / (1 + .exp(a * x + b)) / Double(targets.count)
                gradient = (gradient.a + slope * x, gradient.b + slope)
            }
            for score in nontargets {
                let x = (score - mean) / deviation
                let slope = 0.5 / (1 + .exp(-a * x - b)) / Double(nontargets.count)
                gradient = (gradient.a + slope * x, gradient.b + slope)
            }
            // The curvature is at most ¼ (1 + max x²), here below 2.
            a -= gradient.a
            b -= gradient.b
        }
        return (a / deviation, b - a * mean / deviation)
    }

    @Test(arguments: [1e-6, 1, 1e6])
    func separableScoresStayFinite(gap: Double) throws {
        let steps = (0..<20).map { Double($0) / 20 }
        let calibration = try fit(steps.map { gap * (1 + $0) }, steps.map { -gap * (1 + $0) })
        #expect(calibration.slope > 0 && calibration.slope.isFinite)
        #expect(calibration.offset.isFinite)
        #expect(calibration.logLikelihoodRatio(of: gap, Self.plain, others: 0) > 2)
        #expect(calibration.logLikelihoodRatio(of: -gap, Self.plain, others: 0) < -2)
    }

    @Test func tooFewScoresAreRefused() throws {
        let ten = (0..<10).map(Double.init)
        #expect(throws: IdentificationError.tooFewScores(targets: 9, nontargets: 10)) {
            try fit(Array(ten.dropLast()), ten)
        }
        #expect(throws: IdentificationError.tooFewScores(targets: 10, nontargets: 0)) {
            try fit(ten, [])
        }
        #expect(throws: Never.self) {
            try fit(ten.map { $0 + 5 }, ten)
        }
    }

    static let uninformative: [(targets: Double, nontargets: Double)] = [
        (-2, 2), (1, 1), (.nan, 0),
    ]

    @Test(arguments: uninformative)
    func scoresThatTellNothingAreRefused(targets: Double, nontargets: Double) {
        #expect(throws: IdentificationError.uninformativeScores) {
            try fit(
                [Double](repeating: targets, count: 12), [Double](repeating: nontargets, count: 12))
        }
    }

    /// Scores of N(±d(T), 1) have the log-likelihood ratio 2 d(T) s; with d = ½ + ¼ log T that is
    /// (1 + ½ log T) s.
    @Test func longerClipsSayMore() throws {
        var generator = SeededGenerator(seed: 5)
        func trials(_ sign: Double) -> [ScoreCalibration.Trial] {
            (0..<40_000).map { index in
                let seconds = [0.5, 1, 2, 4][index % 4]
                let score = sign * (0.5 + 0.25 * .log(seconds)) + generator.normal()
                return .init(
                    score: score,
                    measures: QualityMeasures(
                        speechSeconds: seconds, signalToNoiseDecibels: 20),
                    others: 3)
            }
        }
        let calibration = try ScoreCalibration(targets: trials(1), nontargets: trials(-1))
        // Standard errors of 80,000 scores are about a hundredth.
        #expect(abs(calibration.slope - 1) < 0.06)
        #expect(abs(calibration.slopePerLogSecond - 0.5) < 0.06)
        func ratio(_ seconds: Double) -> Double {
            calibration.logLikelihoodRatio(
                of: 2,
                QualityMeasures(speechSeconds: seconds, signalToNoiseDecibels: 20), others: 3)
        }
        #expect(ratio(4) > ratio(1) && ratio(1) > ratio(0.5))
        // Beyond what can have been learnt nothing changes any more.
        #expect(ratio(8) == ratio(3600) && ratio(0.3) == ratio(0.01))
    }

    /// Noise takes 0.2 nats a decibel from all scores, more voices to compare with half a nat per
    /// doubling: λ makes up for both.
    @Test func measuresThatMoveAllScoresAreMadeUpFor() throws {
        var generator = SeededGenerator(seed: 6)
        func trials(_ sign: Double) -> [ScoreCalibration.Trial] {
            (0..<20_000).map { index in
                let decibels = Double(index % 4) * 10
                let others = [0, 1, 3, 7][index / 4 % 4]
                let score =
                    sign + 0.2 * decibels - 0.5 * .log2(1 + Double(others)) + generator.normal()
                return .init(
                    score: score,
                    measures: QualityMeasures(
                        speechSeconds: 1, signalToNoiseDecibels: decibels),
                    others: others)
            }
        }
        let calibration = try ScoreCalibration(targets: trials(1), nontargets: trials(-1))
        // λ = 2 (s − 0.2 Q + 0.5 log₂(1 + n)). The ridge draws by 0.04, 0.008 and 0.03; three
        // standard errors of 40,000 scores are 0.06, 0.012 and 0.07.
        #expect(abs(calibration.slope - 2) < 0.1)
        #expect(abs(calibration.offsetPerDecibel + 0.4) < 0.02)
        #expect(abs(calibration.offsetPerLogOthers - 1 / .log(2)) < 0.1)
    }
}
