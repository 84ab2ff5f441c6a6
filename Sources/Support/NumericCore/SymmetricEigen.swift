internal import COpenBLAS

/// Eigenvalues λ and orthonormal eigenvectors v of a symmetric matrix, A v = λ v, by LAPACK's
/// `dsyevd`: a tridiagonal form by Householder's reflections, then divide and conquer (Gu and
/// Eisenstat, 1995).
///
/// Every eigenvalue is accurate to some units in the last place of the largest: those smaller by
/// more than 10¹⁵ are rounding.
public struct SymmetricEigen: Sendable {
    /// λ: D values, largest first.
    public let values: [Double]
    /// v: D×D, an eigenvector a row, in the order of the values. The largest element of each, the
    /// first of equals, is positive.
    public let vectors: Matrix<Double>

    /// - Precondition: the matrix is square, symmetric and finite. Its lower triangle counts.
    public init(_ matrix: Matrix<Double>) {
        let size = matrix.rows
        precondition(matrix.columns == size, "a symmetric matrix is square")
        LinearAlgebraLibrary.useOneThread()
        // What LAPACK takes for columns are rows here: its upper triangle is our lower one, and it
        // leaves an eigenvector in each row.
        var vectors = matrix.elements
        var values = [Double](repeating: 0, count: size)
        var order = blasint(size)
        var (workCount, integerCount) = (1 + 6 * order + 2 * order * order, 3 + 5 * order)
        var work = [Double](repeating: 0, count: Int(workCount))
        var integers = [blasint](repeating: 0, count: Int(integerCount))
        var fault: blasint = 0
        if size > 0 {
            var leading = order
            dsyevd_(
                "V", "U", &order, &vectors, &leading, &values, &work, &workCount, &integers,
                &integerCount, &fault, 1, 1)
        }
        precondition(fault == 0, "a finite symmetric matrix has eigenvalues")
        self.values = values.reversed()
        let rows = Matrix(rows: size, columns: size, elements: vectors)
        self.vectors = Matrix(
            rows: size, columns: size,
            elements: (0..<size).reversed().flatMap { row in
                let vector = rows.row(row)
                let peak = vector.reduce(0.0) { abs($1) > abs($0) ? $1 : $0 }
                return peak < 0 ? vector.map { -$0 } : Array(vector)
            })
    }
}
