public import NumericCore

/// Mean and variance of every column, over its observed cells.
public struct ColumnMoments: Sendable, Equatable {
    /// Means: D.
    public let means: [Double]
    /// Variances: D, dividing by the number of cells; 0 where a column is constant.
    public let variances: [Double]
    /// Variances to measure by: a constant column has none of its own and takes the mean of the
    /// others'; where all are constant, 1.
    public let scale: [Double]
    /// Number of frames that count: their weight is not 0, and some cell is observed.
    public let frameCount: Int
    /// Sum of these frames' weights.
    public let totalWeight: Double

    /// The moments of all frames, on up to `threads` threads; the same bits for any number.
    ///
    /// - Parameters:
    ///   - frames: T×D.
    ///   - weights: what each frame counts; nil for 1 each. One that counts 0 is not looked at.
    ///   - missingCells: what a NaN is.
    /// - Throws: ``MixtureError`` when a value is not finite, a column is empty or its squares
    ///   are not finite; `TemporaryFile.Failure` when frames cannot be read.
    public init(
        of frames: some FrameSource, weights: [Double]? = nil,
        missingCells: MissingCells = .refused
    ) throws {
        try MixtureError.check(weights: weights, frameCount: frames.count)
        let origin = try Self.firstValues(of: frames, weights, missingCells)
        let shards = Sharding.shards(of: frames.count)
        let parts = try orderedMap(count: shards.count) { shard in
            try Sums(
                of: frames, weights, about: origin, in: shards[shard], missingCells)
        }
        var total = Sums(dimension: frames.dimension)
        for part in parts { total.add(part) }
        var (means, variances) = (origin, origin)
        for d in origin.indices {
            let shift = total.first[d] / total.zeroth[d]
            means[d] += shift
            variances[d] = max(0, total.second[d] / total.zeroth[d] - shift * shift)
            guard variances[d].isFinite else { throw MixtureError.valuesTooLarge(column: d) }
        }
        self.means = means
        self.variances = variances
        frameCount = total.frameCount
        totalWeight = total.totalWeight
        // A floor of 10⁻²⁴ of it must still be a normal number.
        let positive = variances.filter { $0 > 1e-280 }
        let typical = positive.isEmpty ? 1 : positive.reduce(0) { $0 + $1 / Double(positive.count) }
        scale = variances.map { $0 > 1e-280 ? $0 : typical }
    }

    /// The first observed value of each column in a frame that counts; the sums are taken about it.
    private static func firstValues(
        of frames: some FrameSource, _ weights: [Double]?, _ missingCells: MissingCells
    ) throws -> [Double] {
        var values = [Double](repeating: .nan, count: frames.dimension)
        var start = 0
        while start < frames.count, values.contains(where: \.isNaN) {
            let end = min(start + (start == 0 ? 1 : Sharding.blockSize), frames.count)
            let block = try frames.frames(in: start..<end).inDouble
            for n in 0..<block.rows where weights?[start + n] ?? 1 > 0 {
                for d in values.indices where values[d].isNaN {
                    guard
                        block[n, d].isFinite || (block[n, d].isNaN && missingCells == .marginalized)
                    else { throw MixtureError.nonFiniteData(frame: start + n) }
                    values[d] = block[n, d]
                }
            }
            start = end
        }
        if let empty = values.firstIndex(where: \.isNaN) { throw MixtureError.emptyColumn(empty) }
        return values
    }
}

/// Σ w, Σ w (x − o) and Σ w (x − o)² of every column.
private struct Sums: Sendable {
    var zeroth: [Double]
    var first: [Double]
    var second: [Double]
    var frameCount = 0
    var totalWeight = 0.0

    init(dimension: Int) {
        zeroth = [Double](repeating: 0, count: dimension)
        first = zeroth
        second = zeroth
    }

    init(
        of frames: some FrameSource, _ weights: [Double]?, about origin: [Double],
        in range: Range<Int>, _ missingCells: MissingCells
    ) throws {
        self.init(dimension: frames.dimension)
        var start = range.lowerBound
        try frames.forEachBlock(of: Sharding.blockSize, in: range) { frames in
            let block = frames.inDouble
            for n in 0..<block.rows {
                let weight = weights?[start + n] ?? 1
                guard weight > 0 else { continue }
                var isObserved = false
                for d in origin.indices {
                    let deviation = block[n, d] - origin[d]
                    if deviation.isNaN && missingCells == .marginalized { continue }
                    guard deviation.isFinite else {
                        throw block[n, d].isFinite
                            ? MixtureError.valuesTooLarge(column: d)
                            : MixtureError.nonFiniteData(frame: start + n)
                    }
                    isObserved = true
                    let weighted = weight * deviation
                    zeroth[d] += weight
                    first[d] += weighted
                    second[d] += weighted * deviation
                }
                guard isObserved else { continue }
                frameCount += 1
                totalWeight += weight
            }
            start += block.rows
        }
    }

    mutating func add(_ other: Sums) {
        for d in zeroth.indices {
            zeroth[d] += other.zeroth[d]
            first[d] += other.first[d]
            second[d] += other.second[d]
        }
        frameCount += other.frameCount
        totalWeight += other.totalWeight
    }
}
