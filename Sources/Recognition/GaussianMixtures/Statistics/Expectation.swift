public import NumericCore
internal import RealModule

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
/// Float frames under diagonal covariances take ``FloatExpectation``, all others
/// ``BlockDensities``; the sums are Double always.
public struct Expectation: Sendable {
    /// The mixture whose responsibilities these are.
    public let mixture: GaussianMixture
    /// What a NaN is.
    public let missingCells: MissingCells
    let pruning: Double
    private let cutoff: Double
    private let inFloat: FloatExpectation?
    private let densities: BlockDensities

    /// A mixture made ready.
    ///
    /// - Parameters:
    ///   - mixture: whose responsibilities to compute.
    ///   - pruning: components whose density is below `pruning` times the best one's have no share
    ///     of a frame; log p(x) counts them all the same. 0 leaves out nothing. 1 leaves nothing
    ///     but the best, as in k-means; components that are equally good to the last bit share the
    ///     frame.
    ///   - missingCells: what a NaN is.
    public init(
        _ mixture: GaussianMixture, pruning: Double = 0, missingCells: MissingCells = .refused
    ) {
        self.mixture = mixture
        self.missingCells = missingCells
        self.pruning = pruning
        cutoff = pruning > 0 ? .log(pruning) : -.infinity
        inFloat = FloatExpectation(mixture, cutoff: cutoff)
        densities = BlockDensities(mixture)
    }

    /// The statistics of frames, on up to `threads` threads; the same bits for any number.
    ///
    /// - Parameters:
    ///   - frames: T×D.
    ///   - weights: what each frame counts, T values of at least 0; nil for 1 each. One that
    ///     counts 0 is not looked at.
    /// - Returns: the sums over all frames.
    /// - Throws: ``MixtureError`` for frames of another length, values that are not finite or
    ///   beyond the reach of every component; `TemporaryFile.Failure` when frames cannot be read.
    public func statistics(
        of frames: some FrameSource, weights: [Double]? = nil
    ) throws -> SufficientStatistics {
        guard frames.dimension == mixture.dimension else {
            throw MixtureError.dimensionMismatch(
                expected: mixture.dimension, got: frames.dimension)
        }
        try MixtureError.check(weights: weights, frameCount: frames.count)
        let shards = Sharding.shards(of: frames.count)
        let marginals = MarginalExpectations(self)
        let parts = try orderedMap(count: shards.count) { shard in
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
        var workspace = Workspace(mixture)
        var start = range.lowerBound
        func add(_ block: Matrix<some FrameScalar>, isComplete: Bool) throws {
            let weights = weights.map { Array($0[start..<start + block.rows]) }
            let bad =
                isComplete
                ? accumulate(block, weights, into: &sums, &workspace)
                : try incomplete.accumulate(block.inDouble, weights, into: &sums, &workspace)
            if let bad { throw fault(of: block.row(bad), frame: start + bad) }
            start += block.rows
        }
        if missingCells == .refused {
            try frames.forEachBlock(of: Sharding.blockSize, in: range) {
                try add($0, isComplete: true)
            }
        } else {
            try frames.forEachBlock(of: Sharding.incompleteBlockSize, in: range) { block in
                if block.inDouble.hasMissingCells {
                    try add(block, isComplete: false)
                } else {
                    try block.forEachBlock(of: Sharding.blockSize) { try add($0, isComplete: true) }
                }
            }
        }
        sums.completeProducts()
        return (sums, incomplete)
    }

    /// Why a frame has no likelihood.
    private func fault(of row: ArraySlice<some FrameScalar>, frame: Int) -> MixtureError {
        let isFinite = row.allSatisfy {
            $0.isFinite || ($0.isNaN && missingCells == .marginalized)
        }
        return isFinite ? .beyondReach(frame: frame) : .nonFiniteData(frame: frame)
    }

    /// Adds a block's statistics, all its cells observed.
    ///
    /// - Returns: the first frame that counts and has no finite likelihood; nil for none.
    func accumulate(
        _ block: Matrix<some FrameScalar>, _ weights: [Double]?,
        into sums: inout SufficientStatistics, _ workspace: inout Workspace
    ) -> Int? {
        if let inFloat, let floats = block as? Matrix<Float> {
            switch inFloat.accumulate(floats, weights, into: &sums, &workspace.inFloat) {
            case .added: return nil
            case .notFinite(let frame): return frame
            case .beyondReach: break
            }
        }
        workspace.responsibilities.reserve(block.rows)
        let frames = block.inDouble
        let expanded = densities.evaluate(
            frames, into: &workspace.responsibilities.values, &workspace.densities)
        let bad = workspace.responsibilities.normalize(
            block.rows, weights: weights, cutoff: cutoff, into: &sums)
        if let bad { return bad }
        if let expanded {
            expanded.add(
                to: &sums, workspace.densities.monomials, workspace.responsibilities,
                rows: block.rows, scratch: &workspace.sums)
        } else {
            sums.add(
                frames, workspace.responsibilities, means: mixture.means,
                scratch: &workspace.sums)
        }
        return nil
    }

    /// Storage that blocks share.
    struct Workspace {
        fileprivate var responsibilities: Responsibilities
        fileprivate var inFloat = FloatExpectation.Scratch()
        fileprivate var densities = BlockDensities.Scratch()
        fileprivate var sums = SumsScratch()

        init(_ mixture: GaussianMixture) {
            responsibilities = Responsibilities(componentCount: mixture.componentCount)
        }
    }
}
