import NumericCore

/// Eigenvalues λ and orthonormal eigenvectors v of a symmetric matrix A, A v = λ v.
///
/// The cyclic Jacobi method (Golub and Van Loan, "Matrix Computations", 8.5): rotations in the
/// plane of two axes take one off-diagonal element to zero after the other,
///
///     θ = (a_qq − a_pp) / 2 a_pq,  t = sgn θ / (|θ| + √(θ² + 1)),  c = 1/√(t² + 1),  s = t c
///
/// until what is left is below rounding. Cubic in the dimension for each of a handful of sweeps,
/// and small eigenvalues come out as accurate as large ones.
struct SymmetricEigenvalues {
    /// Largest first.
    let values: [Double]
    /// D×D, one eigenvector a row, in the order of ``values``.
    let vectors: Matrix<Double>

    /// Each takes the off-diagonal quadratically towards zero; about eight are enough.
    private static let sweeps = 60

    /// - Precondition: the matrix is square, symmetric and finite.
    init(_ matrix: Matrix<Double>) {
        let n = matrix.rows
        precondition(matrix.columns == n, "a symmetric matrix is square")
        var a = matrix
        // Row i of v is the i-th axis after all rotations.
        var v = Matrix<Double>(rows: n, columns: n, repeating: 0)
        for i in 0..<n { v[i, i] = 1 }
        for _ in 0..<Self.sweeps {
            var rotated = false
            for p in 0..<n {
                for q in p + 1..<max(n, p + 1) {
                    let apq = a[p, q]
                    let size = (abs(a[p, p]) * abs(a[q, q])).squareRoot()
                    guard abs(apq) > Double.ulpOfOne / 4 * size, abs(apq) > .leastNormalMagnitude
                    else { continue }
                    rotated = true
                    Self.rotate(&a, &v, p, q)
                }
            }
            if !rotated { break }
        }
        let order = (0..<n).sorted { a[$0, $0] == a[$1, $1] ? $0 < $1 : a[$0, $0] > a[$1, $1] }
        values = order.map { a[$0, $0] }
        vectors = Matrix(rows: n, columns: n, elements: order.flatMap { Array(v.row($0)) })
    }

    private static func rotate(
        _ a: inout Matrix<Double>, _ v: inout Matrix<Double>, _ p: Int, _ q: Int
    ) {
        let theta = (a[q, q] - a[p, p]) / (2 * a[p, q])
        // Where θ² overflows, t = 1 / 2θ to the last bit.
        let t =
            abs(theta) > 1e150
            ? 1 / (2 * theta)
            : (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in 0..<a.rows where k != p && k != q {
            let (akp, akq) = (a[p, k], a[q, k])
            a[p, k] = c * akp - s * akq
            a[q, k] = s * akp + c * akq
            a[k, p] = a[p, k]
            a[k, q] = a[q, k]
        }
        let apq = a[p, q]
        a[p, p] -= t * apq
        a[q, q] += t * apq
        a[p, q] = 0
        a[q, p] = 0
        for k in 0..<v.columns {
            let (vp, vq) = (v[p, k], v[q, k])
            v[p, k] = c * vp - s * vq
            v[q, k] = s * vp + c * vq
        }
    }
}
