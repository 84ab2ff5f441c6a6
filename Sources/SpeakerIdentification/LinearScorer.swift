public import GaussianMixtures

/// Scores a clip by its statistics alone (Glembek, Burget, Dehak, Brümmer and Kenny, "Comparison
/// of scoring methods used in speaker recognition with joint factor analysis", 2009):
///
///     s = 1/T Σₖ Σ_d (μ'ₖ_d − μₖ_d) / σ²ₖ_d · Fₖ_d,    F centred on μ
///
/// the first-order expansion of the log-likelihood ratio about the background. One pass over the
/// frames serves any number of speakers, at a loss of accuracy.
public struct LinearScorer: Sendable {
    private let background: ScoringBackground

    /// A scorer against speakers of a background.
    public init(_ background: ScoringBackground) {
        self.background = background
    }

    /// One score per model, in nats per frame.
    ///
    /// - Parameters:
    ///   - statistics: of the clip's frames, at least one, under the background mixture.
    ///   - models: speakers adapted from it.
    /// - Returns: the scores in the order of the models.
    public func scores(
        of statistics: SufficientStatistics, against models: [SpeakerModel]
    ) -> [Double] {
        let mixture = background.mixture
        let weighted = zip(statistics.first.elements, mixture.variances.elements).map {
            Float($0 / $1)
        }
        return models.map { model in
            var total = 0.0
            for k in 0..<mixture.componentCount {
                var sum: Float = 0
                for index in k * mixture.dimension..<(k + 1) * mixture.dimension {
                    sum += model.meanOffsets[index] * weighted[index]
                }
                total += Double(sum)
            }
            return total / Double(max(1, statistics.frameCount))
        }
    }
}
