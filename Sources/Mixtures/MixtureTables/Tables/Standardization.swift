public import NumericCore

/// Moves and scales each column to mean 0 and standard deviation 1:
///
///     z = (x − μ) / s
///
/// s is the standard deviation (dividing by n), and 1 for a constant column. Missing cells stay
/// missing.
public struct Standardization: Equatable, Sendable {
    /// The mean μ of each column.
    public let means: [Double]
    /// The scale s of each column, positive.
    public let scales: [Double]

    /// A transform of known means and scales.
    ///
    /// - Throws: ``TableError/invalidTransform(_:)``.
    public init(means: [Double], scales: [Double]) throws(TableError) {
        guard means.count == scales.count, !means.isEmpty else {
            throw .invalidTransform("\(means.count) means and \(scales.count) scales")
        }
        guard means.allSatisfy(\.isFinite), scales.allSatisfy({ $0.isFinite && $0 > 0 }) else {
            throw .invalidTransform("a mean is not finite or a scale not positive")
        }
        self.means = means
        self.scales = scales
    }

    /// The transform that the gathered columns ask for.
    ///
    /// - Throws: ``TableError/emptyColumn(_:)``, ``TableError/valuesTooLarge(column:)``.
    public init(_ moments: RunningMoments) throws(TableError) {
        if let column = moments.counts.firstIndex(of: 0) { throw .emptyColumn(column + 1) }
        if let column = moments.standardDeviations.firstIndex(where: { !$0.isFinite }) {
            throw .valuesTooLarge(column: column + 1)
        }
        let scales = zip(moments.means, moments.standardDeviations).map { mean, deviation in
            // Below this there is nothing but rounding.
            deviation > 10 * Double.ulpOfOne * abs(mean) ? deviation : 1
        }
        try self.init(means: moments.means, scales: scales)
    }

    /// The transform that these rows ask for.
    ///
    /// - Throws: ``TableError/emptyColumn(_:)``, ``TableError/valuesTooLarge(column:)``.
    public init(fitting values: Matrix<Double>) throws(TableError) {
        var moments = RunningMoments(columns: values.columns)
        try moments.add(values)
        try self.init(moments)
    }

    /// z of each row; rows×columns.
    ///
    /// - Throws: ``TableError/dimensionMismatch(expected:got:)``.
    public func forward(_ values: Matrix<Double>) throws(TableError) -> Matrix<Double> {
        try map(values) { x, mean, scale in (x - mean) / scale }
    }

    /// x of each row; rows×columns.
    ///
    /// - Throws: ``TableError/dimensionMismatch(expected:got:)``.
    public func inverse(_ values: Matrix<Double>) throws(TableError) -> Matrix<Double> {
        try map(values) { z, mean, scale in z * scale + mean }
    }

    private func map(
        _ values: Matrix<Double>, _ change: (Double, Double, Double) -> Double
    ) throws(TableError) -> Matrix<Double> {
        guard values.columns == means.count else {
            throw .dimensionMismatch(expected: means.count, got: values.columns)
        }
        var result = values
        for row in 0..<values.rows {
            for column in means.indices {
                result[row, column] = change(values[row, column], means[column], scales[column])
            }
        }
        return result
    }
}

extension Standardization: Codable {
    private enum CodingKeys: String, CodingKey {
        case means
        case scales
    }

    /// Decodes and checks the numbers.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            means: container.decode([Double].self, forKey: .means),
            scales: container.decode([Double].self, forKey: .scales))
    }
}
