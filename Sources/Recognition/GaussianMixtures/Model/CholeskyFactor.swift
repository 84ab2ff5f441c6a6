internal import NumericCore
internal import RealModule

/// The lower triangle L with Σ = L Lᵀ of a positive definite matrix Σ (Golub and Van Loan,
/// Matrix Computations, 4th edition, algorithm 4.2.1, by rows):
///
///     Lᵢⱼ = (Σᵢⱼ − Σₘ<ⱼ Lᵢₘ Lⱼₘ) / Lⱼⱼ        Lᵢᵢ² = Σᵢᵢ − Σₘ<ᵢ Lᵢₘ²
///
/// Rows and columns may differ in scale by any factor: the algorithm's relative error does not
/// depend on it.
struct CholeskyFactor: Sendable, Equatable {
    /// L: D×D, zero above the diagonal.
    let lower: Matrix<Double>

    /// The factor; nil when the matrix is not positive definite within rounding.
    ///
    /// - Parameters:
    ///   - matrix: Σ, of which the lower triangle counts.
    ///   - margin: the share of a variance that must be left of it when what the columns before it
    ///     foretell is taken away. What rounding alone leaves is no variance.
    init?(_ matrix: Matrix<Double>, margin: Double = .ulpOfOne) {
        let size = matrix.rows
        var lower = Matrix<Double>(rows: size, columns: size, repeating: 0)
        let isPositive = lower.elements.withUnsafeMutableBufferPointer { lower in
            for i in 0..<size {
                for j in 0...i {
                    var sum = matrix[i, j]
                    for m in 0..<j { sum -= lower[i * size + m] * lower[j * size + m] }
                    if i > j {
                        lower[i * size + j] = sum / lower[j * size + j]
                    } else {
                        guard sum > margin * matrix[i, i], sum.isFinite else { return false }
                        lower[i * size + i] = sum.squareRoot()
                    }
                }
            }
            return true
        }
        guard isPositive else { return nil }
        self.lower = lower
    }

    /// log |Σ| = 2 Σᵢ log Lᵢᵢ.
    var logDeterminant: Double {
        2 * (0..<lower.rows).reduce(0) { $0 + .log(lower[$1, $1]) }
    }

    /// L⁻¹ y: y in units and directions in which Σ is the identity.
    func whiten(_ vector: [Double]) -> [Double] {
        var result = vector
        for i in vector.indices {
            for j in 0..<i { result[i] -= lower[i, j] * result[j] }
            result[i] /= lower[i, i]
        }
        return result
    }

    /// Σ⁻¹ = L⁻ᵀ L⁻¹: D×D.
    var inverseProduct: Matrix<Double> {
        let size = lower.rows
        // Column j of L⁻¹ lies in row j; it is zero before j.
        var inverse = Matrix<Double>(rows: size, columns: size, repeating: 0)
        var result = inverse
        for j in 0..<size {
            for i in j..<size {
                var sum = i == j ? 1.0 : 0
                for m in j..<i { sum -= lower[i, m] * inverse[j, m] }
                inverse[j, i] = sum / lower[i, i]
            }
        }
        for i in 0..<size {
            for j in 0...i {
                var sum = 0.0
                for m in i..<size { sum += inverse[i, m] * inverse[j, m] }
                result[i, j] = sum
                result[j, i] = sum
            }
        }
        return result
    }

    /// L⁻ᵀ y; after ``whiten(_:)`` it gives Σ⁻¹ y.
    func solveTransposed(_ vector: [Double]) -> [Double] {
        var result = vector
        for i in vector.indices.reversed() {
            for j in i + 1..<max(i + 1, vector.count) { result[i] -= lower[j, i] * result[j] }
            result[i] /= lower[i, i]
        }
        return result
    }
}
