/// Scores a clip by its statistics alone (Glembek, Burget, Dehak, Brümmer and Kenny, "Comparison
/// of scoring methods used in speaker recognition with joint factor analysis", 2009):
///
///     s = 1/N Σₖ Σ_d (μ'ₖ_d − μₖ_d) / σ²ₖ_d · Fₖ_d,    F centred on μ,    N = Σₖ Nₖ
///
/// the first-order expansion of the log-likelihood ratio about the background, summed over the
/// streams with their weights. One pass over the frames serves any number of speakers, at a loss of
/// accuracy.
public struct LinearScorer: Sendable {
    private let background: ScoringBackground

    /// A scorer against speakers of a background.
    public init(_ background: ScoringBackground) {
        self.background = background
    }

    /// One score per model, in nats per frame; 0 without frames.
    ///
    /// - Parameters:
    ///   - statistics: of the clip's frames under the background's mixtures.
    ///   - models: speakers adapted from it.
    /// - Returns: the scores in the order of the models.
    public func scores(
        of statistics: VoiceStatistics, against models: [SpeakerModel]
    ) -> [Double] {
        precondition(
            statistics.streams.count == background.streams.count, "statistics of another model")
        let first = statistics.streams.map { $0.first.elements.map { Float($0) } }
        // Statistics that were kept count no frames; N is their number but for what was pruned.
        let counts = statistics.streams.map { $0.zeroth.reduce(0, +) }
        return models.map { model in
            var total = 0.0
            for (index, stream) in background.streams.enumerated() where counts[index] > 0 {
                let product = Self.product(
                    model.streams[index], stream.tables, first[index],
                    dimension: stream.mixture.dimension)
                total += background.weights[index] * product / counts[index]
            }
            return total
        }
    }

    /// Σₖ Σ_d (μ'ₖ_d − μₖ_d) / σ²ₖ_d · Fₖ_d, where (μ' − μ) / σ² = a'b / b' − a.
    private static func product(
        _ speaker: AdaptedMixture, _ background: AdaptedMixture, _ first: [Float], dimension: Int
    ) -> Double {
        var total = 0.0
        for start in stride(from: 0, to: first.count, by: dimension) {
            var sum: Float = 0
            for index in start..<start + dimension {
                let adapted =
                    speaker.linear[index] * (background.quadratic[index] / speaker.quadratic[index])
                sum += (adapted - background.linear[index]) * first[index]
            }
            total += Double(sum)
        }
        return total
    }
}
