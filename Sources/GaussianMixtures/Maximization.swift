internal import NumericCore

/// The M-step: the mixture that makes some statistics most likely, kept from degenerating.
///
///     wₖ = Nₖ / T        μₖ' = μₖ + δₖ,  δₖ = Fₖ / Nₖ        σ²ₖ' = Sₖ / Nₖ − δₖ²
///
/// (Bishop 2006, equations 9.24 to 9.26, for diagonal covariances and centred statistics.)
/// Variances and weights have floors. A component that explains too few frames is dead: it is
/// moved to the heaviest component, which it then shares.
public struct Maximization: Sendable {
    /// The lowest variance of each dimension: D.
    public let varianceFloor: [Double]
    /// The lowest weight.
    public let weightFloor: Double
    /// A component with fewer frames than this is dead.
    public let minimumOccupancy: Double

    /// Limits for every update.
    public init(varianceFloor: [Double], weightFloor: Double, minimumOccupancy: Double) {
        self.varianceFloor = varianceFloor
        self.weightFloor = weightFloor
        self.minimumOccupancy = minimumOccupancy
    }

    /// A new mixture and the number of components that had died.
    public struct Update: Sendable {
        /// The mixture.
        public let mixture: GaussianMixture
        /// How many components were dead and have been seeded anew.
        public let reseededCount: Int
    }

    /// The update of a mixture from the statistics that it gave.
    ///
    /// - Throws: ``MixtureError/invalidParameters(_:)`` when the statistics are not finite.
    public func update(
        _ mixture: GaussianMixture, with statistics: SufficientStatistics
    ) throws(MixtureError) -> Update {
        var weights = statistics.zeroth.map { $0 / max(1, Double(statistics.frameCount)) }
        var (means, variances) = (mixture.means, mixture.variances)
        let dead = weights.indices.filter { statistics.zeroth[$0] < minimumOccupancy }
        for k in weights.indices where statistics.zeroth[k] >= minimumOccupancy {
            for d in 0..<mixture.dimension {
                let shift = statistics.first[k, d] / statistics.zeroth[k]
                let variance = statistics.second[k, d] / statistics.zeroth[k] - shift * shift
                means[k, d] += shift
                variances[k, d] = max(variance, varianceFloor[d])
            }
        }
        // With nobody alive to share with, the dead stay where they are.
        var alive = weights.indices.filter { statistics.zeroth[$0] >= minimumOccupancy }
        for k in dead {
            guard let heaviest = alive.max(by: { weights[$0] < weights[$1] }) else { break }
            split(heaviest, into: k, &weights, &means, &variances)
            alive.append(k)
        }
        for k in weights.indices { weights[k] = max(weights[k], weightFloor) }
        let sum = weights.reduce(0, +)
        return Update(
            mixture: try GaussianMixture(
                weights: weights.map { $0 / sum }, means: means, variances: variances),
            reseededCount: dead.count)
    }

    /// Moves two components half a standard deviation to either side of one, with half its weight.
    private func split(
        _ source: Int, into target: Int, _ weights: inout [Double], _ means: inout Matrix<Double>,
        _ variances: inout Matrix<Double>
    ) {
        weights[source] /= 2
        weights[target] = weights[source]
        for d in 0..<means.columns {
            let (mean, variance) = (means[source, d], variances[source, d])
            means[target, d] = mean - 0.5 * variance.squareRoot()
            means[source, d] = mean + 0.5 * variance.squareRoot()
            variances[target, d] = variance
        }
    }
}
