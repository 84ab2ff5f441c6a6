package import GaussianMixtures
internal import NumericCore
package import SpeakerIdentification
package import SpeechFeatures

/// A background model of two streams of four components in three dimensions.
package enum SmallBackground {
    /// Three cepstra of 16 kHz audio, as they are and with shrunken moments.
    package static var configuration: FrontEndConfiguration {
        var configuration = FrontEndConfiguration.speech16k
        configuration.cepstra.count = 3
        configuration.deltas.order = 0
        configuration.normalizations = [.none, .shrunkenMeanAndVariance(relevance: 150)]
        return configuration
    }

    package static func scoring(
        relevanceFactor: Double = 4, parameters: MaximumAPosteriori.Parameters = .means
    ) throws -> ScoringConfiguration {
        ScoringConfiguration(
            adaptation: try MaximumAPosteriori(
                relevanceFactor: relevanceFactor, parameters: parameters),
            enrollmentNoises: [.white], noisyCopyWeight: 0.5, topComponents: 2,
            streamWeights: [0.75, 0.25],
            calibration: ScoreCalibration(slope: 2, offset: -1),
            threshold: 0.25)
    }

    package static func model(
        seed: UInt64 = 1, parameters: MaximumAPosteriori.Parameters = .means
    ) throws -> BackgroundModel {
        try BackgroundModel(
            mixtures: [seed, seed + 100].map {
                try RandomMixture.make(components: 4, dimension: 3, seed: $0)
            },
            configuration: configuration,
            featureMoments: FeatureMoments(means: [10, -2, 0.5], variances: [4, 0.5, 0.25]),
            scoring: scoring(parameters: parameters),
            description: ["name": "small", "source": "a generator", "licence": "none"])
    }

    /// Statistics of a speaker's frames under the model.
    package static func statistics(
        _ model: BackgroundModel, speaker: UInt64, seed: UInt64, count: Int = 50
    ) throws -> VoiceStatistics {
        VoiceStatistics(
            streams: try model.mixtures.map { mixture in
                try Expectation(mixture).statistics(
                    of: RandomMixture.frames(
                        of: mixture, count: count, shift: 1, speaker: speaker, seed: seed))
            })
    }
}

extension BackgroundModel {
    /// The model with another cohort.
    package func with(cohort: [VoiceStatistics]) throws -> BackgroundModel {
        try BackgroundModel(
            mixtures: mixtures, configuration: configuration, featureMoments: featureMoments,
            scoring: scoring, cohort: cohort, isCalibrated: isCalibrated, description: description)
    }
}
