internal import NumericCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension GaussianMixture {
    /// The mixture of a point's missing columns given the observed ones, p(x_m | x_o), of the
    /// same type; its columns are the missing ones in their order.
    ///
    ///     wₖ' = γₖ(x_o)     μₖ' = μₖ_m + Bₖ (x_o − μₖ_o)     Σₖ' = Cₖ
    ///
    /// - Parameter point: D values, NaN where a value is missing; at least one is.
    /// - Returns: a mixture over the missing columns.
    /// - Throws: ``MixtureError`` when the point has another length, an infinite value or none
    ///   missing, or when it is beyond the reach of every component.
    public func conditional(on point: [Double]) throws(MixtureError) -> GaussianMixture {
        guard point.count == dimension else {
            throw .dimensionMismatch(expected: dimension, got: point.count)
        }
        guard !point.contains(where: \.isInfinite) else { throw .nonFiniteData(frame: 0) }
        let observed = point.indices.filter { !point[$0].isNaN }
        let missing = point.indices.filter { point[$0].isNaN }
        guard !missing.isEmpty else {
            throw .invalidOptions("a conditional needs a missing value, NaN, in the point")
        }
        guard !observed.isEmpty else { return self }
        let marginal = try marginal(validColumns: observed)
        let joint = marginal.componentLogDensities(of: observed.map { point[$0] })
        let total = logSumExp(joint)
        guard total.isFinite else {
            throw .invalidParameters("the point is beyond the reach of every component")
        }
        var means = means.selecting(columns: missing)
        var residuals: [Matrix<Double>] = []
        if !factors.isEmpty {
            for k in weights.indices {
                let regression = Regression(
                    covariance(of: k), observed: observed, missing: missing,
                    factor: marginal.factor(of: k))
                let shift = regression.expected(observed.map { point[$0] - self.means[k, $0] })
                for d in missing.indices { means[k, d] += shift[d] }
                residuals.append(regression.residual)
            }
        }
        let covariances: Covariances =
            switch self.covariances {
            case .spherical, .diagonal: self.covariances.selecting(columns: missing)
            case .tied: .tied(residuals[0])
            case .full: .full(residuals)
            }
        return try GaussianMixture(
            weights: joint.map { exp($0 - total) }, means: means, covariances: covariances)
    }

    /// Σₖ wₖ μₖ: D values.
    public var mean: [Double] {
        (0..<dimension).map { d in
            weights.indices.reduce(0) { $0 + weights[$1] * means[$1, d] }
        }
    }
}
