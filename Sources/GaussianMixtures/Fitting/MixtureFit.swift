public import NumericCore

/// Fits a mixture to frames by expectation–maximisation, one iteration at a time.
///
/// ```swift
/// let fit = MixtureFit(FitOptions(componentCount: 8, covarianceType: .full))
/// let state = try fit.run(data, threads: 2) { state in print(state.lowerBound) }
/// state.mixture
/// state.hasConverged
/// ```
public struct MixtureFit: Sendable {
    /// How the fit goes.
    public let options: FitOptions

    /// A fit with given options, which ``run(_:weights:from:threads:onIteration:)`` checks.
    public init(_ options: FitOptions) {
        self.options = options
    }

    /// Fits until convergence or the last iteration.
    ///
    /// - Parameters:
    ///   - frames: T×D, at least as many as components.
    ///   - weights: what each frame counts, T values of at least 0; nil for 1 each.
    ///   - state: where to go on, or given parameters to begin from; nil begins anew. A fit that
    ///     is interrupted and goes on ends with the same bits.
    ///   - threads: how many work at once; without influence on the result.
    ///   - onIteration: called with the state that it starts or goes on from, and after each
    ///     iteration; with several starts, with the last state of each. May throw to stop.
    /// - Returns: the last state; of several starts, the best one's.
    /// - Throws: ``MixtureError`` for frames or options that cannot be used, and what
    ///   `onIteration` throws.
    public func run(
        _ frames: some FrameSource, weights: [Double]? = nil, from state: FitState? = nil,
        threads: Int = 1, onIteration: (FitState) throws -> Void = { _ in }
    ) throws -> FitState {
        let run = try FitRun(options, frames, weights, threads: threads)
        if let state {
            try run.check(state.mixture)
            return try run.finish(state, threads: threads, onIteration)
        }
        guard options.startCount > 1 else {
            let start = try run.start(0, threads: threads)
            return try run.finish(start, threads: threads, onIteration)
        }
        var best: FitState?
        try inOrder(count: options.startCount, threads: threads) { index in
            try run.finish(try run.start(UInt64(index), threads: 1), threads: 1) { _ in }
        } consume: { _, state in
            try onIteration(state)
            if state.lowerBound > best?.lowerBound ?? -.infinity { best = state }
        }
        // A finished run has a finite bound, so there is a best one.
        guard let best else { throw MixtureError.tooFewFrames(got: 0, components: 1) }
        return best
    }
}
