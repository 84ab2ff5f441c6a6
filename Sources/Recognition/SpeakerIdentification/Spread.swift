/// How far some values spread, all of them or all but one: known of every one by looking at all of
/// them once, as a gallery may be large.
struct Spread {
    private let count: Double
    private let mean: Double
    /// Σ (x − μ)².
    private let squares: Double
    private let rounding: Double

    /// - Parameters:
    ///   - values: x.
    ///   - weights: how many values each of them stands for, at least 1; nil for 1 each.
    init(_ values: [Double], weights: [Double]? = nil) {
        let weights = weights ?? [Double](repeating: 1, count: values.count)
        count = weights.reduce(0, +)
        let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / max(count, 1)
        self.mean = mean
        squares = zip(values, weights).reduce(0) {
            $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean)
        }
        rounding = 1e-12 * (values.map(abs).max() ?? 0)
    }

    /// μ and σ of the n − 1 others of a value x, or of all n for nil; nil where they do not differ
    /// by more than rounding, or there are none.
    ///
    ///     μ' = μ − (x − μ) / (n − 1)        Σ' = Σ − n / (n − 1) (x − μ)²
    func without(_ value: Double?) -> (mean: Double, deviation: Double)? {
        var (rest, center, sum) = (count, mean, squares)
        if let value {
            rest -= 1
            let distance = value - mean
            center -= distance / max(rest, 1)
            sum -= count / max(rest, 1) * distance * distance
        }
        // Less is what rounding leaves where one value is far from all others.
        guard rest > 0, sum > 1e-12 * squares else { return nil }
        let deviation = (sum / rest).squareRoot()
        return deviation > rounding ? (center, deviation) : nil
    }
}
