internal import GaussianMixtures
internal import RealModule

/// What a mixture is worth for data, in the data's units: information criteria of a mixture of
/// transformed rows, moved by the transform's log |∂z/∂x|.
public struct FitFigures: Codable, Sendable, Equatable {
    /// Σ log p(x) over all rows, weighted, in nats.
    public let logLikelihood: Double
    /// Mean log p(x), in nats.
    public let meanLogLikelihood: Double
    /// Number of free parameters of the mixture.
    public let parameterCount: Int
    /// Akaike's criterion.
    public let aic: Double
    /// The Bayesian criterion.
    public let bic: Double
    /// The integrated completed likelihood; nil where responsibilities were not asked for.
    public let icl: Double?

    private enum CodingKeys: String, CodingKey {
        case logLikelihood = "log_likelihood"
        case meanLogLikelihood = "mean_log_likelihood"
        case parameterCount = "parameter_count"
        case aic
        case bic
        case icl
    }

    /// Figures of transformed rows.
    ///
    /// - Parameters:
    ///   - criteria: of the mixture for the transformed rows.
    ///   - logVolume: Σ log |∂z/∂x| over the rows, weighted.
    ///   - totalWeight: of all rows.
    init(_ criteria: InformationCriteria, logVolume: Double, totalWeight: Double) {
        logLikelihood = criteria.logLikelihood + logVolume
        meanLogLikelihood = logLikelihood / totalWeight
        parameterCount = criteria.parameterCount
        aic = criteria.aic - 2 * logVolume
        bic = criteria.bic - 2 * logVolume
        icl = criteria.icl - 2 * logVolume
    }

    /// Figures of rows whose log-densities sum to `logLikelihood`.
    init(logLikelihood: Double, count: Int, parameterCount: Int) {
        self.logLikelihood = logLikelihood
        meanLogLikelihood = logLikelihood / Double(count)
        self.parameterCount = parameterCount
        aic = 2 * Double(parameterCount) - 2 * logLikelihood
        bic = Double(parameterCount) * .log(Double(count)) - 2 * logLikelihood
        icl = nil
    }

    var isFinite: Bool {
        [logLikelihood, meanLogLikelihood, aic, bic, icl ?? 0].allSatisfy(\.isFinite)
    }
}
