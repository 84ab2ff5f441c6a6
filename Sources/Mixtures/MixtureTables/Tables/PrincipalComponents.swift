public import NumericCore

/// How many principal components are kept.
public enum ComponentChoice: Equatable, Sendable {
    /// So many, those of the largest variance.
    case count(Int)
    /// The fewest that hold this share of the variance, above 0 and up to 1.
    case shareOfVariance(Double)

    /// How many there are at least.
    fileprivate var leastCount: Int {
        if case .count(let count) = self { count } else { 1 }
    }
}

/// Principal component analysis: rows are projected onto the directions of largest variance,
///
///     z = V (x − μ)
///
/// where λ, V are the eigenvalues and eigenvectors of the covariance Σ (x−μ)(x−μ)ᵀ / (n − 1)
/// (Jolliffe, "Principal Component Analysis", 2002). The sign of each direction makes its
/// largest element positive.
public struct PrincipalComponents: Equatable, Sendable {
    /// The mean μ of each column; D of them.
    public let means: [Double]
    /// The variance λ along each direction, largest first; k of them.
    public let variances: [Double]
    /// The sum of all D eigenvalues, kept or not.
    public let totalVariance: Double
    /// The directions V, k×D, orthonormal rows.
    public let directions: Matrix<Double>

    /// The share of the variance that each component holds.
    public var shares: [Double] {
        variances.map { totalVariance > 0 ? $0 / totalVariance : 0 }
    }

    /// The components of rows×D numbers.
    ///
    /// - Throws: ``TableError/missingValue(row:column:)``, ``TableError/valuesTooLarge(column:)``;
    ///   ``TableError/tooFewDirections(expected:got:)`` for rows that cannot give the choice.
    public init(
        fitting values: Matrix<Double>, keeping choice: ComponentChoice
    ) throws(TableError) {
        try values.requireComplete()
        guard values.rows > 1, values.columns > 0 else {
            throw .tooFewDirections(expected: choice.leastCount, got: 0)
        }
        var moments = RunningMoments(columns: values.columns)
        try moments.add(values)
        let covariance = values.covariance(means: moments.means)
        if let index = covariance.elements.firstIndex(where: { !$0.isFinite }) {
            throw .valuesTooLarge(column: index / covariance.columns + 1)
        }
        let eigen = SymmetricEigen(covariance)
        let all = eigen.values.map { max(0, $0) }
        let total = all.reduce(0, +)
        // What is smaller relative to the largest is rounding, not variance.
        let floor = all[0] * Double.ulpOfOne * Double(max(values.rows, values.columns))
        let rank = min(all.prefix { $0 > floor }.count, values.rows - 1)
        guard rank > 0 else { throw .tooFewDirections(expected: choice.leastCount, got: 0) }
        let kept = try Self.count(choice, of: all, total: total, rank: rank)
        try self.init(
            means: moments.means, variances: Array(all[..<kept]), totalVariance: total,
            directions: eigen.vectors.rows(in: 0..<kept))
    }

    /// Components of known means, variances and directions.
    ///
    /// - Throws: ``TableError/invalidTransform(_:)``.
    public init(
        means: [Double], variances: [Double], totalVariance: Double, directions: Matrix<Double>
    ) throws(TableError) {
        guard directions.columns == means.count, directions.rows == variances.count,
            !variances.isEmpty, variances.count <= means.count
        else {
            throw .invalidTransform(
                "\(directions.rows)×\(directions.columns) directions, \(variances.count) "
                    + "variances and \(means.count) means do not fit together")
        }
        guard (means + directions.elements).allSatisfy(\.isFinite), totalVariance.isFinite,
            variances.allSatisfy({ $0.isFinite && $0 > 0 })
        else { throw .invalidTransform("a number is not finite or a variance not positive") }
        self.means = means
        self.variances = variances
        self.totalVariance = totalVariance
        self.directions = directions
    }

    private static func count(
        _ choice: ComponentChoice, of variances: [Double], total: Double, rank: Int
    ) throws(TableError) -> Int {
        switch choice {
        case .count(let count):
            guard (1...rank).contains(count) else {
                throw .tooFewDirections(expected: count, got: rank)
            }
            return count
        case .shareOfVariance(let share):
            guard share > 0, share <= 1 else {
                throw .invalidTransform(
                    "a share of variance of \(share); expected above 0 and up to 1")
            }
            var sum = 0.0
            for (index, variance) in variances[..<rank].enumerated() {
                sum += variance
                if sum >= share * total { return index + 1 }
            }
            return rank
        }
    }

    /// z of each row; rows×k.
    ///
    /// - Throws: ``TableError/dimensionMismatch(expected:got:)``,
    ///   ``TableError/missingValue(row:column:)``.
    public func forward(_ values: Matrix<Double>) throws(TableError) -> Matrix<Double> {
        try values.require(columns: means.count)
        try values.requireComplete()
        var result = Matrix<Double>(rows: values.rows, columns: variances.count, repeating: 0)
        for row in 0..<values.rows {
            let centred = zip(values.row(row), means).map { $0 - $1 }
            for component in variances.indices {
                result[row, component] = zip(directions.row(component), centred)
                    .reduce(0) { $0 + $1.0 * $1.1 }
            }
        }
        return result
    }

    /// The point x = μ + Vᵀ z of each row; rows×D. What lay outside the kept directions is lost.
    ///
    /// - Throws: ``TableError/dimensionMismatch(expected:got:)``,
    ///   ``TableError/missingValue(row:column:)``.
    public func inverse(_ values: Matrix<Double>) throws(TableError) -> Matrix<Double> {
        try values.require(columns: variances.count)
        try values.requireComplete()
        var result = Matrix<Double>(rows: values.rows, columns: means.count, repeating: 0)
        for row in 0..<values.rows {
            var x = means
            for component in variances.indices {
                let z = values[row, component]
                for (column, v) in directions.row(component).enumerated() { x[column] += z * v }
            }
            result.elements.replaceSubrange(result.rowRange(row), with: x)
        }
        return result
    }
}

extension Matrix where Element == Double {
    func require(columns: Int) throws(TableError) {
        guard self.columns == columns else {
            throw .dimensionMismatch(expected: columns, got: self.columns)
        }
    }

    func requireComplete() throws(TableError) {
        if let index = elements.firstIndex(where: \.isNaN) {
            throw .missingValue(row: index / columns + 1, column: index % columns + 1)
        }
    }

    /// Σ (x−μ)(x−μ)ᵀ / (n − 1).
    fileprivate func covariance(means: [Double]) -> Matrix {
        var sums = Matrix(rows: columns, columns: columns, repeating: 0)
        for row in 0..<rows {
            let centred = zip(self.row(row), means).map { $0 - $1 }
            for i in 0..<columns {
                let x = centred[i]
                for j in i..<columns { sums.elements[i * columns + j] += x * centred[j] }
            }
        }
        for i in 0..<columns {
            for j in i..<columns {
                sums[i, j] /= Double(rows - 1)
                sums[j, i] = sums[i, j]
            }
        }
        return sums
    }
}
