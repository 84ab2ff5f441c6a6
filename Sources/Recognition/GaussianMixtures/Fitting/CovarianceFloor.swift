internal import NumericCore

/// Keeps covariances from collapsing.
///
/// With F = diag f, the floors of the columns, the most likely covariance among those with
/// Σ − F ≥ 0 is the most likely one of all with its eigenvalues, in units of F, raised to 1.
/// Without correlations that is max(σ²_d, f_d). EM under such a bound never loses likelihood.
///
/// An eigenvalue below some D ε of the largest one is rounding whatever the floor, and would make
/// the matrix useless: it is raised to 8 D ε λ₁, ε = 2⁻⁵².
struct CovarianceFloor: Sendable {
    /// f: D.
    let variances: [Double]

    /// The spherical variance's floor: the mean of the columns'.
    var mean: Double { variances.reduce(0, +) / Double(variances.count) }

    /// The matrix, raised where it must be; whether it had to be. One that is not finite comes
    /// back as it is.
    func apply(to matrix: Matrix<Double>) -> (matrix: Matrix<Double>, isRaised: Bool) {
        guard matrix.elements.allSatisfy(\.isFinite) else { return (matrix, false) }
        let size = matrix.rows
        let rounding = Double(size) * .ulpOfOne
        let roots = variances.map { $0.squareRoot() }
        var scaled = matrix
        for i in 0..<size {
            for j in 0..<size { scaled[i, j] = matrix[i, j] / roots[i] / roots[j] }
        }
        if CholeskyFactor(scaled.addingToDiagonal(-1)) != nil,
            CholeskyFactor(matrix, margin: 2 * rounding) != nil
        {
            return (matrix, false)
        }
        let eigen = SymmetricEigen(scaled)
        let least = max(1, 8 * rounding * eigen.values[0])
        var raised = eigen.recomposed(eigen.values.map { max($0, least) })
        for i in 0..<size {
            for j in 0..<size { raised[i, j] *= roots[i] * roots[j] }
        }
        return (raised, true)
    }
}

extension SymmetricEigen {
    /// The matrix of the same eigenvectors with other eigenvalues.
    fileprivate func recomposed(_ values: [Double]) -> Matrix<Double> {
        let size = values.count
        var result = Matrix<Double>(rows: size, columns: size, repeating: 0)
        for i in 0..<size {
            for j in 0...i {
                var sum = 0.0
                for m in 0..<size { sum += vectors[m, i] * values[m] * vectors[m, j] }
                result[i, j] = sum
                result[j, i] = sum
            }
        }
        return result
    }
}
