public import NumericCore
internal import RealModule

extension CovarianceType {
    /// Free parameters of K components in D columns: K − 1 weights, K·D means and the
    /// covariances' own.
    public func parameterCount(componentCount: Int, dimension: Int) -> Int {
        let triangle = dimension * (dimension + 1) / 2
        let covariances =
            switch self {
            case .spherical: componentCount
            case .diagonal: componentCount * dimension
            case .tied: triangle
            case .full: componentCount * triangle
            }
        return componentCount - 1 + componentCount * dimension + covariances
    }
}

extension GaussianMixture {
    /// Number of free parameters.
    public var parameterCount: Int {
        covarianceType.parameterCount(componentCount: componentCount, dimension: dimension)
    }
}

/// What a mixture's fit to data is worth; of two mixtures the lower value is the better one.
///
///     AIC = 2p − 2L            (Akaike, 1974)
///     BIC = p log N − 2L       (Schwarz, 1978)
///     ICL = BIC − 2 Σ_n log γ_n   (Biernacki, Celeux and Govaert, 2000)
///
/// with p free parameters, L the log-likelihood of N rows, γ_n the responsibility of each row's
/// most responsible component.
public struct InformationCriteria: Sendable, Codable, Hashable {
    /// Log-likelihood L of all rows, in nats.
    public let logLikelihood: Double
    /// Number of free parameters p.
    public let parameterCount: Int
    /// Akaike's criterion.
    public let aic: Double
    /// The Bayesian criterion.
    public let bic: Double
    /// The integrated completed likelihood: BIC that also wants components well apart.
    public let icl: Double

    /// The criteria of a mixture for data.
    ///
    /// - Parameters:
    ///   - mixture: fitted to the rows.
    ///   - rows: N×D; a NaN is a missing cell. Rows without an observed cell are not counted.
    ///   - weights: what each row counts, their sum being N; nil for 1 each.
    /// - Throws: ``MixtureError`` for rows that cannot be scored, and without any that count.
    public init(
        _ mixture: GaussianMixture, of rows: some FrameSource, weights: [Double]? = nil
    ) throws {
        try MixtureError.check(weights: weights, frameCount: rows.count)
        let pairs = try MixtureAnswers(mixture).map(rows) { row, joint in
            row.allSatisfy(\.isNaN) ? nil : (total: logSumExp(joint), best: joint.max() ?? 0)
        }
        var (logLikelihood, completed, count) = (0.0, 0.0, 0.0)
        for (n, pair) in pairs.enumerated() {
            let weight = weights?[n] ?? 1
            guard let pair, weight > 0 else { continue }
            guard pair.total.isFinite else { throw MixtureError.beyondReach(frame: n) }
            logLikelihood += weight * pair.total
            completed += weight * pair.best
            count += weight
        }
        guard count > 0 else { throw MixtureError.tooFewFrames(got: 0, components: 1) }
        let penalty = Double(mixture.parameterCount)
        self.logLikelihood = logLikelihood
        parameterCount = mixture.parameterCount
        aic = 2 * penalty - 2 * logLikelihood
        bic = penalty * .log(count) - 2 * logLikelihood
        icl = penalty * .log(count) - 2 * completed
    }
}
