/// Scores relative to the voices that come nearest to the clip.
///
/// With J(i) the N best scores s_j of all voices j ≠ i, enrolled or of the background model's
/// cohort,
///
///     s'_i = s_i − 1/N Σ_{j ∈ J(i)} s_j
///
/// (Rosenberg, DeLong, Lee, Juang and Soong, "The use of cohort normalized scores for speaker
/// verification", 1992). What lifts everybody's score, such as a noise or a channel that the
/// background model knows little of, falls out.
public struct CohortNormalization: Codable, Sendable, Hashable {
    /// N: how many of the others are looked at.
    public let nearest: Int

    /// A normalisation by the nearest `nearest` others.
    public init(nearest: Int) {
        self.nearest = nearest
    }

    /// The scores of some voices relative to the nearest of the others and of a cohort.
    ///
    /// - Parameters:
    ///   - scores: one per voice, in nats per frame.
    ///   - cohort: scores of further voices.
    /// - Returns: one value per voice, in nats per frame; the score itself where there are no
    ///   others at all.
    public func normalized(_ scores: [Double], cohort: [Double]) -> [Double] {
        let all = scores + cohort
        // The N + 1 best hold the N best others of any voice.
        let best = all.indices.sorted { (-all[$0], $0) < (-all[$1], $1) }.prefix(nearest + 1)
        return scores.indices.map { voice in
            let others = best.lazy.filter { $0 != voice }.prefix(nearest)
            guard !others.isEmpty else { return scores[voice] }
            return scores[voice] - others.reduce(0) { $0 + all[$1] } / Double(others.count)
        }
    }
}
