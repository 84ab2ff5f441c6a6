internal import NumericCore

/// Eigenvalues and eigenvectors of a symmetric matrix, A = V diag(λ) Vᵀ, by Jacobi's rotations
/// (Golub and Van Loan, Matrix Computations, 4th edition, section 8.5).
struct SymmetricEigen {
    /// λ, largest first.
    let values: [Double]
    /// V: D×D, an eigenvector a column, its largest entry positive.
    let vectors: Matrix<Double>

    private static let maximumSweeps = 60

    init(_ matrix: Matrix<Double>) {
        let size = matrix.rows
        var a = matrix.symmetrized
        var v = Matrix<Double>(diagonal: [Double](repeating: 1, count: size))
        for _ in 0..<Self.maximumSweeps {
            var rotations = 0
            for p in 0..<size {
                for q in p + 1..<max(p + 1, size)
                where abs(a[p, q])
                    > Double.ulpOfOne * (abs(a[p, p]) * abs(a[q, q])).squareRoot()
                {
                    Self.rotate(&a, &v, p, q)
                    rotations += 1
                }
            }
            if rotations == 0 { break }
        }
        let order = (0..<size).sorted { (a[$1, $1], $0) < (a[$0, $0], $1) }
        values = order.map { a[$0, $0] }
        var vectors = v.selecting(columns: order)
        for column in 0..<size {
            let largest = (0..<size).max { abs(vectors[$0, column]) < abs(vectors[$1, column]) }
            guard let largest, vectors[largest, column] < 0 else { continue }
            for row in 0..<size { vectors[row, column].negate() }
        }
        self.vectors = vectors
    }

    /// √λ v of the largest eigenvalue.
    var widest: [Double] {
        (0..<vectors.rows).map { vectors[$0, 0] * values[0].squareRoot() }
    }

    /// The matrix of the same eigenvectors with other eigenvalues.
    func recomposed(_ values: [Double]) -> Matrix<Double> {
        let size = values.count
        var result = Matrix<Double>(rows: size, columns: size, repeating: 0)
        for i in 0..<size {
            for j in 0...i {
                var sum = 0.0
                for m in 0..<size { sum += vectors[i, m] * values[m] * vectors[j, m] }
                result[i, j] = sum
                result[j, i] = sum
            }
        }
        return result
    }

    /// Makes a[p, q] zero: A ← JᵀAJ, V ← VJ.
    private static func rotate(
        _ a: inout Matrix<Double>, _ v: inout Matrix<Double>, _ p: Int, _ q: Int
    ) {
        let theta = (a[q, q] - a[p, p]) / (2 * a[p, q])
        let sign = theta < 0 ? -1.0 : 1.0
        // |θ| so large that θ² overflows leaves a rotation by 1 / 2θ.
        let tangent =
            abs(theta) > 1e150
            ? 1 / (2 * theta) : sign / (abs(theta) + (theta * theta + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        let sine = tangent * cosine
        for m in 0..<a.rows {
            let (x, y) = (a[m, p], a[m, q])
            a[m, p] = cosine * x - sine * y
            a[m, q] = sine * x + cosine * y
        }
        for m in 0..<a.rows {
            let (x, y) = (a[p, m], a[q, m])
            a[p, m] = cosine * x - sine * y
            a[q, m] = sine * x + cosine * y
        }
        for m in 0..<a.rows {
            let (x, y) = (v[m, p], v[m, q])
            v[m, p] = cosine * x - sine * y
            v[m, q] = sine * x + cosine * y
        }
    }
}
