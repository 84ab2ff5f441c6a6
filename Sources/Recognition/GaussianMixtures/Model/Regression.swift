internal import NumericCore

/// What the observed columns o of a Gaussian say of its missing columns m:
///
///     x_m | x_o ~ N(μ_m + B (x_o − μ_o), C),   B = Σ_mo Σ_oo⁻¹,   C = Σ_mm − B Σ_om
///
/// (Bishop 2006, equations 2.81 and 2.82), by the factor Σ_oo = L Lᵀ and V = L⁻¹ Σ_om:
/// B = (L⁻ᵀ V)ᵀ, C = Σ_mm − VᵀV.
struct Regression: Sendable {
    /// B: |m|×|o|.
    let coefficients: Matrix<Double>
    /// C: |m|×|m|.
    let residual: Matrix<Double>

    /// The regression within Σ; `factor` is that of Σ_oo.
    init(
        _ covariance: Matrix<Double>, observed: [Int], missing: [Int], factor: CholeskyFactor
    ) {
        let whitened = missing.map { m in factor.whiten(observed.map { covariance[$0, m] }) }
        coefficients = Matrix(
            rows: missing.count, columns: observed.count,
            elements: whitened.flatMap(factor.solveTransposed))
        var residual = covariance.selecting(rows: missing, columns: missing)
        for i in missing.indices {
            for j in missing.indices {
                for (v, w) in zip(whitened[i], whitened[j]) { residual[i, j] -= v * w }
            }
        }
        self.residual = residual.symmetrized
    }

    /// B y.
    func expected(_ deviations: some Collection<Double>) -> [Double] {
        (0..<coefficients.rows).map { row in
            zip(coefficients.row(row), deviations).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }
}
