internal import NumericCore

/// A first mixture by k-means++ (Arthur and Vassilvitskii, 2007) and a few rounds of k-means.
///
/// Distances are in units of the data's standard deviation in each dimension. k-means is EM with
/// hard assignments to Gaussians of equal weights and fixed variances, and that is how it is
/// done here: the E-step with pruning 1.
struct KMeansStart {
    /// Frames per component that the start looks at; more change little and cost much.
    static let framesPerComponent = 100
    static let rounds = 5

    let componentCount: Int
    let maximization: Maximization
    let seed: UInt64
    let threads: Int

    /// The mixture of the clusters' shares, means and variances.
    func mixture(for frames: some FrameSource, global: GaussianMixture) throws -> GaussianMixture {
        var generator = SeededGenerator(seed: seed, stream: 1)
        let sample = try Self.sample(
            min(frames.count, componentCount * Self.framesPerComponent), of: frames, &generator)
        var centres = try clusters(around: seeds(in: sample, global: global, &generator), global)
        for _ in 0..<Self.rounds {
            let statistics = try Expectation(centres, pruning: 1)
                .statistics(of: sample, threads: threads)
            let moved = try maximization.update(centres, with: statistics).mixture
            centres = try clusters(around: moved.means, global)
        }
        let statistics = try Expectation(centres, pruning: 1)
            .statistics(of: sample, threads: threads)
        return try maximization.update(centres, with: statistics).mixture
    }

    /// Gaussians of equal weight with the data's own variances.
    private func clusters(
        around means: Matrix<Double>, _ global: GaussianMixture
    ) throws -> GaussianMixture {
        try GaussianMixture(
            weights: [Double](repeating: 1 / Double(means.rows), count: means.rows), means: means,
            variances: Matrix(
                rows: means.rows, columns: means.columns,
                elements: (0..<means.rows).flatMap { _ in global.variances.elements }))
    }

    /// One frame at random out of each of `size` equal stretches.
    private static func sample(
        _ size: Int, of frames: some FrameSource, _ generator: inout SeededGenerator
    ) throws -> Matrix<Float> {
        var elements: [Float] = []
        elements.reserveCapacity(size * frames.dimension)
        for stretch in shardRanges(count: frames.count, shards: size) {
            let index = stretch.lowerBound + generator.index(below: stretch.count)
            elements += try frames.frames(in: index..<index + 1).elements
        }
        return Matrix(rows: size, columns: frames.dimension, elements: elements)
    }

    /// k-means++: each further seed is drawn with probability proportional to its squared
    /// distance from the nearest seed so far.
    private func seeds(
        in sample: Matrix<Float>, global: GaussianMixture, _ generator: inout SeededGenerator
    ) -> Matrix<Double> {
        let precisions = global.variances.elements.map { Float(1 / $0) }
        var chosen = [generator.index(below: sample.rows)]
        var squaredDistances = [Double](repeating: .infinity, count: sample.rows)
        while chosen.count < componentCount {
            let last = sample.row(chosen[chosen.count - 1])
            for n in 0..<sample.rows {
                let distance = Self.squaredDistance(sample.row(n), last, precisions)
                squaredDistances[n] = min(squaredDistances[n], distance)
            }
            chosen.append(generator.weightedIndex(squaredDistances))
        }
        return Matrix(
            rows: componentCount, columns: sample.columns,
            elements: chosen.flatMap { sample.row($0).map(Double.init) })
    }

    private static func squaredDistance(
        _ x: ArraySlice<Float>, _ y: ArraySlice<Float>, _ precisions: [Float]
    ) -> Double {
        x.withUnsafeBufferPointer { x in
            y.withUnsafeBufferPointer { y in
                var sum: Float = 0
                for d in precisions.indices {
                    let difference = x[d] - y[d]
                    sum += difference * difference * precisions[d]
                }
                return Double(sum)
            }
        }
    }
}
