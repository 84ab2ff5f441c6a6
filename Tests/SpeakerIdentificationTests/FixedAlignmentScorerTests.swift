import Foundation
import GaussianMixtures
import SpeakerIdentification
import TestMaterial
import Testing

@Suite struct FixedAlignmentScorerTests {
    /// The formula of the type's comment in Double, frame by frame, with the background's own
    /// responsibilities; without adapted variances no frame is needed that statistics leave out.
    @Test(arguments: [
        MaximumAPosteriori.Parameters.means, .weights, [.means, .weights],
    ])
    func scoresAgreeWithTheSumOverFrames(parameters: MaximumAPosteriori.Parameters) throws {
        let speakers = try SyntheticSpeakers(count: 3, parameters: parameters)
        let clip = speakers.clip(of: 1, frames: 200)
        let scores = FixedAlignmentScorer(speakers.background).scores(
            of: try speakers.background.statistics(of: clip), against: speakers.models)
        for (score, mixtures) in zip(scores, speakers.mixtures) {
            var plain = 0.0
            for (stream, mixture) in mixtures.enumerated() {
                let background = speakers.backgroundMixtures[stream]
                for t in 0..<200 {
                    let x = clip[stream].row(t).map(Double.init)
                    let before = Self.logDensities(background, x)
                    let after = Self.logDensities(mixture, x)
                    let total = before.map(exp).reduce(0, +)
                    for k in before.indices {
                        plain +=
                            exp(before[k]) / total * (after[k] - before[k]) / 200
                            * SyntheticSpeakers.weights[stream]
                    }
                }
            }
            // Float keeps sums of some hundred terms, each up to ten, to about 10⁻⁵.
            #expect(abs(score - plain) < 3e-5)
            #expect(abs(plain) > 1e-3)
        }
    }

    /// log wₖ N(x; μₖ, σ²ₖ).
    private static func logDensities(_ mixture: GaussianMixture, _ x: [Double]) -> [Double] {
        (0..<mixture.componentCount).map { k in
            x.indices.reduce(log(mixture.weights[k])) { sum, d in
                let (mean, variance) = (mixture.means[k, d], mixture.variances[k, d])
                let square = (x[d] - mean) * (x[d] - mean) / variance
                return sum - (log(2 * Double.pi * variance) + square) / 2
            }
        }
    }

    /// A bound of the exact score from below, and so near that clips of all speakers score within
    /// a tenth of what tells them apart; the linear score is off by several times as much.
    @Test func scoresAreOnTheExactScale() throws {
        let speakers = try SyntheticSpeakers(count: 4)
        let exact = ClipScorer(speakers.background, topComponents: nil)
        var (gap, linearGap, spread) = (0.0, 0.0, 0.0)
        for speaker in 0..<4 {
            let clip = speakers.clip(of: speaker, frames: 300)
            let statistics = try speakers.background.statistics(of: clip)
            let scores = try exact.scores(of: clip, against: speakers.models)
            let fixed = FixedAlignmentScorer(speakers.background)
                .scores(of: statistics, against: speakers.models)
            let linear = LinearScorer(speakers.background)
                .scores(of: statistics, against: speakers.models)
            for (score, bound) in zip(scores, fixed) {
                #expect(bound <= score + 3e-5)
                gap = max(gap, score - bound)
            }
            for (score, other) in zip(scores, linear) {
                linearGap = max(linearGap, abs(score - other))
            }
            spread = max(spread, scores.max()! - scores.min()!)
        }
        #expect(gap < spread / 10, "\(gap) of \(spread)")
        #expect(linearGap > 3 * gap, "\(linearGap), \(gap)")
    }

    /// A model file's cohort counts no frames and keeps no second order.
    @Test func whatAModelFileKeepsIsEnough() throws {
        let speakers = try SyntheticSpeakers(count: 2, parameters: [.means, .weights, .variances])
        let statistics = try speakers.background.statistics(of: speakers.clip(of: 0, frames: 100))
        let kept = VoiceStatistics(
            streams: try statistics.streams.map {
                try SufficientStatistics(
                    zeroth: $0.zeroth, first: $0.first,
                    second: .init(rows: 32, columns: 12, repeating: 0), logLikelihood: 0,
                    frameCount: 0)
            })
        for (one, other) in zip(
            FixedAlignmentScorer(speakers.background)
                .scores(of: statistics, against: speakers.models),
            FixedAlignmentScorer(speakers.background).scores(of: kept, against: speakers.models))
        {
            #expect(one == other)
            #expect(one != 0)
        }
        #expect(
            LinearScorer(speakers.background).scores(of: statistics, against: speakers.models)
                == LinearScorer(speakers.background).scores(of: kept, against: speakers.models))
    }

    @Test func noFramesScoreNothing() throws {
        let speakers = try SyntheticSpeakers(count: 2)
        let nothing = VoiceStatistics(
            streams: .init(
                repeating: SufficientStatistics(componentCount: 32, dimension: 12), count: 2))
        let scores = FixedAlignmentScorer(speakers.background)
            .scores(of: nothing, against: speakers.models)
        #expect(scores == [0, 0])
    }
}
