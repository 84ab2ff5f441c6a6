internal import NumericCore

/// A mixture cut in two for rows that lack the same cells: the observed columns o and the missing
/// ones m.
struct ObservedColumns: Sendable {
    /// The whole mixture.
    let mixture: GaussianMixture
    /// o, rising.
    let observed: [Int]
    /// m, rising.
    let missing: [Int]
    /// The mixture of o alone.
    let marginal: GaussianMixture

    /// Some columns of a mixture, at least one.
    init(_ observed: [Int], of mixture: GaussianMixture) throws(MixtureError) {
        let isObserved = Set(observed)
        self.mixture = mixture
        self.observed = observed
        missing = (0..<mixture.dimension).filter { !isObserved.contains($0) }
        marginal = try mixture.marginal(validColumns: observed)
    }

    /// What o says of m: a regression for every full covariance, one for a tied one, none for
    /// those without correlations.
    var regressions: [Regression] {
        mixture.factors.indices.map { k in
            Regression(
                mixture.covariance(of: k), observed: observed, missing: missing,
                factor: marginal.factor(of: k))
        }
    }
}
