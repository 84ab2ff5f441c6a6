public import NumericCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a NaN among the data is.
public enum MissingCells: String, Codable, Sendable, CaseIterable {
    /// A fault, reported with its row.
    case refused
    /// A cell that was not observed: what is known of its row counts, the rest is integrated
    /// out. Rows of which nothing is known count nothing.
    case marginalized
}

/// The E-step: responsibilities of a mixture for frames, and their sums.
///
///     γₖ(t) = wₖ N(x_t; μₖ, Σₖ) / Σⱼ wⱼ N(x_t; μⱼ, Σⱼ)
///
/// (Bishop, Pattern Recognition and Machine Learning, 2006, equation 9.23), in the log domain.
/// Densities are computed in Float by one matrix product where frames are Float and covariances
/// diagonal, otherwise in Double: by one matrix product where that costs no digit that counts, and
/// with every component's own centre where it would. The sums are Double always.
public struct Expectation: Sendable {
    /// The mixture whose responsibilities these are.
    public let mixture: GaussianMixture
    /// What a NaN is.
    public let missingCells: MissingCells
    private let floatDensities: ComponentLogDensities?
    private let expandedDensities: ExpandedLogDensities?
    private let densities: CentredLogDensities
    let pruning: Double

    /// Frames are scored in blocks of this many; their log-densities then stay in cache.
    static let blockSize = 256
    /// The sums are cut into this many shards whatever the number of threads.
    static let shardCount = 16
    /// Where cells may be missing, frames are read in larger blocks and cut into shards of at
    /// least this many, so that many of a shard lack the same cells and go together.
    private static let incompleteBlockSize = 4 * blockSize

    /// A mixture made ready.
    ///
    /// - Parameters:
    ///   - mixture: whose responsibilities to compute.
    ///   - pruning: components whose density is below `pruning` times the best one's are left
    ///     out of a frame's sum; log p(x) is then too low by at most K·`pruning`. 0 leaves out
    ///     nothing. 1 keeps the best alone: hard assignment, as in k-means.
    ///   - missingCells: what a NaN is.
    public init(
        _ mixture: GaussianMixture, pruning: Double = 0, missingCells: MissingCells = .refused
    ) {
        self.mixture = mixture
        self.missingCells = missingCells
        self.pruning = pruning
        floatDensities =
            mixture.covarianceType == .diagonal ? ComponentLogDensities(mixture) : nil
        expandedDensities = ExpandedLogDensities(mixture)
        densities = CentredLogDensities(mixture)
    }

    /// The statistics of frames, on up to `threads` threads; the same bits for any number.
    ///
    /// - Parameters:
    ///   - frames: T×D.
    ///   - weights: what each frame counts, T values of at least 0; nil for 1 each.
    ///   - threads: how many work at once; without influence on the result.
    /// - Returns: the sums over all frames.
    /// - Throws: ``MixtureError`` for frames of another length or values that are not finite;
    ///   `TemporaryFile.Failure` when frames cannot be read.
    public func statistics(
        of frames: some FrameSource, weights: [Double]? = nil, threads: Int = 1
    ) throws -> SufficientStatistics {
        guard frames.dimension == mixture.dimension else {
            throw MixtureError.dimensionMismatch(
                expected: mixture.dimension, got: frames.dimension)
        }
        try MixtureError.check(weights: weights, frameCount: frames.count)
        let mostShards =
            missingCells == .refused ? Self.shardCount : frames.count / Self.incompleteBlockSize
        let shards = shardRanges(
            count: frames.count, shards: min(Self.shardCount, max(1, mostShards)))
        let marginals = MarginalExpectations(self)
        let parts = try concurrentMap(count: shards.count, threads: threads) { shard in
            try statistics(of: frames, weights: weights, in: shards[shard], marginals)
        }
        var total = SufficientStatistics(for: mixture)
        var incomplete = IncompleteFrames(self, marginals)
        for part in parts {
            total.add(part.complete)
            incomplete.add(part.incomplete)
        }
        incomplete.finish(into: &total)
        return total
    }

    private func statistics(
        of frames: some FrameSource, weights: [Double]?, in range: Range<Int>,
        _ marginals: MarginalExpectations
    ) throws -> (complete: SufficientStatistics, incomplete: IncompleteFrames) {
        var sums = SufficientStatistics(for: mixture)
        var incomplete = IncompleteFrames(self, marginals)
        var workspace = Workspace()
        var start = range.lowerBound
        func addComplete(_ block: Matrix<some FrameScalar>) throws {
            let weights = weights.map { Array($0[start..<start + block.rows]) }
            if let bad = accumulate(block, weights, into: &sums, &workspace) {
                throw MixtureError.nonFiniteData(frame: start + bad)
            }
            start += block.rows
        }
        if missingCells == .refused {
            try frames.forEachBlock(of: Self.blockSize, in: range) { try addComplete($0) }
        } else {
            try frames.forEachBlock(of: Self.incompleteBlockSize, in: range) { block in
                let values = block.inDouble
                guard values.hasMissingCells else {
                    try block.forEachBlock(of: Self.blockSize) { try addComplete($0) }
                    return
                }
                let weights = weights.map { Array($0[start..<start + block.rows]) }
                if let bad = try incomplete.accumulate(values, weights, into: &sums, &workspace) {
                    throw MixtureError.nonFiniteData(frame: start + bad)
                }
                start += block.rows
            }
        }
        sums.completeProducts()
        return (sums, incomplete)
    }

