import GaussianMixtures
import NumericCore
import SpeakerIdentification
import TestSupport

/// Speakers adapted from a random background of two streams, 32 components in 12 dimensions each.
struct SyntheticSpeakers {
    /// What the streams' scores count for.
    static let weights = [0.7, 0.3]
    let background: ScoringBackground
    /// The background's mixtures.
    let backgroundMixtures: [GaussianMixture]
    let models: [SpeakerModel]
    /// The same speakers' mixtures in Double, one per stream, for the plain sums.
    let mixtures: [[GaussianMixture]]

    init(
        count: Int, parameters: MaximumAPosteriori.Parameters = .means, shift: Double = 0.4
    ) throws {
        let backgroundMixtures = try [5, 6].map {
            try RandomMixture.make(components: 32, dimension: 12, seed: $0)
        }
        let adaptation = try MaximumAPosteriori(relevanceFactor: 4, parameters: parameters)
        let background = ScoringBackground(
            backgroundMixtures, weights: Self.weights, adaptation: adaptation)
        let statistics = try (0..<count).map { speaker in
            try backgroundMixtures.map { mixture in
                try Expectation(mixture).statistics(
                    of: RandomMixture.frames(
                        of: mixture, count: 400, shift: shift, speaker: UInt64(speaker),
                        seed: UInt64(100 + speaker)))
            }
        }
        self.background = background
        self.backgroundMixtures = backgroundMixtures
        models = try statistics.enumerated().map {
            try SpeakerModel(
                speaker: "speaker \($0)", statistics: VoiceStatistics(streams: $1),
                background: background)
        }
        mixtures = try statistics.map {
            try zip(backgroundMixtures, $0).map { try adaptation.adapt($0, to: $1) }
        }
    }

    /// Frames of a speaker that the models have not seen, in every stream.
    func clip(of speaker: Int, frames: Int, shift: Double = 0.4) -> [Matrix<Float>] {
        backgroundMixtures.map {
            RandomMixture.frames(
                of: $0, count: frames, shift: shift, speaker: UInt64(speaker),
                seed: UInt64(1000 + speaker))
        }
    }
}
