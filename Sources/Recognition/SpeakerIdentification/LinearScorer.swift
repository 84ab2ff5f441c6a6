internal import CVectorKernels

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

    /// Values that are summed in Float before they are in Double.
    private static let partLength = 1024

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
        // Models keep the numbers that streams point to.
        withExtendedLifetime(models) { sums(statistics, models) }
    }

    private func sums(_ statistics: VoiceStatistics, _ models: [SpeakerModel]) -> [Double] {
        precondition(
            statistics.streams.count == background.streams.count, "statistics of another model")
        // Statistics that were kept count no frames; N is their number but for what was pruned.
        let counts = statistics.streams.map { $0.zeroth.reduce(0, +) }
        let layout = background.layout
        var scores = [Double](repeating: 0, count: models.count)
        for (index, statistics) in statistics.streams.enumerated() where counts[index] > 0 {
            let weight = background.weights[index] / counts[index]
            let first = statistics.first.elements.map { Float($0) }
            // F in the places of a' − a, 0 in that of g' − g.
            let spread: [Float] = (0..<statistics.componentCount).flatMap { k in
                statistics.first.row(k).map { Float($0) } + [0]
            }
            for (place, model) in models.enumerated() {
                let stream = model.stream(index, layout)
                scores[place] +=
                    weight
                    * (stream.shifts.map { Self.product($0, first) }
                        ?? Self.product(stream.differences, spread))
            }
        }
        return scores
    }

    private static func product(_ left: UnsafePointer<Float>, _ right: [Float]) -> Double {
        right.withUnsafeBufferPointer { right in
            guard let other = right.baseAddress else { return 0 }
            return stride(from: 0, to: right.count, by: partLength).reduce(0) {
                let length = Int32(min(partLength, right.count - $1))
                return $0 + Double(product_dot(left + $1, other + $1, length))
            }
        }
    }
}
