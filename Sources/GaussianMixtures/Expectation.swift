public import NumericCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The E-step: responsibilities of a mixture for frames, and their sums.
///
///     γₖ(t) = wₖ N(x_t; μₖ, σ²ₖ) / Σⱼ wⱼ N(x_t; μⱼ, σ²ⱼ)
///
/// (Bishop, Pattern Recognition and Machine Learning, 2006, equation 9.23), in the log domain.
public struct Expectation: Sendable {
    /// The mixture whose responsibilities these are.
    public let mixture: GaussianMixture
    private let densities: ComponentLogDensities
    private let cutoff: Float

    /// Frames are scored in blocks of this many; their log-densities then stay in cache.
    static let blockSize = 256
    /// The sums are cut into this many shards whatever the number of threads.
    static let shardCount = 16

    /// A mixture made ready.
    ///
    /// - Parameters:
    ///   - mixture: whose responsibilities to compute.
    ///   - pruning: components whose density is below `pruning` times the best one's are left
    ///     out of a frame's sum; log p(x) is then too low by at most K·`pruning`. 0 leaves out
    ///     nothing. 1 keeps the best alone: hard assignment, as in k-means.
    public init(_ mixture: GaussianMixture, pruning: Double = 0) {
        self.mixture = mixture
        densities = ComponentLogDensities(mixture)
        cutoff = pruning > 0 ? Float(log(pruning)) : -.infinity
    }

    /// The statistics of frames, on up to `threads` threads; the same bits for any number.
    ///
    /// - Throws: ``MixtureError`` for frames of another length or values that are not finite;
    ///   ``FileStorage/TemporaryFile/Failure`` when frames cannot be read.
    public func statistics(
        of frames: some FrameSource, threads: Int = 1
    ) throws -> SufficientStatistics {
        guard frames.dimension == mixture.dimension else {
            throw MixtureError.dimensionMismatch(
                expected: mixture.dimension, got: frames.dimension)
        }
        let shards = shardRanges(count: frames.count, shards: Self.shardCount)
        let parts = try concurrentMap(count: shards.count, threads: threads) { shard in
            try statistics(of: frames, in: shards[shard])
        }
        var total = SufficientStatistics(
            componentCount: mixture.componentCount, dimension: mixture.dimension)
        for part in parts { total.add(part) }
        return total
    }

    private func statistics(
        of frames: some FrameSource, in range: Range<Int>
    ) throws -> SufficientStatistics {
        var sums = SufficientStatistics(
            componentCount: mixture.componentCount, dimension: mixture.dimension)
        var workspace = Workspace()
        var start = range.lowerBound
        try frames.forEachBlock(of: Self.blockSize, in: range) { block in
            guard accumulate(block, into: &sums, &workspace) else {
                let bad = (0..<block.rows).first { !block.row($0).allSatisfy(\.isFinite) }
                throw MixtureError.nonFiniteData(frame: start + (bad ?? 0))
            }
            start += block.rows
        }
        return sums
    }

    /// Adds a block's statistics; false when a frame has no finite likelihood.
    private func accumulate(
        _ block: Matrix<Float>, into sums: inout SufficientStatistics, _ workspace: inout Workspace
    ) -> Bool {
        densities.evaluate(
            block, into: &workspace.logDensities, scratch: &workspace.expandedFrames)
        for n in 0..<block.rows {
            let logLikelihood = workspace.assignResponsibilities(
                frame: n, componentCount: mixture.componentCount, cutoff: cutoff)
            guard logLikelihood.isFinite else { return false }
            for (component, responsibility) in workspace.responsibilities {
                sums.add(
                    block.row(n), to: component, responsibility: responsibility,
                    mean: mixture.means.row(component))
            }
            sums.logLikelihood += logLikelihood
            sums.frameCount += 1
        }
        return true
    }
}

private struct Workspace {
    var logDensities: [Float] = []
    var expandedFrames: [Float] = []
    var responsibilities = SparseResponsibilities()

    mutating func assignResponsibilities(
        frame: Int, componentCount: Int, cutoff: Float
    ) -> Double {
        logDensities.withUnsafeBufferPointer { logDensities in
            let row = frame * componentCount..<(frame + 1) * componentCount
            return responsibilities.assign(
                from: UnsafeBufferPointer(rebasing: logDensities[row]), cutoff: cutoff)
        }
    }
}
