internal import NumericCore
internal import RealModule

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
        guard observed.count < dimension else {
            throw .invalidOptions("a conditional needs a missing value, NaN, in the point")
        }
        guard !observed.isEmpty else { return self }
        let columns = try ObservedColumns(observed, of: self)
        let joint = columns.marginal.componentLogDensities(of: observed.map { point[$0] })
        let total = logSumExp(joint)
        guard total.isFinite else { throw .beyondReach(frame: 0) }
        var means = means.selecting(columns: columns.missing)
        let regressions = columns.regressions
        if !regressions.isEmpty {
            for k in weights.indices {
                let shift = regressions[regressions.count == 1 ? 0 : k]
                    .expected(observed.map { point[$0] - self.means[k, $0] })
                for d in shift.indices { means[k, d] += shift[d] }
            }
        }
        let covariances: Covariances =
            switch self.covariances {
            case .spherical, .diagonal: self.covariances.selecting(columns: columns.missing)
            case .tied: .tied(regressions[0].residual)
            case .full: .full(regressions.map(\.residual))
            }
        return try GaussianMixture(
            weights: joint.map { .exp($0 - total) }, means: means, covariances: covariances)
    }
}
