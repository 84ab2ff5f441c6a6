public import NumericCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a mixture says of each row of some data. A NaN is a missing cell and integrated out; a
/// row of which nothing is known has log-density 0 and the mixture's weights.
///
/// ```swift
/// let answers = try MixtureAnswers(mixture).responsibilities(of: data)
/// ```
public struct MixtureAnswers: Sendable {
    /// The mixture that answers.
    public let mixture: GaussianMixture
    /// How many threads work at once; without influence on the result.
    public var threads: Int

    /// A mixture to be asked.
    public init(_ mixture: GaussianMixture, threads: Int = 1) {
        self.mixture = mixture
        self.threads = threads
    }

    /// log p(x) of every row, in nats: N values. −∞ only where the squared distance to every
    /// component is beyond Double.
    ///
    /// - Throws: ``MixtureError`` for rows of another length or infinite values.
    public func logDensities(of rows: some FrameSource) throws -> [Double] {
        try map(rows) { joint in (0..<joint.rows).map { logSumExp(joint.row($0)) } }
    }

    /// Mean log-density per row, in nats.
    ///
    /// - Throws: ``MixtureError``, as for ``logDensities(of:)``, and without rows.
    public func meanLogDensity(of rows: some FrameSource) throws -> Double {
        guard rows.count > 0 else { throw MixtureError.tooFewFrames(got: 0, components: 1) }
        return try logDensities(of: rows).reduce(0, +) / Double(rows.count)
    }

    /// γ of every row and component: N×K, every row sums to 1.
    ///
    /// - Throws: ``MixtureError``, as for ``logDensities(of:)``.
    public func responsibilities(of rows: some FrameSource) throws -> Matrix<Double> {
        let elements = try map(rows) { joint in
            (0..<joint.rows).flatMap { n in
                let total = logSumExp(joint.row(n))
                // Beyond every component's reach the row says nothing between them.
                guard total.isFinite else { return mixture.weights }
                return joint.row(n).map { exp($0 - total) }
            }
        }
        return Matrix(rows: rows.count, columns: mixture.componentCount, elements: elements)
    }

    /// The most responsible component of every row: N values, the lower of two equal ones.
    ///
    /// - Throws: ``MixtureError``, as for ``logDensities(of:)``.
    public func labels(of rows: some FrameSource) throws -> [Int] {
        try map(rows) { joint in
            (0..<joint.rows).map { n in
                let row = Array(joint.row(n))
                return row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 }
            }
        }
    }

    /// Applies `body` to log wₖ N(x; μₖ, Σₖ) of each block of rows.
    func map<Answer: Sendable>(
        _ rows: some FrameSource, _ body: @Sendable (Matrix<Double>) -> [Answer]
    ) throws -> [Answer] {
        guard rows.dimension == mixture.dimension else {
            throw MixtureError.dimensionMismatch(
                expected: mixture.dimension, got: rows.dimension)
        }
        let densities = CentredLogDensities(mixture)
        let shards = shardRanges(count: rows.count, shards: Expectation.shardCount)
        return try concurrentMap(count: shards.count, threads: threads) { shard in
            var answers: [Answer] = []
            var start = shards[shard].lowerBound
            try rows.forEachBlock(of: Expectation.blockSize, in: shards[shard]) { block in
                let block = block.inDouble
                if let bad = (0..<block.rows).first(where: {
                    block.row($0).contains(where: \.isInfinite)
                }) {
                    throw MixtureError.nonFiniteData(frame: start + bad)
                }
                answers += body(try joint(block, densities))
                start += block.rows
            }
            return answers
        }.flatMap { $0 }
    }

    /// log wₖ N(x_o; μₖ_o, Σₖ_oo) of a block's rows and their observed cells: N×K.
    private func joint(
        _ block: Matrix<Double>, _ densities: CentredLogDensities
    ) throws -> Matrix<Double> {
        let count = mixture.componentCount
        var result = Matrix<Double>(rows: block.rows, columns: count, repeating: 0)
        var (values, scratch): ([Double], [Double]) = ([], [])
        for group in block.rowsByMissingCells() {
            if group.observed.count == block.columns {
                densities.evaluate(
                    block.selecting(rows: group.rows, columns: group.observed), into: &values,
                    scratch: &scratch)
            } else if group.observed.isEmpty {
                values = group.rows.flatMap { _ in mixture.weights.map { log($0) } }
            } else {
                CentredLogDensities(try mixture.marginal(validColumns: group.observed)).evaluate(
                    block.selecting(rows: group.rows, columns: group.observed), into: &values,
                    scratch: &scratch)
            }
            for (place, n) in group.rows.enumerated() {
                for k in 0..<count { result[n, k] = values[place * count + k] }
            }
        }
        return result
    }
}
