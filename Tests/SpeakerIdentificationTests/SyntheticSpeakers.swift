import GaussianMixtures
import NumericCore
import SpeakerIdentification
import TestMaterial

/// Speakers adapted from a random background of 32 components in 12 dimensions.
struct SyntheticSpeakers {
    let background: ScoringBackground
    let models: [SpeakerModel]
    /// The same speakers in Double, for the plain sums.
    let mixtures: [GaussianMixture]

    init(
        count: Int, parameters: MaximumAPosteriori.Parameters = .means, shift: Double = 0.4
    ) throws {
        let mixture = try RandomMixture.make(components: 32, dimension: 12, seed: 5)
        let adaptation = try MaximumAPosteriori(relevanceFactor: 4, parameters: parameters)
        let background = ScoringBackground(mixture, adaptation: adaptation)
        let expectation = Expectation(mixture)
        let statistics = try (0..<count).map { speaker in
            try expectation.statistics(
                of: RandomMixture.frames(
                    of: mixture, count: 400, shift: shift, speaker: UInt64(speaker),
                    seed: UInt64(100 + speaker)))
        }
        self.background = background
        models = try statistics.enumerated().map {
            try SpeakerModel(
                speaker: "speaker \($0)", statistics: $1, background: background)
        }
        mixtures = try statistics.map { try adaptation.adapt(mixture, to: $0) }
    }

    /// Frames of a speaker that the models have not seen.
    func clip(of speaker: Int, frames: Int, shift: Double = 0.4) -> Matrix<Float> {
        RandomMixture.frames(
            of: background.mixture, count: frames, shift: shift, speaker: UInt64(speaker),
            seed: UInt64(1000 + speaker))
    }
}
