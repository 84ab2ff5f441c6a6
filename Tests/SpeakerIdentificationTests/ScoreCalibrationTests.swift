import Foundation
import NumericCore
import SpeakerIdentification
import Testing

@Suite struct ScoreCalibrationTests {
    /// Of targets three in four score `high`, of nontargets one in four; the rest `low`.
    private func twoPoints(_ high: Double, _ low: Double) throws -> ScoreCalibration {
        func scores(high highCount: Int) -> [Double] {
            [Double](repeating: high, count: highCount)
                + [Double](repeating: low, count: 40 - highCount)
        }
        return try ScoreCalibration(targets: scores(high: 30), nontargets: scores(high: 10))
    }

    /// The ratio of the two at `high` is 3, at `low` ⅓: λ(±1) = ±log 3, a slope of log 3 and no
    /// offset. The ridge of 10⁻⁴ draws the slope to 0 by 10⁻⁴ log 3 / (¾ · ¼) = 6·10⁻⁴.
    @Test func handWorkedOptimum() throws {
        let calibration = try twoPoints(1, -1)
        #expect(abs(calibration.slope - log(3)) < 1e-3)
        #expect(abs(calibration.offset) < 1e-9)
    }

    /// Ten times the scores, moved by 5: a tenth of the slope, and no evidence at 5.
    @Test func scaleAndShiftAreUndone() throws {
        let calibration = try twoPoints(15, -5)
        #expect(abs(calibration.slope - log(3) / 10) < 1e-4)
        #expect(abs(calibration.logLikelihoodRatio(of: 5)) < 1e-9)
        #expect(abs(calibration.logLikelihoodRatio(of: 15) - log(3)) < 1e-3)
    }

    @Test func symmetricScoresHaveNoOffset() throws {
        let targets = (0..<25).map { Double($0) * 0.3 - 1.7 }
        let calibration = try ScoreCalibration(targets: targets, nontargets: targets.map { -$0 })
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
        let calibration = try ScoreCalibration(targets: targets, nontargets: nontargets)
        // Five standard errors of 20,000 scores are at most a twentieth.
        #expect(abs(calibration.slope / (2 * distance) - 1) < 0.06)
        #expect(abs(calibration.logLikelihoodRatio(of: centre)) < 0.15)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func agreesWithGradientDescent(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let targets = (0..<30).map { _ in 4 + 2 * generator.normal() }
        let nontargets = (0..<50).map { _ in 1 + generator.normal() }
        let calibration = try ScoreCalibration(targets: targets, nontargets: nontargets)
        let (slope, offset) = Self.descend(targets, nontargets)
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
                let slope = -0.5 / (1 + exp(a * x + b)) / Double(targets.count)
                gradient = (gradient.a + slope * x, gradient.b + slope)
            }
            for score in nontargets {
                let x = (score - mean) / deviation
                let slope = 0.5 / (1 + exp(-a * x - b)) / Double(nontargets.count)
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
        let calibration = try ScoreCalibration(
            targets: steps.map { gap * (1 + $0) }, nontargets: steps.map { -gap * (1 + $0) })
        #expect(calibration.slope > 0 && calibration.slope.isFinite)
        #expect(calibration.offset.isFinite)
        #expect(calibration.logLikelihoodRatio(of: gap) > 2)
        #expect(calibration.logLikelihoodRatio(of: -gap) < -2)
    }

    @Test func tooFewScoresAreRefused() throws {
        let ten = (0..<10).map(Double.init)
        #expect(throws: IdentificationError.tooFewScores(targets: 9, nontargets: 10)) {
            try ScoreCalibration(targets: Array(ten.dropLast()), nontargets: ten)
        }
        #expect(throws: IdentificationError.tooFewScores(targets: 10, nontargets: 0)) {
            try ScoreCalibration(targets: ten, nontargets: [])
        }
        #expect(throws: Never.self) {
            try ScoreCalibration(targets: ten.map { $0 + 5 }, nontargets: ten)
        }
    }

    static let uninformative: [(targets: Double, nontargets: Double)] = [
        (-2, 2), (1, 1), (.nan, 0),
    ]

    @Test(arguments: uninformative)
    func scoresThatTellNothingAreRefused(targets: Double, nontargets: Double) {
        #expect(throws: IdentificationError.uninformativeScores) {
            try ScoreCalibration(
                targets: [Double](repeating: targets, count: 12),
                nontargets: [Double](repeating: nontargets, count: 12))
        }
    }
}
