public import GaussianMixtures

/// A background mixture made ready to adapt speakers from it and to score clips against them.
public struct ScoringBackground: Sendable {
    /// The background model's mixture.
    public let mixture: GaussianMixture
    /// How speakers are adapted.
    public let adaptation: MaximumAPosteriori
    /// o, the mean of the mixture, about which frames are expanded: D.
    let origin: [Float]
    /// b of the background: K×D.
    let quadratic: [Float]

    /// The tables of a background mixture.
    public init(_ mixture: GaussianMixture, adaptation: MaximumAPosteriori) {
        self.mixture = mixture
        self.adaptation = adaptation
        origin = (0..<mixture.dimension).map { d in
            Float(
                mixture.weights.indices.reduce(0) {
                    $0 + mixture.weights[$1] * mixture.means[$1, d]
                })
        }
        quadratic = SpeakerModel.quadratic(of: mixture)
    }
}
