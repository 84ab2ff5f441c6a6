internal import NumericCore

/// Squared distances from rows to some centres, exact: differences before squares.
///
///     Σ_d ((x_d − cₖ_d) / σₖ_d)²
struct SquaredDistances: Sendable {
    /// Number of centres K.
    let count: Int
    /// c and 1/σ, D×K: centres lie side by side, and the sum over columns runs for several at once.
    private let centres: [Double]
    private let inverseDeviations: [Double]

    /// To the rows of K×D, in units of σ: K×D variances, nil for 1.
    init(to centres: Matrix<Double>, variances: Matrix<Double>? = nil) {
        count = centres.rows
        let places = (0..<centres.columns).flatMap { d in
            (0..<centres.rows).map { (k: $0, d: d) }
        }
        self.centres = places.map { centres[$0.k, $0.d] }
        inverseDeviations = places.map { 1 / (variances?[$0.k, $0.d] ?? 1).squareRoot() }
    }

    /// The squared distance of every row and centre.
    ///
    /// - Parameters:
    ///   - rows: N×D.
    ///   - result: holds N×K values or more, row-major; the first are overwritten.
    func evaluate(_ rows: Matrix<Double>, into result: inout [Double]) {
        let (count, width) = (count, rows.columns)
        rows.elements.withUnsafeBufferPointer { x in
            result.withUnsafeMutableBufferPointer { result in
                centres.withUnsafeBufferPointer { centres in
                    inverseDeviations.withUnsafeBufferPointer { inverse in
                        for n in 0..<rows.rows {
                            for k in 0..<count { result[n * count + k] = 0 }
                            for d in 0..<width {
                                let value = x[n * width + d]
                                for k in 0..<count {
                                    let z =
                                        (value - centres[d * count + k]) * inverse[d * count + k]
                                    result[n * count + k] += z * z
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