    /// Adds a block's statistics, all its cells observed.
    ///
    /// - Returns: the first frame that has no finite likelihood; nil for none.
    func accumulate(
        _ block: Matrix<some FrameScalar>, _ weights: [Double]?,
        into sums: inout SufficientStatistics, _ workspace: inout Workspace
    ) -> Int? {
        let bad: Int?
        let frames = block.inDouble
        if let floatDensities, let frames = block as? Matrix<Float> {
            floatDensities.evaluate(
                frames, into: &workspace.floatLogDensities, scratch: &workspace.expandedFrames)
            bad = assign(workspace.floatLogDensities, block.rows, weights, &sums, &workspace)
        } else if let expandedDensities,
            expandedDensities.expand(frames, into: &workspace.monomials)
        {
            return accumulate(expandedDensities, frames.rows, weights, &sums, &workspace)
        } else {
            densities.evaluate(
                frames, into: &workspace.logDensities, scratch: &workspace.whitened)
            bad = assign(workspace.logDensities, block.rows, weights, &sums, &workspace)
        }
        guard bad == nil else { return bad }
        sums.add(
            frames, workspace.responsibilities, means: mixture.means, scratch: &workspace.sums)
        return nil
    }

    /// Adds the statistics of a block whose monomials are in the workspace.
    private func accumulate(
        _ expanded: ExpandedLogDensities, _ frameCount: Int, _ weights: [Double]?,
        _ sums: inout SufficientStatistics, _ workspace: inout Workspace
    ) -> Int? {
        expanded.evaluate(workspace.monomials, rows: frameCount, into: &workspace.logDensities)
        let count = mixture.componentCount
        let cutoff = pruning > 0 ? log(pruning) : -.infinity
        let bad: Int? = workspace.logDensities.withUnsafeMutableBufferPointer { values in
            for n in 0..<frameCount {
                let weight = weights?[n] ?? 1
                let logLikelihood = becomeResponsibilities(
                    UnsafeMutableBufferPointer(rebasing: values[n * count..<(n + 1) * count]),
                    cutoff: cutoff, weight: weight)
                guard logLikelihood.isFinite else { return n }
                sums.logLikelihood += weight * logLikelihood
                sums.frameCount += 1
                sums.totalWeight += weight
            }
            return nil
        }
        guard bad == nil else { return bad }
        expanded.add(
            to: &sums, workspace.monomials, workspace.logDensities, rows: frameCount,
            moments: &workspace.moments)
        return nil
    }

    /// Fills the responsibilities of a block's frames from their log-densities.
    private func assign<Scalar: FrameScalar>(
        _ logDensities: [Scalar], _ frameCount: Int, _ weights: [Double]?,
        _ sums: inout SufficientStatistics, _ workspace: inout Workspace
    ) -> Int? {
        let count = mixture.componentCount
        let cutoff = pruning > 0 ? Scalar(log(pruning)) : -.infinity
        workspace.responsibilities.removeAll()
        return logDensities.withUnsafeBufferPointer { logDensities in
            for n in 0..<frameCount {
                let weight = weights?[n] ?? 1
                let logLikelihood = workspace.responsibilities.append(
                    from: UnsafeBufferPointer(
                        rebasing: logDensities[n * count..<(n + 1) * count]),
                    cutoff: cutoff, weight: weight)
                guard logLikelihood.isFinite else { return n }
                sums.logLikelihood += weight * logLikelihood
                sums.frameCount += 1
                sums.totalWeight += weight
            }
            return nil
        }
    }

    /// Storage that blocks share.
    struct Workspace {
        fileprivate var floatLogDensities: [Float] = []
        fileprivate var expandedFrames: [Float] = []
        fileprivate var logDensities: [Double] = []
        fileprivate var whitened: [Double] = []
        fileprivate var monomials: [Double] = []
        fileprivate var moments: [Double] = []
        fileprivate var responsibilities = SparseResponsibilities()
        fileprivate var sums = WeightedSumsScratch()
    }
}

extension Matrix where Element: FrameScalar {
    /// The same values as Double.
    var inDouble: Matrix<Double> {
        Matrix<Double>(rows: rows, columns: columns, elements: Element.doubles(elements))
    }
}
