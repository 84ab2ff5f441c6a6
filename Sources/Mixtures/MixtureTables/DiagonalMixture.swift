public import GaussianMixtures
internal import NumericCore

extension TableMixture {
    /// The mixture of the data's columns, in their units, with diagonal covariances: with the scales
    /// s and means m of standardization, μ_x = s μ_z + m and σ²_x = s² σ²_z.
    ///
    /// - Throws: ``WorkbenchError/notDiagonal(covariance:isProjected:)`` when its covariances are
    ///   not diagonal there; `MixtureError`, `TableError` when the units' numbers are not finite.
    public func diagonalMixture() throws -> GaussianMixture {
        let type = mixture.covarianceType
        let isProjected = transform.principalComponents != nil
        guard !isProjected, type == .diagonal || type == .spherical else {
            throw WorkbenchError.notDiagonal(covariance: type, isProjected: isProjected)
        }
        var variances = mixture.variances
        if let scales = transform.standardization?.scales {
            for index in variances.elements.indices {
                let scale = scales[index % scales.count]
                variances.elements[index] *= scale * scale
            }
        }
        return try GaussianMixture(
            weights: mixture.weights, means: try transform.inverse(mixture.means),
            variances: variances)
    }
}
