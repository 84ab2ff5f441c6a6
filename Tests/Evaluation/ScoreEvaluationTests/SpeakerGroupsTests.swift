import NumericCore
import Testing

@testable import ScoreEvaluation

@Suite struct SpeakerGroupsTests {
    /// Where every trial is of its own two people, rates vary as shares of independent trials do:
    /// at an equal error rate p of N and N trials by √(p (1 − p) / 2N), when both kinds of score
    /// lie alike about the threshold.
    @Test func manySpeakersAreDrawnInGroups() throws {
        let count = 20_000
        var generator = SeededGenerator(seed: 5)
        let trials = (0..<count).flatMap { number in
            [
                Trial(
                    model: "m\(number)", clip: "own\(number)", score: 1 + generator.normal(),
                    isTarget: true),
                Trial(
                    model: "m", clip: "other\(number)", score: -1 + generator.normal(),
                    isTarget: false),
            ]
        }
        let pairs = try SpeakerPairs(trials)
        #expect(pairs.groups.enrolled == SpeakerGroups.limit && pairs.enrolled == count + 1)
        let resampling = try VerificationResampling(pairs, costs: [.priorOnePercent], averaged: 1)
        let figure = try resampling.figures(SpeakerBootstrap(replicates: 79))
            .equalErrorRate
        let p = figure.value
        let width = 2 * 1.96 * (p * (1 - p) / Double(2 * count)).squareRoot()
        let (low, high) = (try #require(figure.low), try #require(figure.high))
        #expect(low < p && p < high)
        // The second of 79 replicates and the last but one are known to 0.3 deviations each, and
        // 3.92 between them to a ninth: three standard errors.
        #expect(abs((high - low) / width - 1) < 0.35)
    }

    @Test func fewSpeakersStandForThemselves() {
        let groups = SpeakerGroups(enrolled: 3, strangers: 2)
        #expect((0..<5).map { groups[$0] } == [0, 1, 2, 3, 4])
        #expect(groups.enrolled == 3 && groups.strangers == 2)
    }
}
