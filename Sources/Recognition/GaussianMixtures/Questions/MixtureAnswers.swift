public import NumericCore
internal import RealModule

/// What a mixture says of each row of some data. A NaN is a missing cell and integrated out; a
/// row of which nothing is known has log-density 0 and the mixture's weights.
///
/// ```swift
/// let answers = try MixtureAnswers(mixture).responsibilities(of: data)
/// ```
public struct MixtureAnswers: Sendable {
    /// The mixture that answers.
    public let mixture: GaussianMixture

    /// A mixture to be asked.
    public init(_ mixture: GaussianMixture) {
        self.mixture = mixture
    }

    /// log p(x) of every row, in nats: N values. −∞ only where the squared distance to every
    /// component is beyond Double.
    ///
    /// - Throws: ``MixtureError`` for rows of another length or infinite values.
    public func logDensities(of rows: some FrameSource) throws -> [Double] {
        try observedLogDensities(of: rows).map { $0 ?? 0 }
    }

    /// The same; nil where nothing of a row is known.
    func observedLogDensities(of rows: some FrameSource) throws -> [Double?] {
        try map(rows) { row, joint in
            row.allSatisfy(\.isNaN) ? nil : logSumExp(joint)
        }
    }

    /// Mean log-density per row of which something is known, in nats.
    ///
    /// - Throws: ``MixtureError``, as for ``logDensities(of:)``, and without such rows.
    public func meanLogDensity(of rows: some FrameSource) throws -> Double {
        let densities = try observedLogDensities(of: rows).compactMap { $0 }
        guard !densities.isEmpty else { throw MixtureError.tooFewFrames(got: 0, components: 1) }
        return densities.reduce(0, +) / Double(densities.count)
    }

    /// γ of every row and component: N×K, every row sums to 1. A row so far away that every
    /// density is 0 says nothing between the components and has their weights.
    ///
    /// - Throws: ``MixtureError``, as for ``logDensities(of:)``.
    public func responsibilities(of rows: some FrameSource) throws -> Matrix<Double> {
        let elements = try map(rows) { _, joint in responsibilities(joint) }
        return Matrix(
            rows: rows.count, columns: mixture.componentCount, elements: elements.flatMap { $0 })
    }

    /// The most responsible component of every row: N values, the lower of two equal ones.
    ///
    /// - Throws: ``MixtureError``, as for ``logDensities(of:)``.
    public func labels(of rows: some FrameSource) throws -> [Int] {
        try map(rows) { _, joint in
            let values = joint.contains { $0.isFinite } ? Array(joint) : mixture.weights
            return values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
        }
    }

    private func responsibilities(_ joint: ArraySlice<Double>) -> [Double] {
        var values = Array(joint)
        let total = values.withUnsafeMutableBufferPointer { softmax($0) }
        return total.isFinite ? values : mixture.weights
    }

    /// Applies `body` to every row and its log wₖ N(x; μₖ, Σₖ), K values.
    func map<Answer: Sendable>(
        _ rows: some FrameSource,
        _ body: @Sendable (ArraySlice<Double>, ArraySlice<Double>) -> Answer
    ) throws -> [Answer] {
        guard rows.dimension == mixture.dimension else {
            throw MixtureError.dimensionMismatch(
                expected: mixture.dimension, got: rows.dimension)
        }
        let densities = CentredLogDensities(mixture)
        let shards = Sharding.shards(of: rows.count)
        return try orderedMap(count: shards.count) { shard in
            var answers: [Answer] = []
            var start = shards[shard].lowerBound
            try rows.forEachBlock(of: Sharding.blockSize, in: shards[shard]) { block in
                let block = block.inDouble
                if let bad = block.elements.firstIndex(where: \.isInfinite) {
                    throw MixtureError.nonFiniteData(frame: start + bad / block.columns)
                }
                let joint = try joint(block, densities)
                for n in 0..<block.rows { answers.append(body(block.row(n), joint.row(n))) }
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
        var scratch: [Double] = []
        guard block.hasMissingCells else {
            densities.evaluate(block, into: &result.elements, scratch: &scratch)
            return result
        }
        var values = [Double](repeating: 0, count: block.rows * count)
        for group in block.rowsByMissingCells() {
            guard !group.observed.isEmpty else {
                for n in group.rows {
                    for k in 0..<count { result[n, k] = .log(mixture.weights[k]) }
                }
                continue
            }
            let densities =
                group.observed.count == block.columns
                ? densities
                : CentredLogDensities(try ObservedColumns(group.observed, of: mixture).marginal)
            densities.evaluate(
                block.selecting(rows: group.rows, columns: group.observed), into: &values,
                scratch: &scratch)
            for (place, n) in group.rows.enumerated() {
                for k in 0..<count { result[n, k] = values[place * count + k] }
            }
        }
        return result
    }
}
