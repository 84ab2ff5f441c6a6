public import NumericCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A mixture of K Gaussians in D dimensions with diagonal covariances:
///
///     p(x) = Σₖ wₖ N(x; μₖ, diag σ²ₖ)
///
/// The parameters are Double; frames that are scored with it are Float.
///
/// ```swift
/// let mixture = try GaussianMixture(
///     weights: [0.3, 0.7],
///     means: Matrix(rows: 2, columns: 1, elements: [-1, 1]),
///     variances: Matrix(rows: 2, columns: 1, elements: [1, 0.5]))
/// mixture.logDensity(of: [0.2])  // nats
/// ```
public struct GaussianMixture: Sendable, Equatable {
    /// Weights w, K of them; none negative, their sum 1.
    public let weights: [Double]
    /// Means μ: K×D.
    public let means: Matrix<Double>
    /// Variances σ²: K×D, all positive.
    public let variances: Matrix<Double>

    /// Number of components K.
    public var componentCount: Int { weights.count }
    /// Length D of a frame.
    public var dimension: Int { means.columns }

    /// A mixture of given parameters.
    ///
    /// - Parameters:
    ///   - weights: K weights; their sum may be off 1 by rounding, up to 10⁻⁶.
    ///   - means: K×D.
    ///   - variances: K×D.
    /// - Throws: ``MixtureError/invalidParameters(_:)`` when they are no mixture.
    public init(
        weights: [Double], means: Matrix<Double>, variances: Matrix<Double>
    ) throws(MixtureError) {
        guard !weights.isEmpty, means.columns > 0 else {
            throw .invalidParameters("it needs at least one component and one dimension")
        }
        guard means.rows == weights.count else {
            throw .invalidParameters("\(weights.count) weights but \(means.rows) rows of means")
        }
        guard variances.rows == means.rows, variances.columns == means.columns else {
            throw .invalidParameters(
                "means are \(means.rows)×\(means.columns) "
                    + "but variances \(variances.rows)×\(variances.columns)")
        }
        guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }),
            abs(weights.reduce(0, +) - 1) <= 1e-6
        else { throw .invalidParameters("weights must be at least 0 and sum to 1") }
        guard means.elements.allSatisfy(\.isFinite) else {
            throw .invalidParameters("a mean is not finite")
        }
        guard variances.elements.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw .invalidParameters("a variance is not positive and finite")
        }
        self.weights = weights
        self.means = means
        self.variances = variances
    }

    /// log wₖ N(x; μₖ, σ²ₖ) for every component k, in nats, term by term in Double.
    ///
    ///     log wₖ − ½ Σ_d [ log 2πσ²ₖ_d + (x_d − μₖ_d)² / σ²ₖ_d ]
    ///
    /// The plain form, for a few points and for tests; ``ComponentLogDensities`` scores blocks.
    public func componentLogDensities(of point: [Double]) -> [Double] {
        precondition(point.count == dimension, "a point of \(dimension) values")
        return weights.indices.map { k in
            var sum = 0.0
            for d in 0..<dimension {
                let deviation = point[d] - means[k, d]
                sum += log(2 * Double.pi * variances[k, d])
                sum += deviation * deviation / variances[k, d]
            }
            return log(weights[k]) - sum / 2
        }
    }

    /// log p(x), in nats.
    public func logDensity(of point: [Double]) -> Double {
        logSumExp(componentLogDensities(of: point))
    }
}
