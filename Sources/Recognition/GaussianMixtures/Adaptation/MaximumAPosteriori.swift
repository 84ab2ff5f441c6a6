internal import NumericCore

/// Adaptation of a mixture to a speaker by maximum a posteriori (Reynolds, Quatieri and Dunn,
/// "Speaker verification using adapted Gaussian mixture models", 2000, equations 11 to 14).
///
/// With αₖ = Nₖ / (Nₖ + r), E[x] = μₖ + Fₖ/Nₖ and prior E[x²] = σ²ₖ + μₖ², their equations
///
///     wₖ'  = [ αₖ Nₖ/T + (1 − αₖ) wₖ ] · const
///     μₖ'  = αₖ E[x] + (1 − αₖ) μₖ
///     σ²ₖ' = αₖ E[x²] + (1 − αₖ)(σ²ₖ + μₖ²) − μₖ'²
///
/// become, with statistics that are centred on μ and δₖ = Fₖ/Nₖ,
///
///     μₖ'  = μₖ + αₖ δₖ = μₖ + Fₖ / (Nₖ + r)
///     σ²ₖ' = αₖ Sₖ/Nₖ + (1 − αₖ) σ²ₖ − (αₖ δₖ)²
///
/// The prior belief that r stands for is the variance of a frame over that of speakers' means,
/// which is not the same for all dimensions: derivatives of cepstra differ less from speaker to
/// speaker than the cepstra themselves. So each of some equal parts of a frame may have its own r.
public struct MaximumAPosteriori: Sendable, Codable, Hashable {
    /// What is adapted; the rest stays the background's.
    public struct Parameters: OptionSet, Sendable, Codable, Hashable {
        /// The bits.
        public let rawValue: Int
        /// Some of the three.
        public init(rawValue: Int) { self.rawValue = rawValue }
        /// The means μ.
        public static let means = Parameters(rawValue: 1)
        /// The weights w.
        public static let weights = Parameters(rawValue: 2)
        /// The variances σ².
        public static let variances = Parameters(rawValue: 4)
    }

    /// Relevance factors r of consecutive equal parts of a frame, in frames: a component seen for
    /// r frames lies half-way between background and speaker. Weights have their mean.
    public let relevanceFactors: [Double]
    /// What is adapted.
    public let parameters: Parameters

    /// An adaptation.
    ///
    /// - Parameters:
    ///   - relevanceFactor: r in frames, positive.
    ///   - parameters: what is adapted.
    /// - Throws: ``MixtureError/invalidOptions(_:)`` when r is not positive and finite.
    public init(
        relevanceFactor: Double, parameters: Parameters = .means
    ) throws(MixtureError) {
        try self.init(relevanceFactors: [relevanceFactor], parameters: parameters)
    }

    /// An adaptation in which parts of a frame differ.
    ///
    /// - Parameters:
    ///   - relevanceFactors: r of consecutive equal parts of a frame, in frames, positive; at
    ///     least one.
    ///   - parameters: what is adapted.
    /// - Throws: ``MixtureError/invalidOptions(_:)`` when there is none, or one is not positive
    ///   and finite.
    public init(
        relevanceFactors: [Double], parameters: Parameters = .means
    ) throws(MixtureError) {
        self.relevanceFactors = relevanceFactors
        self.parameters = parameters
        guard isUsable else {
            throw .invalidOptions("relevance factors are positive, got \(relevanceFactors)")
        }
    }

    /// Whether speakers can be adapted this way; what is decoded may be anything.
    public var isUsable: Bool {
        !relevanceFactors.isEmpty && relevanceFactors.allSatisfy { $0 > 0 && $0.isFinite }
    }

    /// The mixture of a speaker.
    ///
    /// - Parameters:
    ///   - background: the mixture that gave the statistics.
    ///   - statistics: of the speaker's frames.
    /// - Returns: the adapted mixture; variances are at least a hundredth of the background's.
    /// - Throws: ``MixtureError`` when the shapes differ, a frame cannot be cut into as many equal
    ///   parts as there are relevance factors, or a value is not finite.
    public func adapt(
        _ background: GaussianMixture, to statistics: SufficientStatistics
    ) throws(MixtureError) -> GaussianMixture {
        guard background.covarianceType == .diagonal else {
            throw .invalidParameters("only mixtures with diagonal covariances are adapted")
        }
        guard statistics.componentCount == background.componentCount,
            statistics.dimension == background.dimension,
            statistics.covarianceType == .diagonal
        else { throw .invalidParameters("statistics of another mixture") }
        let relevance = try relevance(dimension: background.dimension)
        let weightRelevance = relevanceFactors.reduce(0, +) / Double(relevanceFactors.count)
        let total = statistics.zeroth.reduce(0, +)
        var weights = background.weights
        var (means, variances) = (background.means, background.variances)
        for k in weights.indices where statistics.zeroth[k] > 0 {
            let occupancy = statistics.zeroth[k]
            if parameters.contains(.weights) {
                let alpha = occupancy / (occupancy + weightRelevance)
                let share = occupancy / total
                weights[k] = alpha * share + (1 - alpha) * background.weights[k]
            }
            for d in 0..<background.dimension {
                let alpha = occupancy / (occupancy + relevance[d])
                let shift = statistics.first[k, d] / (occupancy + relevance[d])
                let adaptedShift = parameters.contains(.means) ? shift : 0
                means[k, d] += adaptedShift
                if parameters.contains(.variances) {
                    variances[k, d] = variance(
                        prior: background.variances[k, d], alpha: alpha,
                        observed: statistics.second[k, d] / occupancy,
                        delta: statistics.first[k, d] / occupancy, shift: adaptedShift)
                }
            }
        }
        let sum = weights.reduce(0, +)
        return try GaussianMixture(
            weights: weights.map { $0 / sum }, means: means, variances: variances)
    }

    /// r of each dimension.
    private func relevance(dimension: Int) throws(MixtureError) -> [Double] {
        guard dimension.isMultiple(of: relevanceFactors.count) else {
            throw .invalidOptions(
                "\(relevanceFactors.count) relevance factors for frames of \(dimension) values, "
                    + "which is not a multiple")
        }
        let length = dimension / relevanceFactors.count
        return (0..<dimension).map { relevanceFactors[$0 / length] }
    }

    /// σ²' about μ + `shift`: E[(x − μ')²] = α(S/N − 2·shift·δ) + (1 − α)σ² + shift².
    /// With shift = αδ this is the formula above.
    private func variance(
        prior: Double, alpha: Double, observed: Double, delta: Double, shift: Double
    ) -> Double {
        let adapted =
            alpha * (observed - 2 * shift * delta) + (1 - alpha) * prior + shift * shift
        return max(adapted, prior / 100)
    }
}
