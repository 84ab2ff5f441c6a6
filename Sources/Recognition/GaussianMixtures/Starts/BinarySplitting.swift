internal import NumericCore

/// Doubles a mixture: every component, or as many of the heaviest as are wanted, becomes two
/// (Linde, Buzo and Gray, 1980).
///
///     μ ± ε s,   w / 2,   Σ as before,   s one standard deviation in the widest direction
enum BinarySplitting {
    /// ε: how far the halves move apart, in standard deviations.
    static let distance = 0.2

    /// A mixture of at most twice as many components.
    static func split(
        _ mixture: GaussianMixture, upTo componentCount: Int
    ) throws(MixtureError) -> GaussianMixture {
        let extra = min(mixture.componentCount, componentCount - mixture.componentCount)
        let heaviest = mixture.weights.indices
            .sorted { (mixture.weights[$0], $1) > (mixture.weights[$1], $0) }
            .prefix(extra).sorted()
        var (weights, means) = (mixture.weights, mixture.means.elements)
        for k in heaviest {
            weights[k] /= 2
            weights.append(weights[k])
            let spread = mixture.covariances.spread(of: k, dimension: mixture.dimension)
            for d in 0..<mixture.dimension {
                let step = distance * spread[d]
                means[k * mixture.dimension + d] += step
                means.append(mixture.means[k, d] - step)
            }
        }
        return try GaussianMixture(
            weights: weights,
            means: Matrix(rows: weights.count, columns: mixture.dimension, elements: means),
            covariances: mixture.covariances.selecting(Array(mixture.weights.indices) + heaviest))
    }
}
