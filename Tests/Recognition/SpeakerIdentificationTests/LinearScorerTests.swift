import GaussianMixtures
import SpeakerIdentification
import Testing

@Suite struct LinearScorerTests {
    @Test(arguments: BobFigures.relevanceFactors.indices)
    func scoresAgreeWithBob(row: Int) throws {
        let background = try BobFigures.background(
            relevanceFactor: BobFigures.relevanceFactors[row])
        let speaker = try BobFigures.speaker(background)
        let expected = try BobFigures.matrix("linear_scoring_bob_framenorm").row(row)
        for (clip, figure) in zip(try BobFigures.clips(), expected) {
            let score = LinearScorer(background)
                .scores(of: try BobFigures.statistics(clip), against: [speaker])[0]
            // Responsibilities of Float densities are off by 10⁻⁶ of themselves.
            #expect(abs(score - figure) < 1e-5)
        }
    }

    /// The formula of the type's comment in Double; without adapted means it gives 0.
    @Test(arguments: ClipScorerTests.adaptations)
    func scoresAgreeWithThePlainSum(parameters: MaximumAPosteriori.Parameters) throws {
        let speakers = try SyntheticSpeakers(count: 3, parameters: parameters)
        let statistics = try speakers.background.statistics(
            of: speakers.clip(of: 1, frames: 200))
        let scores = LinearScorer(speakers.background)
            .scores(of: statistics, against: speakers.models)
        for (score, mixtures) in zip(scores, speakers.mixtures) {
            var plain = 0.0
            for (stream, mixture) in mixtures.enumerated() {
                let background = speakers.backgroundMixtures[stream]
                let first = statistics.streams[stream].first
                for k in 0..<32 {
                    for d in 0..<12 {
                        plain +=
                            (mixture.means[k, d] - background.means[k, d])
                            / background.variances[k, d] * first[k, d] / 200
                            * SyntheticSpeakers.weights[stream]
                    }
                }
            }
            // Float keeps each of the 384 means, some 10 deviations from the origin, to 10⁻⁶;
            // weighted by F/T, of which Σ|F|/T is about 10, errors of either sign add to less.
            #expect(abs(score - plain) < 1e-5)
            #expect(parameters.contains(.means) == (abs(plain) > 1e-9))
        }
    }

    @Test func speakersKeepTheirOrder() throws {
        let speakers = try SyntheticSpeakers(count: 3)
        for speaker in 0..<3 {
            let scores = LinearScorer(speakers.background).scores(
                of: try speakers.background.statistics(
                    of: speakers.clip(of: speaker, frames: 300)),
                against: speakers.models)
            #expect(scores.indices.max { scores[$0] < scores[$1] } == speaker)
        }
    }

    @Test func noFramesScoreNothing() throws {
        let speakers = try SyntheticSpeakers(count: 2)
        let nothing = VoiceStatistics(
            streams: .init(
                repeating: SufficientStatistics(componentCount: 32, dimension: 12), count: 2))
        let scores = LinearScorer(speakers.background).scores(of: nothing, against: speakers.models)
        #expect(scores == [0, 0])
    }
}
