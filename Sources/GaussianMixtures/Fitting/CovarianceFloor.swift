internal import NumericCore

/// Keeps covariances from collapsing.
///
/// With F = diag f, the floors of the columns, the most likely covariance among those with
/// Σ − F ≥ 0 is the most likely one of all with its eigenvalues, in units of F, raised to 1.
/// Without correlations that is max(σ²_d, f_d). EM under such a bound never loses likelihood.
struct CovarianceFloor: Sendable {
    /// f: D.
    let variances: [Double]

    /// The spherical variance's floor: the mean of the columns'.
    var mean: Double { variances.reduce(0, +) / Double(variances.count) }

    /// The matrix, raised where it must be; whether it had to be.
    func apply(to matrix: Matrix<Double>) -> (matrix: Matrix<Double>, isRaised: Bool) {
        let size = matrix.rows
        let roots = variances.map { $0.squareRoot() }
        var scaled = matrix
        for i in 0..<size {
            for j in 0..<size { scaled[i, j] = matrix[i, j] / roots[i] / roots[j] }
        }
        var excess = scaled
        for i in 0..<size { excess[i, i] -= 1 }
        if CholeskyFactor(excess) != nil { return (matrix, false) }
        let eigen = SymmetricEigen(scaled)
        var raised = eigen.recomposed(eigen.values.map { max($0, 1) })
        for i in 0..<size {
            for j in 0..<size { raised[i, j] *= roots[i] * roots[j] }
        }
        return (raised, true)
    }
}
