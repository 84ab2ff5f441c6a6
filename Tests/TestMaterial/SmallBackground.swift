package import GaussianMixtures
internal import NumericCore
package import SpeakerIdentification
package import SpeechFeatures

/// A background model of four components in three dimensions.
package enum SmallBackground {
    /// Three cepstra of 16 kHz audio.
    package static var configuration: FrontEndConfiguration {
        var configuration = FrontEndConfiguration.speech16k
        configuration.cepstra.count = 3
        configuration.deltas.order = 0
        return configuration
    }

    package static func scoring(
        relevanceFactor: Double = 4, parameters: MaximumAPosteriori.Parameters = .means
    ) throws -> ScoringConfiguration {
        ScoringConfiguration(
            adaptation: try MaximumAPosteriori(
                relevanceFactor: relevanceFactor, parameters: parameters),
            topComponents: 2, calibration: ScoreCalibration(slope: 2, offset: -1),
            threshold: 0.25)
    }

    package static func model(
        seed: UInt64 = 1, parameters: MaximumAPosteriori.Parameters = .means
    ) throws -> BackgroundModel {
        try BackgroundModel(
            mixture: RandomMixture.make(components: 4, dimension: 3, seed: seed),
            configuration: configuration, featureMean: [10, -2, 0.5],
            scoring: scoring(parameters: parameters),
            description: ["name": "small", "source": "a generator", "licence": "none"])
    }

    /// Statistics of a speaker's frames under the model.
    package static func statistics(
        _ model: BackgroundModel, speaker: UInt64, seed: UInt64, count: Int = 50
    ) throws -> SufficientStatistics {
        try Expectation(model.mixture).statistics(
            of: RandomMixture.frames(
                of: model.mixture, count: count, shift: 1, speaker: speaker, seed: seed))
    }
}
