internal import NumericCore
internal import RealModule

/// k-means++ seeds: each further one is drawn with probability proportional to its squared
/// distance from the nearest seed so far. Of several candidates drawn the one that lowers the sum
/// of squared distances most is taken.
struct KMeansSeeding<Rows: FrameSource>: Sendable {
    let rows: Rows
    let weights: [Double]
    let trials: Int

    /// The seeds, K×D; nil when the sum of squared distances is not finite.
    func centres(
        _ count: Int, _ generator: inout SeededGenerator
    ) throws -> Matrix<Double>? {
        var centres = try row(generator.weightedIndex(weights))
        var nearest = try squaredDistances(to: [centres], below: nil)[0]
        for _ in 1..<max(1, count) {
            var candidates: [[Double]] = []
            for _ in 0..<max(1, trials) {
                candidates.append(try row(generator.weightedIndex(nearest)))
            }
            let distances = try squaredDistances(to: candidates, below: nearest)
            let sums = distances.map { $0.reduce(0, +) }
            guard let best = sums.indices.min(by: { sums[$0] < sums[$1] }), sums[best].isFinite
            else { return nil }
            centres += candidates[best]
            nearest = distances[best]
        }
        return Matrix(rows: count, columns: rows.dimension, elements: centres)
    }

    private func row(_ index: Int) throws -> [Double] {
        try rows.frames(in: index..<index + 1).inDouble.elements
    }

    /// w |x − c|² of every row for each of some centres, or what was lower before.
    private func squaredDistances(
        to centres: [[Double]], below before: [Double]?
    ) throws -> [[Double]] {
        let count = centres.count
        let distances = SquaredDistances(
            to: Matrix(rows: count, columns: rows.dimension, elements: centres.flatMap { $0 }))
        let shards = Sharding.shards(of: rows.count)
        let parts = try orderedMap(count: shards.count) { shard in
            let range = shards[shard]
            var values = [Double](repeating: 0, count: Sharding.blockSize * count)
            // Every centre's distances one after the other.
            var part = [Double](repeating: 0, count: count * range.count)
            var start = range.lowerBound
            try rows.forEachBlock(of: Sharding.blockSize, in: range) { block in
                distances.evaluate(block.inDouble, into: &values)
                for n in 0..<block.rows {
                    let (index, limit) = (start + n, before?[start + n] ?? .infinity)
                    for k in 0..<count {
                        part[k * range.count + index - range.lowerBound] = min(
                            limit, weights[index] * values[n * count + k])
                    }
                }
                start += block.rows
            }
            return part
        }
        return (0..<count).map { k in
            zip(shards, parts).flatMap { $1[k * $0.count..<(k + 1) * $0.count] }
        }
    }
}

extension KMeans {
    /// Candidates for each further seed.
    var trials: Int { seedingTrials ?? 2 + Int(Double.log(Double(clusterCount))) }
}
