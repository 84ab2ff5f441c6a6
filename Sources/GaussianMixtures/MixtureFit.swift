public import NumericCore

/// Fits a mixture to frames by expectation–maximisation, one iteration at a time.
///
/// ```swift
/// let fit = MixtureFit(FitOptions(componentCount: 8))
/// let state = try fit.run(frames, threads: 2) { state in print(state.history.count) }
/// state.mixture
/// ```
public struct MixtureFit: Sendable {
    /// How the fit goes.
    public let options: FitOptions

    /// A fit with given options, which ``run(_:from:threads:onIteration:)`` checks.
    public init(_ options: FitOptions) {
        self.options = options
    }

    /// Fits until convergence or the last iteration.
    ///
    /// - Parameters:
    ///   - frames: T×D, finite, at least as many as components.
    ///   - state: where to go on; nil begins anew. The result is the same bits either way.
    ///   - threads: how many work at once; without influence on the result.
    ///   - onIteration: called with the state that it starts or goes on from, and after each
    ///     iteration; may throw to stop.
    /// - Returns: the last state.
    /// - Throws: ``MixtureError`` for frames or options that cannot be used, and what
    ///   `onIteration` throws.
    public func run(
        _ frames: some FrameSource, from state: FitState? = nil, threads: Int = 1,
        onIteration: (FitState) throws -> Void = { _ in }
    ) throws -> FitState {
        try options.validate()
        guard frames.count >= options.componentCount else {
            throw MixtureError.tooFewFrames(
                got: frames.count, components: options.componentCount)
        }
        let global = try Self.singleGaussian(of: frames, threads: threads)
        let maximization = Maximization(
            varianceFloor: global.variances.elements.map { options.varianceFloor * $0 },
            weightFloor: options.weightFloor, minimumOccupancy: options.minimumOccupancy)
        var current: FitState
        if let state {
            current = state
        } else {
            current = FitState(
                mixture: try start(frames, global, maximization, threads: threads))
        }
        try onIteration(current)
        while !current.isFinished {
            current = try next(after: current, frames, maximization, threads: threads)
            try onIteration(current)
        }
        return current
    }

    private func start(
        _ frames: some FrameSource, _ global: GaussianMixture, _ maximization: Maximization,
        threads: Int
    ) throws -> GaussianMixture {
        switch options.start {
        case .binarySplitting: global
        case .kMeansPlusPlus:
            try KMeansStart(
                componentCount: options.componentCount, maximization: maximization,
                seed: options.seed, threads: threads
            ).mixture(for: frames, global: global)
        }
    }

    /// One EM iteration, and a split where splitting is due.
    private func next(
        after state: FitState, _ frames: some FrameSource, _ maximization: Maximization,
        threads: Int
    ) throws -> FitState {
        let expectation = Expectation(state.mixture, pruning: options.pruning)
        let statistics = try expectation.statistics(of: frames, threads: threads)
        let update = try maximization.update(state.mixture, with: statistics)
        var next = state
        next.mixture = update.mixture
        next.history.append(
            FitState.Iteration(
                componentCount: state.mixture.componentCount,
                meanLogLikelihood: statistics.meanLogLikelihood,
                reseededCount: update.reseededCount))
        let stage = next.history.reversed().prefix {
            $0.componentCount == state.mixture.componentCount
        }
        if state.mixture.componentCount < options.componentCount {
            if stage.count >= options.iterationsPerSplit {
                next.mixture = try BinarySplitting.split(
                    next.mixture, upTo: options.componentCount)
            }
        } else {
            // The gain of an iteration shows what the update before it did; one that seeded
            // components anew may well lose.
            let last = Array(stage.prefix(2))
            next.hasConverged =
                last.count == 2 && last.allSatisfy { $0.reseededCount == 0 }
                && last[0].meanLogLikelihood - last[1].meanLogLikelihood
                    < options.relativeGain * abs(last[1].meanLogLikelihood)
            next.isFinished = next.hasConverged || stage.count >= options.maximumIterations
        }
        return next
    }

    /// Mean and variance of all frames: the M-step of one component that starts at a frame.
    private static func singleGaussian(
        of frames: some FrameSource, threads: Int
    ) throws -> GaussianMixture {
        let first = try frames.frames(in: 0..<1)
        guard first.elements.allSatisfy(\.isFinite) else {
            throw MixtureError.nonFiniteData(frame: 0)
        }
        let start = try GaussianMixture(
            weights: [1],
            means: Matrix(
                rows: 1, columns: frames.dimension, elements: first.elements.map(Double.init)),
            variances: Matrix(rows: 1, columns: frames.dimension, repeating: 1))
        let statistics = try Expectation(start).statistics(of: frames, threads: threads)
        // A constant column has no variance of its own; this much keeps it from being infinitely
        // certain.
        let least = [Double](repeating: 1e-9, count: frames.dimension)
        return try Maximization(varianceFloor: least, weightFloor: 0, minimumOccupancy: 0)
            .update(start, with: statistics).mixture
    }
}
