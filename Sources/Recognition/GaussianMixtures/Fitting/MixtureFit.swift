public import NumericCore

/// Fits a mixture to frames by expectation–maximisation, one iteration at a time.
///
/// ```swift
/// let fit = MixtureFit(FitOptions(componentCount: 8, covarianceType: .full))
/// let state = try fit.run(data) { state in print(state.lowerBound) }
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
    ///   - state: where to go on, or given parameters to begin from, once whatever the number of
    ///     starts; nil begins anew. A fit that is interrupted and goes on ends with the same bits.
    ///     One that was at its last iteration goes on when the options now allow more.
    ///   - onIteration: called with the state that it starts or goes on from, and after each
    ///     iteration; with several starts, after each of them with the best so far. May throw to
    ///     stop.
    /// - Returns: the last state; of several starts, the best one's.
    /// - Throws: ``MixtureError`` for frames or options that cannot be used, and what
    ///   `onIteration` throws.
    public func run(
        _ frames: some FrameSource, weights: [Double]? = nil, from state: FitState? = nil,
        onIteration: (FitState) throws -> Void = { _ in }
    ) throws -> FitState {
        let run = try FitRun(options, frames, weights)
        if let state { try run.check(state.mixture) }
        if let state, state.endedStarts == 0 {
            return try run.finish(state, onIteration)
        }
        guard options.plannedStarts > 1 else {
            let start = try run.start(0)
            return try run.finish(start, onIteration)
        }
        var best: FitState
        if let state {
            best = state
        } else {
            best = try run.finish(try run.start(0))
            best.endedStarts = 1
            best.firstBound = best.lowerBound
            try onIteration(best)
        }
        let (ended, goal) = (best.endedStarts, best.firstBound)
        try orderedMap(count: max(0, options.plannedStarts - ended)) { index in
            try run.finish(
                try run.start(ended + index), reaching: goal)
        } consume: { index, state in
            if state.lowerBound > best.lowerBound { best = state }
            best.endedStarts = ended + index + 1
            best.firstBound = goal
            try onIteration(best)
        }
        return best
    }
}
