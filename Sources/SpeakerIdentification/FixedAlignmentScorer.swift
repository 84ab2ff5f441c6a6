internal import GaussianMixtures

/// Scores what is left of a voice, its statistics, against speakers, on the scale on which
/// ``ClipScorer`` scores frames:
///
///     s = Σ_i w_i 1/N Σₖ Σ_t γₖ(t) [ log p'ₖ(x_t) − log pₖ(x_t) ],        N = Σₖ Nₖ
///
/// pₖ being the weighted density of component k of the background and p'ₖ the speaker's, γ the
/// background's responsibilities. For any γ that sums to one this is a lower bound of the mean
/// log-likelihood ratio per frame, by Jensen's inequality (the auxiliary function of Dempster,
/// Laird and Rubin, "Maximum likelihood from incomplete data via the EM algorithm", 1977), and the
/// two are the nearer the less adaptation moves a frame from one component to another. With means
/// alone adapted, δ = μ' − μ,
///
///     s = Σ_i w_i 1/N Σₖ Σ_d [ δₖ_d Fₖ_d − ½ Nₖ δₖ_d² ] / σ²ₖ_d
///
/// the expansion whose first term alone is that of ``LinearScorer`` (Glembek, Burget, Dehak,
/// Brümmer and Kenny, 2009): without the second every model scores too high, by more the more its
/// enrolment has moved it. With variances adapted, too, the second order S is taken for N σ², as
/// the background expects; cohorts and galleries need not keep it.
public struct FixedAlignmentScorer: Sendable {
    private let background: ScoringBackground

    /// A scorer against speakers of a background.
    public init(_ background: ScoringBackground) {
        self.background = background
    }

    /// One score per model, in nats per frame; 0 without frames.
    ///
    /// - Parameters:
    ///   - statistics: of the voice, under the background's mixtures.
    ///   - models: speakers adapted from it.
    /// - Returns: the scores in the order of the models.
    public func scores(
        of statistics: VoiceStatistics, against models: [SpeakerModel]
    ) -> [Double] {
        precondition(
            statistics.streams.count == background.streams.count, "statistics of another model")
        let sums = zip(background.streams, statistics.streams).map(CentredSums.init)
        return models.map { model in
            var total = 0.0
            for (index, stream) in background.streams.enumerated() where sums[index].count > 0 {
                total +=
                    background.weights[index]
                    * sums[index].difference(model.streams[index], stream.tables)
            }
            return total
        }
    }
}

/// Statistics about the origin o that a background's tables are made for, y = x − o.
private struct CentredSums {
    /// N.
    let count: Double
    /// Nₖ: K.
    let zeroth: [Double]
    /// Σ_t γₖ(t) y = F + N m, with m = μ − o: K×D.
    let first: [Float]
    /// Σ_t γₖ(t) y² = N σ² + 2 F m + N m²: K×D.
    let second: [Float]

    init(_ background: StreamBackground, _ statistics: SufficientStatistics) {
        let (mixture, dimension) = (background.mixture, background.mixture.dimension)
        let (means, variances) = (mixture.means.elements, mixture.variances.elements)
        let origin = background.densities.origin
        zeroth = statistics.zeroth
        count = zeroth.reduce(0, +)
        var first: [Float] = []
        var second: [Float] = []
        for (index, f) in statistics.first.elements.enumerated() {
            let n = zeroth[index / dimension]
            let m = means[index] - Double(origin[index % dimension])
            first.append(Float(f + n * m))
            second.append(Float(n * variances[index] + 2 * f * m + n * m * m))
        }
        self.first = first
        self.second = second
    }

    /// 1/N Σₖ Nₖ (g' − g) + Σ_d [ (a' − a) Σγy + (b' − b) Σγy² ].
    func difference(_ speaker: AdaptedMixture, _ background: AdaptedMixture) -> Double {
        let dimension = first.count / zeroth.count
        // Most often both share the background's own array, which is told apart at once.
        let hasOwnVariances = speaker.quadratic != background.quadratic
        var total = 0.0
        for k in zeroth.indices {
            var sum = zeroth[k] * Double(speaker.constants[k] - background.constants[k])
            for index in k * dimension..<(k + 1) * dimension {
                sum += Double((speaker.linear[index] - background.linear[index]) * first[index])
            }
            if hasOwnVariances {
                for index in k * dimension..<(k + 1) * dimension {
                    sum += Double(
                        (speaker.quadratic[index] - background.quadratic[index]) * second[index])
                }
            }
            total += sum
        }
        return total / count
    }
}
