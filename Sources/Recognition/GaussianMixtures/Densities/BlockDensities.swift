internal import NumericCore

/// The log-densities of a block of Double frames, in the fastest form that is exact enough for it.
///
/// ``ExpandedLogDensities``, a matrix product, or, for blocks with a frame beyond its reach,
/// ``CentredLogDensities``, which squares nothing before it is centred.
struct BlockDensities: Sendable {
    private let expanded: ExpandedLogDensities?
    private let centred: CentredLogDensities

    /// Storage that blocks share.
    struct Scratch {
        fileprivate var whitened: [Double] = []
        /// φ of the frames, where they took the expanded form.
        fileprivate(set) var monomials: [Double] = []
    }

    /// The tables of a mixture.
    init(_ mixture: GaussianMixture) {
        expanded = ExpandedLogDensities(mixture)
        centred = CentredLogDensities(mixture)
    }

    /// log wₖ N(x; μₖ, Σₖ) of every frame and component, in nats.
    ///
    /// - Parameters:
    ///   - frames: N×D, all cells observed.
    ///   - result: holds N×K values or more; the first are overwritten.
    ///   - scratch: reused between calls.
    /// - Returns: the expanded form, when it was taken and the scratch holds its monomials.
    func evaluate(
        _ frames: Matrix<Double>, into result: inout [Double], _ scratch: inout Scratch
    ) -> ExpandedLogDensities? {
        if let expanded, expanded.expand(frames, into: &scratch.monomials) {
            expanded.evaluate(scratch.monomials, rows: frames.rows, into: &result)
            return expanded
        }
        centred.evaluate(frames, into: &result, scratch: &scratch.whitened)
        return nil
    }
}
