import GaussianMixtures
import SpeakerIdentification
import TestSupport
import Testing

@Suite struct CohortTests {
    private let model = Result { try SmallBackground.model() }

    private func voices(_ seeds: Range<UInt64>) throws -> Cohort {
        let model = try model.get()
        return try Cohort(
            seeds.map {
                ("voice \($0)", try SmallBackground.statistics(model, speaker: $0, seed: $0))
            }, background: ScoringBackground(model))
    }

    /// What a normalizer is given by hand when it is told each score; Z shows the rows, and S of
    /// one clip, whose scores are the same, the columns of every source.
    @Test(arguments: CohortSource.allCases, [false, true])
    func impostorScoresAreThoseOfTheScorer(source: CohortSource, isLinear: Bool) throws {
        let background = ScoringBackground(try model.get())
        let (speakers, cohort) = (try voices(1..<4), try voices(10..<15))
        let models = speakers.models + cohort.models
        let others =
            switch source {
            case .background: cohort.statistics
            case .gallery: speakers.statistics
            case .both: speakers.statistics + cohort.statistics
            }
        let scorer = ClipScorer(background, topComponents: 2)
        let rows = try models.map { model in
            try others.map { voice in
                if isLinear {
                    return LinearScorer(background).scores(of: voice, against: [model])[0]
                }
                let clip = MonteCarloImpostor(of: voice, background: background)
                return try scorer.scores(of: clip.streams, against: [model])[0]
            }
        }
        for normalization in ScoreNormalizerTests.all {
            let made = try ScoreNormalizer(
                normalization, source: source, speakers: speakers.models,
                statistics: speakers.statistics, cohort: cohort, background: background,
                scoring: SmallBackground.scoring(), scorer: isLinear ? .linear : .topComponents)
            let byHand = ScoreNormalizer(
                normalization, source: source, impostorScores: rows)
            let scores = [0.5, -0.25, 0.125]
            #expect(
                made.normalized(scores, cohort: [0, 0.1, 0.2, 0.3, 0.4])
                    == byHand.normalized(scores, cohort: [0, 0.1, 0.2, 0.3, 0.4]))
        }
    }

    /// A voice that was never heard scores as the background does: its 0 is one of the values.
    @Test func aVoiceThatWasNotHeard() throws {
        let background = ScoringBackground(try model.get())
        let nothing = VoiceStatistics(
            streams: .init(
                repeating: SufficientStatistics(componentCount: 4, dimension: 3), count: 2))
        let cohort = try Cohort([("nobody", nothing)], background: background)
        for scorer in [Scorer.linear, .topComponents] {
            let normalizer = try ScoreNormalizer(
                .z, speakers: voices(1..<3).models, cohort: cohort, background: background,
                scoring: SmallBackground.scoring(), scorer: scorer)
            #expect(normalizer.normalized([0.5, -1], cohort: [0]) == [0.5, -1])
        }
    }

    @Test func aModelsOwnVoices() throws {
        let model = try model.get()
        let statistics = try (0..<2 as Range<UInt64>).map {
            try SmallBackground.statistics(model, speaker: $0, seed: $0)
        }
        let withCohort = try BackgroundModel(
            mixtures: model.mixtures, configuration: model.configuration,
            featureMoments: model.featureMoments, scoring: model.scoring, cohort: statistics,
            description: model.description)
        let cohort = try Cohort(of: withCohort, background: ScoringBackground(withCohort))
        #expect(cohort.count == 2 && cohort.statistics == statistics)
        #expect(cohort.models.map(\.speaker) == ["cohort 0", "cohort 1"])
        #expect(try Cohort(of: model, background: ScoringBackground(model)).count == 0)
    }
}
