public import NumericCore
internal import RealModule

/// A mixture of K Gaussians in D dimensions:
///
///     p(x) = Σₖ wₖ N(x; μₖ, Σₖ)
///
/// The parameters are Double; frames that are scored with it are Float or Double.
///
/// ```swift
/// let mixture = try GaussianMixture(
///     weights: [0.3, 0.7],
///     means: Matrix(rows: 2, columns: 1, elements: [-1, 1]),
///     covariances: .spherical([1, 0.5]))
/// mixture.logDensity(of: [0.2])  // nats
/// ```
public struct GaussianMixture: Sendable, Equatable {
    /// Weights w, K of them; none negative, their sum 1.
    public let weights: [Double]
    /// Means μ: K×D.
    public let means: Matrix<Double>
    /// Covariances Σ, all positive definite.
    public let covariances: Covariances
    /// Variances σ²: K×D, the diagonals of the covariances.
    public let variances: Matrix<Double>
    /// Σₖ = LₖLₖᵀ: K factors of full covariances, one of a tied covariance, none of the others.
    let factors: [CholeskyFactor]

    /// Number of components K.
    public var componentCount: Int { weights.count }
    /// Length D of a frame.
    public var dimension: Int { means.columns }
    /// How free the covariances are.
    public var covarianceType: CovarianceType { covariances.type }

    /// A mixture of given parameters.
    ///
    /// - Parameters:
    ///   - weights: K weights; their sum may be off 1 by rounding, up to 10⁻⁶.
    ///   - means: K×D.
    ///   - covariances: of K components in D columns.
    /// - Throws: ``MixtureError/invalidParameters(_:)`` when they are no mixture.
    public init(
        weights: [Double], means: Matrix<Double>, covariances: Covariances
    ) throws(MixtureError) {
        guard !weights.isEmpty, means.columns > 0 else {
            throw .invalidParameters("it needs at least one component and one column")
        }
        guard means.rows == weights.count else {
            throw .invalidParameters("\(weights.count) weights but \(means.rows) rows of means")
        }
        if let fault = covariances.fault(
            componentCount: means.rows, dimension: means.columns)
        {
            throw .invalidParameters(fault)
        }
        guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }),
            abs(weights.reduce(0, +) - 1) <= 1e-6
        else { throw .invalidParameters("weights must be at least 0 and sum to 1") }
        guard means.elements.allSatisfy(\.isFinite) else {
            throw .invalidParameters("a mean is not finite")
        }
        let matrices: [Matrix<Double>] =
            switch covariances {
            case .spherical, .diagonal: []
            case .tied(let matrix): [matrix]
            case .full(let matrices): matrices
            }
        factors = matrices.compactMap { CholeskyFactor($0) }
        guard factors.count == matrices.count else {
            throw .invalidParameters(
                "a covariance is not positive definite; raise the variance floor")
        }
        self.weights = weights
        self.means = means
        self.covariances = covariances
        variances = covariances.variances(
            componentCount: means.rows, dimension: means.columns)
    }

    /// A mixture with diagonal covariances.
    ///
    /// - Parameters:
    ///   - weights: K weights; their sum may be off 1 by rounding, up to 10⁻⁶.
    ///   - means: K×D.
    ///   - variances: K×D.
    /// - Throws: ``MixtureError/invalidParameters(_:)`` when they are no mixture.
    public init(
        weights: [Double], means: Matrix<Double>, variances: Matrix<Double>
    ) throws(MixtureError) {
        try self.init(weights: weights, means: means, covariances: .diagonal(variances))
    }

    /// The mean Σₖ wₖ μₖ of the whole mixture: D values.
    public var mean: [Double] {
        (0..<dimension).map { d in
            weights.indices.reduce(0) { $0 + weights[$1] * means[$1, d] }
        }
    }

    /// Σₖ as a matrix, D×D, whatever the type.
    public func covariance(of component: Int) -> Matrix<Double> {
        switch covariances {
        case .spherical, .diagonal: Matrix(diagonal: Array(variances.row(component)))
        case .tied(let matrix): matrix
        case .full(let matrices): matrices[component]
        }
    }

    /// The factor of Σₖ for tied and full covariances.
    func factor(of component: Int) -> CholeskyFactor {
        factors[factors.count == 1 ? 0 : component]
    }

    /// log wₖ N(x; μₖ, Σₖ) for every component k, in nats, term by term in Double.
    ///
    ///     log wₖ − ½ [ D log 2π + log |Σₖ| + (x − μₖ)ᵀ Σₖ⁻¹ (x − μₖ) ]
    ///
    /// The plain form, for a few points and for tests; `Expectation` scores blocks.
    public func componentLogDensities(of point: [Double]) -> [Double] {
        precondition(point.count == dimension, "a point of \(dimension) values")
        return weights.indices.map { k in
            let deviation = point.indices.map { point[$0] - means[k, $0] }
            var sum = 0.0
            if factors.isEmpty {
                for d in 0..<dimension {
                    sum += .log(2 * Double.pi * variances[k, d])
                    sum += deviation[d] * deviation[d] / variances[k, d]
                }
            } else {
                sum = Double(dimension) * .log(2 * Double.pi) + factor(of: k).logDeterminant
                for z in factor(of: k).whiten(deviation) { sum += z * z }
            }
            return .log(weights[k]) - sum / 2
        }
    }

    /// log p(x), in nats.
    public func logDensity(of point: [Double]) -> Double {
        logSumExp(componentLogDensities(of: point))
    }
}
