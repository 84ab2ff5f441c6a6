internal import NumericCore

/// Squared distances from rows to some centres, exact: differences before squares.
struct SquaredDistances: Sendable {
    let count: Int
    /// D×K: centres lie side by side, and the sum over columns runs for several at once.
    private let centres: [Double]

    /// To the rows of K×D.
    init(to centres: Matrix<Double>) {
        count = centres.rows
        self.centres = (0..<centres.columns).flatMap { d in
            (0..<centres.rows).map { centres[$0, d] }
        }
    }

    /// |x_n − c_k|² of every row and centre: N×K, row-major.
    func evaluate(_ rows: Matrix<Double>, into result: inout [Double]) {
        if result.count < rows.rows * count {
            result = [Double](repeating: 0, count: rows.rows * count)
        }
        let count = count
        rows.elements.withUnsafeBufferPointer { x in
            result.withUnsafeMutableBufferPointer { result in
                centres.withUnsafeBufferPointer { centres in
                    for n in 0..<rows.rows {
                        for k in 0..<count { result[n * count + k] = 0 }
                        for d in 0..<rows.columns {
                            let value = x[n * rows.columns + d]
                            for k in 0..<count {
                                let difference = value - centres[d * count + k]
                                result[n * count + k] += difference * difference
                            }
                        }
                    }
                }
            }
        }
    }
}
