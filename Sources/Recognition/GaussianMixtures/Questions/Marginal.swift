internal import NumericCore

extension GaussianMixture {
    /// The mixture of some columns alone: p(x_o) = Σₖ wₖ N(x_o; μₖ_o, Σₖ_oo), of the same type.
    ///
    /// - Parameter columns: which, and in which order; none twice.
    /// - Returns: a mixture over these columns.
    /// - Throws: ``MixtureError/invalidOptions(_:)`` when there is none or it does not exist.
    public func marginal(columns: [Int]) throws(MixtureError) -> GaussianMixture {
        guard !columns.isEmpty, Set(columns).count == columns.count,
            columns.allSatisfy({ $0 >= 0 && $0 < dimension })
        else {
            throw .invalidOptions(
                "columns must be different ones from 0 to \(dimension - 1), got \(columns)")
        }
        return try marginal(validColumns: columns)
    }

    /// The same for columns that are known to exist.
    func marginal(validColumns columns: [Int]) throws(MixtureError) -> GaussianMixture {
        try GaussianMixture(
            weights: weights, means: means.selecting(columns: columns),
            covariances: covariances.selecting(columns: columns))
    }
}
