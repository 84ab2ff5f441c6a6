public import NumericCore

/// Count, mean and sum of squared deviations of each column, gathered block by block; missing
/// cells are passed over.
///
/// Welford's recurrence (Technometrics 4, 1962), which loses nothing to a large mean:
///
///     n ← n + 1,  δ = x − μ,  μ ← μ + δ/n,  M ← M + δ (x − μ)
public struct RunningMoments: Sendable {
    /// How many numbers each column holds, n.
    public private(set) var counts: [Int]
    /// Their mean μ.
    public private(set) var means: [Double]
    private var squares: [Double]

    /// No numbers yet, in so many columns.
    public init(columns: Int) {
        counts = [Int](repeating: 0, count: columns)
        means = [Double](repeating: 0, count: columns)
        squares = means
    }

    /// The standard deviation of each column, √(M/n).
    public var standardDeviations: [Double] {
        zip(squares, counts).map { $1 > 0 ? ($0 / Double($1)).squareRoot() : 0 }
    }

    /// Takes in rows×columns numbers.
    ///
    /// - Throws: ``TableError/dimensionMismatch(expected:got:)``.
    public mutating func add(_ values: Matrix<Double>) throws(TableError) {
        guard values.columns == counts.count else {
            throw .dimensionMismatch(expected: counts.count, got: values.columns)
        }
        for row in 0..<values.rows {
            for column in counts.indices {
                let x = values[row, column]
                if x.isNaN { continue }
                counts[column] += 1
                let delta = x - means[column]
                means[column] += delta / Double(counts[column])
                squares[column] += delta * (x - means[column])
            }
        }
    }
}
