internal import NumericCore

/// The M-step: the mixture that makes some statistics most likely, kept from degenerating.
///
///     wₖ = Nₖ / T        μₖ' = μₖ + δₖ,  δₖ = Fₖ / Nₖ
///     σ²ₖ' = Sₖ / Nₖ − δₖ²                          diagonal; spherical its mean over columns
///     Σₖ' = Sₖ / Nₖ − δₖ δₖᵀ                        full
///     Σ'  = (S − Σₖ Nₖ δₖ δₖᵀ) / Σₖ Nₖ              tied
///
/// (Bishop 2006, equations 9.24 to 9.26, for centred statistics.) Covariances and weights have
/// floors. A component that explains too few frames is dead: it is moved to the heaviest
/// component, which it then shares.
public struct Maximization: Sendable {
    /// The lowest variance of each dimension: D. In full and tied covariances no direction has
    /// less, measured in these units.
    public let varianceFloor: [Double]
    /// The lowest weight.
    public let weightFloor: Double
    /// A component whose frames count less than this is dead.
    public let minimumOccupancy: Double
    /// Added to every variance after the floor; scikit-learn's `reg_covar`.
    public let covarianceRegularization: Double

    /// Limits for every update.
    public init(
        varianceFloor: [Double], weightFloor: Double, minimumOccupancy: Double,
        covarianceRegularization: Double = 0
    ) {
        self.varianceFloor = varianceFloor
        self.weightFloor = weightFloor
        self.minimumOccupancy = minimumOccupancy
        self.covarianceRegularization = covarianceRegularization
    }

    /// A new mixture and what had to be repaired.
    public struct Update: Sendable {
        /// The mixture.
        public let mixture: GaussianMixture
        /// How many components were dead and have been seeded anew; none where all are dead.
        public let reseededCount: Int
        /// How many components had collapsed in some direction and are held by the floor.
        public let flooredCount: Int
    }

    /// The update of a mixture from the statistics that it gave.
    ///
    /// - Throws: ``MixtureError/invalidParameters(_:)`` when the statistics are not finite or
    ///   belong to another mixture; ``MixtureError/tooFewFrames(got:components:)`` when all frames
    ///   together are too few for a component to live.
    public func update(
        _ mixture: GaussianMixture, with statistics: SufficientStatistics
    ) throws(MixtureError) -> Update {
        guard statistics.componentCount == mixture.componentCount,
            statistics.dimension == mixture.dimension,
            statistics.covarianceType == mixture.covarianceType
        else { throw .invalidParameters("statistics of another mixture") }
        guard statistics.totalWeight >= minimumOccupancy, statistics.totalWeight > 0 else {
            throw .tooFewFrames(
                got: statistics.frameCount, components: mixture.componentCount)
        }
        var weights = statistics.zeroth.map { $0 / statistics.totalWeight }
        let isAlive = statistics.zeroth.map { $0 > 0 && $0 >= minimumOccupancy }
        var means = mixture.means
        for k in weights.indices where isAlive[k] {
            for d in 0..<mixture.dimension {
                means[k, d] += statistics.first[k, d] / statistics.zeroth[k]
            }
        }
        var (covariances, flooredCount) = self.covariances(mixture, statistics, isAlive)
        // With nobody alive to share with, the dead stay where they are.
        var alive = weights.indices.filter { isAlive[$0] }
        let dead = alive.isEmpty ? [] : weights.indices.filter { !isAlive[$0] }
        for k in dead {
            guard let heaviest = alive.max(by: { weights[$0] < weights[$1] }) else { break }
            weights[heaviest] /= 2
            weights[k] = weights[heaviest]
            var sources = Array(weights.indices)
            sources[k] = heaviest
            covariances = covariances.selecting(sources)
            let step = covariances.spread(of: heaviest, dimension: mixture.dimension)
            for d in 0..<mixture.dimension {
                means[k, d] = means[heaviest, d] - 0.5 * step[d]
                means[heaviest, d] += 0.5 * step[d]
            }
            alive.append(k)
        }
        for k in weights.indices { weights[k] = max(weights[k], weightFloor) }
        let sum = weights.reduce(0, +)
        weights = weights.map { $0 / sum }
        return Update(
            mixture: try GaussianMixture(
                weights: weights, means: means, covariances: covariances),
            reseededCount: dead.count, flooredCount: flooredCount)
    }

    /// The covariances of the living components, floored; the dead keep theirs.
    private func covariances(
        _ mixture: GaussianMixture, _ statistics: SufficientStatistics, _ isAlive: [Bool]
    ) -> (Covariances, flooredCount: Int) {
        let (floor, width) = (CovarianceFloor(variances: varianceFloor), mixture.dimension)
        let alive = isAlive.indices.filter { isAlive[$0] }
        var flooredCount = 0
        func variance(_ k: Int, _ d: Int) -> Double {
            let shift = statistics.first[k, d] / statistics.zeroth[k]
            return statistics.second[k, d] / statistics.zeroth[k] - shift * shift
        }
        switch mixture.covariances {
        case .spherical(var variances):
            for k in alive {
                let mean = (0..<width).reduce(0) { $0 + variance(k, $1) } / Double(width)
                if mean < floor.mean { flooredCount += 1 }
                variances[k] = max(mean, floor.mean) + covarianceRegularization
            }
            return (.spherical(variances), flooredCount)
        case .diagonal(var variances):
            for k in alive {
                var isFloored = false
                for d in 0..<width {
                    let variance = variance(k, d)
                    isFloored = isFloored || variance < varianceFloor[d]
                    variances[k, d] = max(variance, varianceFloor[d]) + covarianceRegularization
                }
                if isFloored { flooredCount += 1 }
            }
            return (.diagonal(variances), flooredCount)
        case .full(var matrices):
            for k in alive {
                let (matrix, isFloored) = floor.apply(
                    to: statistics.covariance([k], row: k))
                if isFloored { flooredCount += 1 }
                matrices[k] = matrix.addingToDiagonal(covarianceRegularization)
            }
            return (.full(matrices), flooredCount)
        case .tied(let old):
            guard !alive.isEmpty else { return (.tied(old), 0) }
            let (matrix, isFloored) = floor.apply(to: statistics.covariance(alive, row: 0))
            return (
                .tied(matrix.addingToDiagonal(covarianceRegularization)),
                isFloored ? mixture.componentCount : 0
            )
        }
    }
}

extension SufficientStatistics {
    /// (S − Σₖ Nₖ δₖ δₖᵀ) / Σₖ Nₖ over components that share one matrix S.
    fileprivate func covariance(_ components: [Int], row: Int) -> Matrix<Double> {
        var matrix = second.square(row, side: dimension)
        for k in components {
            for i in 0..<dimension {
                let shift = first[k, i] / zeroth[k]
                for j in 0..<dimension { matrix[i, j] -= shift * first[k, j] }
            }
        }
        let count = covarianceType == .tied ? zeroth.reduce(0, +) : zeroth[row]
        for index in matrix.elements.indices { matrix.elements[index] /= count }
        return matrix.symmetrized
    }
}
