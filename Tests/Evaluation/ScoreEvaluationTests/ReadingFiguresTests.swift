import Foundation
import ScoreEvaluation
import TestSupport
import Testing

/// The code of the documentation, line for line, and what it says comes of it.
/// `scripts/check-documentation` compares the two.
@Suite struct ReadingFiguresTests {
    /// At P_target 0.01 a miss costs 1 and a false alarm 99: rejecting all but 2 and 3 misses one
    /// of three targets and costs 1/3.
    @Test func theOverview() throws {
        let scores = try VerificationScores(targets: [2, 3, 0.5], nontargets: [-1, 0, 1])
        let rate = scores.equalErrorRate  // 1/6
        let cost = scores.minimumCost(.priorOnePercent)  // 1/3
        let bits = scores.logLikelihoodRatioCost
        // Quotients of small numbers, rounded once or twice; then sums of six logarithms.
        #expect(abs(rate - 1.0 / 6) < 1e-15)
        #expect(abs(cost - 1.0 / 3) < 1e-15)
        let expected = SlowReference.cllr([2, 3, 0.5], [-1, 0, 1])
        #expect(abs(bits - expected) < 1e-12)
    }

    /// What the article says of one confident error: log₂(1 + e¹⁰⁰) = 100 / ln 2, to two decimals.
    @Test func aConfidentErrorCostsAsItIsConfident() throws {
        let scores = try VerificationScores(targets: [-100], nontargets: [-.infinity])
        #expect(abs(2 * scores.logLikelihoodRatioCost - 144.27) < 0.005)
    }

    @Test func theGoatIsTheUnsteadySpeaker() throws {
        let trials = try ScoredTrials(
            scores: TextFile(
                path: Repository.path + "/Sources/Evaluation/ScoreEvaluation/"
                    + "ScoreEvaluation.docc/Resources/scores.tsv"))
        let figures = try SpeakerFigures.all(of: trials, threshold: 0)
        let goat = figures.filter(\.isEnrolled).min {
            ($0.own.meanScore ?? 0) < ($1.own.meanScore ?? 0)
        }
        #expect(goat?.name == "berta")
    }
}
