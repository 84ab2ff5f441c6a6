internal import CVectorKernels
internal import NumericCore

/// The E-step of Float frames under diagonal covariances, as speech has them: log-densities by one
/// matrix product in Float, responsibilities in place, and sums over the few components that each
/// frame belongs to. A block's sums are Float, those of all blocks Double.
struct FloatExpectation: Sendable {
    private let densities: ComponentLogDensities
    /// δ, the means about the densities' origin: K×D.
    private let means: [Double]
    /// Components whose log-density lies further below the best one's have no share of a frame.
    private let cutoff: Float

    /// Storage that blocks share.
    struct Scratch {
        fileprivate let expanded = AlignedFloats()
        fileprivate let panels = ProductPanels<Float>()
        fileprivate let responsibilities = AlignedFloats()
        /// What makes responsibilities of them, times the frames' weights.
        fileprivate let scales = AlignedFloats()
        fileprivate var logLikelihoods: [Double] = []
    }

    /// What became of a block.
    enum Outcome {
        case added
        /// The first frame that counts and has no finite likelihood.
        case notFinite(frame: Int)
        /// A frame lies where Float is not exact enough; nothing was added.
        case beyondReach
    }

    /// The tables of a mixture; nil unless its covariances are diagonal.
    ///
    /// - Parameters:
    ///   - mixture: whose responsibilities to compute.
    ///   - cutoff: log of the least part of the best component's density that has a share.
    init?(_ mixture: GaussianMixture, cutoff: Double) {
        guard mixture.covarianceType == .diagonal else { return nil }
        let densities = ComponentLogDensities(mixture)
        let origin = densities.origin
        means = (0..<mixture.componentCount).flatMap { k in
            zip(mixture.means.row(k), origin).map { $0 - Double($1) }
        }
        self.densities = densities
        self.cutoff = Float(cutoff)
    }

    /// Adds a block's statistics.
    ///
    /// - Parameters:
    ///   - block: N×D.
    ///   - weights: what each frame counts; nil for 1 each.
    ///   - sums: to which N, F, S and the likelihoods are added.
    ///   - scratch: reused between calls.
    /// - Returns: what became of it.
    func accumulate(
        _ block: Matrix<Float>, _ weights: [Double]?, into sums: inout SufficientStatistics,
        _ scratch: inout Scratch
    ) -> Outcome {
        let rows = AlignedFloats.padded(block.rows)
        guard densities.expandWithinReach(block, rows: rows, into: scratch.expanded) else {
            return .beyondReach
        }
        densities.evaluateTransposed(
            scratch.expanded, rows: rows, into: scratch.responsibilities, scratch.panels)
        scratch.scales.reserve(rows)
        if scratch.logLikelihoods.count < rows {
            scratch.logLikelihoods = [Double](repeating: 0, count: rows)
        }
        let (count, dimension) = (Int32(densities.componentCount), Int32(densities.dimension))
        mixture_responsibilities(
            scratch.responsibilities.base, count, Int32(rows), cutoff, scratch.scales.base,
            &scratch.logLikelihoods)
        for n in 0..<rows {
            let weight = n < block.rows ? weights?[n] ?? 1 : 0
            scratch.scales.base[n] *= Float(weight)
            guard weight > 0 else { continue }
            guard scratch.logLikelihoods[n].isFinite else { return .notFinite(frame: n) }
            sums.logLikelihood += weight * scratch.logLikelihoods[n]
            sums.totalWeight += weight
        }
        sums.frameCount += block.rows
        mixture_accumulate(
            scratch.responsibilities.base, scratch.scales.base, count, Int32(rows),
            scratch.expanded.base, dimension, Int32(densities.expandedStride), means,
            &sums.zeroth, &sums.first.elements, &sums.second.elements)
        return .added
    }
}
