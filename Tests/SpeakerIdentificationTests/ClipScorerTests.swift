import Foundation
import GaussianMixtures
import NumericCore
import SpeakerIdentification
import Testing

@Suite struct ClipScorerTests {
    static let adaptations: [MaximumAPosteriori.Parameters] = [
        .means, .weights, .variances, [.means, .weights], [.means, .weights, .variances],
    ]

    /// Mean log-likelihood ratio, frame by frame in Double.
    private func plainScore(
        _ frames: Matrix<Float>, _ speaker: GaussianMixture, _ background: GaussianMixture
    ) -> Double {
        let ratios = (0..<frames.rows).map { n in
            let point = frames.row(n).map(Double.init)
            return speaker.logDensity(of: point) - background.logDensity(of: point)
        }
        return ratios.reduce(0, +) / Double(ratios.count)
    }

    // Float log-densities of some tens of nats carry 10⁻⁵ nats of rounding a frame, of either
    // sign; their mean over hundreds of frames less.
    static let tolerance = 1e-5

    @Test(arguments: adaptations)
    func exactScoresAgreeWithThePlainSum(parameters: MaximumAPosteriori.Parameters) throws {
        let speakers = try SyntheticSpeakers(count: 3, parameters: parameters)
        // More than two blocks of frames.
        let clip = speakers.clip(of: 1, frames: 600)
        let scores = try ClipScorer(speakers.background, topComponents: nil)
            .scores(of: clip, against: speakers.models)
        for (score, mixture) in zip(scores, speakers.mixtures) {
            let plain = plainScore(clip, mixture, speakers.background.mixture)
            #expect(abs(score - plain) < Self.tolerance)
        }
    }

    @Test(arguments: BobFigures.relevanceFactors.indices)
    func scoresAgreeWithBob(row: Int) throws {
        let background = try BobFigures.background(
            relevanceFactor: BobFigures.relevanceFactors[row])
        let speaker = try BobFigures.speaker(background)
        let expected = try BobFigures.matrix("llr_full_mean_bob").row(row)
        let scorer = ClipScorer(background, topComponents: nil)
        for (clip, figure) in zip(try BobFigures.clips(), expected) {
            let score = try scorer.scores(of: clip, against: [speaker])[0]
            #expect(abs(score - figure) < Self.tolerance)
        }
    }

    @Test func allComponentsAreTheExactScoreBitForBit() throws {
        let speakers = try SyntheticSpeakers(count: 2)
        let clip = speakers.clip(of: 0, frames: 300)
        let exact = try ClipScorer(speakers.background, topComponents: nil)
            .scores(of: clip, against: speakers.models)
        for count in [32, 33, 1000] {
            let scores = try ClipScorer(speakers.background, topComponents: count)
                .scores(of: clip, against: speakers.models)
            #expect(scores == exact)
        }
    }

    /// With ε the mean of log Σ over all components − log Σ over the background's best C, which
    /// is never negative, s = s_C + ε(speaker) − ε(background). Hence
    ///
    ///     −ε(background) ≤ s − s_C ≤ ε(speaker),   ε(background) ≤ log K/C
    ///
    /// the last because no component left out is above one that is kept.
    @Test(arguments: [1, 3, 10], adaptations)
    func truncationIsBounded(count: Int, parameters: MaximumAPosteriori.Parameters) throws {
        let speakers = try SyntheticSpeakers(count: 2, parameters: parameters)
        let clip = speakers.clip(of: 0, frames: 100)
        let background = speakers.background.mixture
        let exact = try ClipScorer(speakers.background, topComponents: nil)
            .scores(of: clip, against: speakers.models)
        let truncated = try ClipScorer(speakers.background, topComponents: count)
            .scores(of: clip, against: speakers.models)
        for (index, mixture) in speakers.mixtures.enumerated() {
            var (ofSpeaker, ofBackground) = (0.0, 0.0)
            for n in 0..<clip.rows {
                let point = clip.row(n).map(Double.init)
                let densities = background.componentLogDensities(of: point)
                let best = densities.indices.sorted { densities[$0] > densities[$1] }
                    .prefix(count)
                let speakers = mixture.componentLogDensities(of: point)
                ofSpeaker += logSumExp(speakers) - logSumExp(best.map { speakers[$0] })
                ofBackground += logSumExp(densities) - logSumExp(best.map { densities[$0] })
            }
            ofSpeaker /= Double(clip.rows)
            ofBackground /= Double(clip.rows)
            #expect(ofBackground <= log(32 / Double(count)))
            let difference = exact[index] - truncated[index]
            #expect(difference >= -ofBackground - Self.tolerance)
            #expect(difference <= ofSpeaker + Self.tolerance)
            #expect(abs(difference - (ofSpeaker - ofBackground)) < 2 * Self.tolerance)
        }
    }

    @Test func tenComponentsRankLikeAll() throws {
        let speakers = try SyntheticSpeakers(count: 6)
        let exact = ClipScorer(speakers.background, topComponents: nil)
        let fast = ClipScorer(speakers.background, topComponents: 10)
        for speaker in 0..<6 {
            let clip = speakers.clip(of: speaker, frames: 100)
            let all = try exact.scores(of: clip, against: speakers.models)
            let ten = try fast.scores(of: clip, against: speakers.models)
            func ranking(_ scores: [Double]) -> [Int] {
                scores.indices.sorted { scores[$0] > scores[$1] }
            }
            #expect(ranking(all) == ranking(ten))
            #expect(ranking(all)[0] == speaker)
        }
    }

    @Test func whatCannotBeScoredIsRefused() throws {
        let speakers = try SyntheticSpeakers(count: 1)
        for count in [nil, 3] as [Int?] {
            let scorer = ClipScorer(speakers.background, topComponents: count)
            #expect(
                throws: IdentificationError.model(.dimensionMismatch(expected: 12, got: 2))
            ) {
                try scorer.scores(
                    of: Matrix<Float>(rows: 1, columns: 2, repeating: 0), against: speakers.models)
            }
            #expect(throws: IdentificationError.model(.tooFewFrames(got: 0, components: 1))) {
                try scorer.scores(
                    of: Matrix<Float>(rows: 0, columns: 12, repeating: 0),
                    against: speakers.models)
            }
            for value in [Float.nan, .infinity] {
                var clip = speakers.clip(of: 0, frames: 400)
                clip[300, 5] = value
                #expect(throws: IdentificationError.model(.nonFiniteData(frame: 300))) {
                    try scorer.scores(of: clip, against: speakers.models)
                }
            }
        }
    }
}
