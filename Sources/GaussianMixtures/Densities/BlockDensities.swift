internal import NumericCore

/// The log-densities of a block of frames, in the fastest form that is exact enough for it.
///
/// Frames in Float under diagonal covariances take ``ComponentLogDensities``, all others
/// ``ExpandedLogDensities``; both are matrix products. Blocks with a frame beyond the reach of
/// these take ``CentredLogDensities``, which squares nothing before it is centred.
struct BlockDensities: Sendable {
    private let inFloat: ComponentLogDensities?
    private let expanded: ExpandedLogDensities?
    private let centred: CentredLogDensities

    /// Storage that blocks share.
    struct Scratch {
        fileprivate var floats: [Float] = []
        fileprivate var floatSquares: [Float] = []
        fileprivate var whitened: [Double] = []
        /// φ of the frames, where they took the expanded form in Double.
        fileprivate(set) var monomials: [Double] = []
    }

    /// The tables of a mixture.
    init(_ mixture: GaussianMixture) {
        inFloat = mixture.covarianceType == .diagonal ? ComponentLogDensities(mixture) : nil
        expanded = ExpandedLogDensities(mixture)
        centred = CentredLogDensities(mixture)
    }

    /// log wₖ N(x; μₖ, Σₖ) of every frame and component, in nats.
    ///
    /// - Parameters:
    ///   - block: N×D, all cells observed.
    ///   - frames: the same in Double.
    ///   - result: holds N×K values or more; the first are overwritten.
    ///   - scratch: reused between calls.
    /// - Returns: the expanded form, when it was taken and the scratch holds its monomials.
    func evaluate(
        _ block: Matrix<some FrameScalar>, _ frames: Matrix<Double>, into result: inout [Double],
        _ scratch: inout Scratch
    ) -> ExpandedLogDensities? {
        if let inFloat, let floats = block as? Matrix<Float>,
            inFloat.evaluateWithinReach(
                floats, into: &scratch.floats, scratch: &scratch.floatSquares)
        {
            let count = block.rows * inFloat.componentCount
            result.withUnsafeMutableBufferPointer { result in
                scratch.floats.withUnsafeBufferPointer { floats in
                    for i in 0..<count { result[i] = Double(floats[i]) }
                }
            }
            return nil
        }
        if let expanded, expanded.expand(frames, into: &scratch.monomials) {
            expanded.evaluate(scratch.monomials, rows: frames.rows, into: &result)
            return expanded
        }
        centred.evaluate(frames, into: &result, scratch: &scratch.whitened)
        return nil
    }
}
