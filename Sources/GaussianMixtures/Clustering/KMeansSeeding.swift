internal import NumericCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// k-means++ seeds: each further one is drawn with probability proportional to its squared
/// distance from the nearest seed so far. Of several candidates drawn the one that lowers the sum
/// of squared distances most is taken.
struct KMeansSeeding<Rows: FrameSource>: Sendable {
    let rows: Rows
    let weights: [Double]
    let trials: Int
    let threads: Int

    func centres(
        _ count: Int, _ generator: inout SeededGenerator
    ) throws -> Matrix<Double> {
        var chosen = [try row(generator.weightedIndex(weights))]
        var nearest = try squaredDistances(to: chosen[0], below: nil)
        while chosen.count < count {
            var best: (row: [Double], distances: [Double], sum: Double)?
            for _ in 0..<max(1, trials) {
                let candidate = try row(generator.weightedIndex(nearest))
                let distances = try squaredDistances(to: candidate, below: nearest)
                let sum = distances.reduce(0, +)
                if sum < best?.sum ?? .infinity { best = (candidate, distances, sum) }
            }
            guard let best else { throw MixtureError.valuesTooLarge(column: 0) }
            chosen.append(best.row)
            nearest = best.distances
        }
        return Matrix(rows: count, columns: rows.dimension, elements: chosen.flatMap { $0 })
    }

    private func row(_ index: Int) throws -> [Double] {
        try rows.frames(in: index..<index + 1).inDouble.elements
    }

    /// w |x − c|² of every row, or what was lower before.
    private func squaredDistances(
        to centre: [Double], below before: [Double]?
    ) throws -> [Double] {
        let shards = shardRanges(count: rows.count, shards: Expectation.shardCount)
        return try concurrentMap(count: shards.count, threads: threads) { shard in
            var result: [Double] = []
            var index = shards[shard].lowerBound
            try rows.forEachBlock(of: Expectation.blockSize, in: shards[shard]) { rows in
                let block = rows.inDouble
                for n in 0..<block.rows {
                    var sum = 0.0
                    for d in centre.indices {
                        let difference = block[n, d] - centre[d]
                        sum += difference * difference
                    }
                    result.append(min(before?[index] ?? .infinity, weights[index] * sum))
                    index += 1
                }
            }
            return result
        }.flatMap { $0 }
    }
}

extension KMeans {
    /// Candidates for each further seed.
    var trials: Int { seedingTrials ?? 2 + Int(log(Double(clusterCount))) }
}
