import GaussianMixtures
import SpeakerIdentification
import Testing

@Suite struct LinearScorerTests {
    @Test(arguments: BobFigures.relevanceFactors.indices)
    func scoresAgreeWithBob(row: Int) throws {
        let background = try BobFigures.background(
            relevanceFactor: BobFigures.relevanceFactors[row])
        let speaker = try BobFigures.speaker(background)
        let expectation = Expectation(background.mixture)
        let expected = try BobFigures.matrix("linear_scoring_bob_framenorm").row(row)
        for (clip, figure) in zip(try BobFigures.clips(), expected) {
            let score = LinearScorer(background)
                .scores(of: try expectation.statistics(of: clip), against: [speaker])[0]
            // Responsibilities of Float densities are off by 10⁻⁶ of themselves.
            #expect(abs(score - figure) < 1e-5)
        }
    }

    @Test func speakersKeepTheirOrder() throws {
        let speakers = try SyntheticSpeakers(count: 3)
        let expectation = Expectation(speakers.background.mixture)
        for speaker in 0..<3 {
            let scores = LinearScorer(speakers.background).scores(
                of: try expectation.statistics(of: speakers.clip(of: speaker, frames: 300)),
                against: speakers.models)
            #expect(scores.indices.max { scores[$0] < scores[$1] } == speaker)
        }
    }

    @Test func noFramesScoreNothing() throws {
        let speakers = try SyntheticSpeakers(count: 2)
        let nothing = SufficientStatistics(componentCount: 32, dimension: 12)
        let scores = LinearScorer(speakers.background).scores(of: nothing, against: speakers.models)
        #expect(scores == [0, 0])
    }
}
