internal import NumericCore

/// A fit of given options to given frames: what its iterations have in common.
struct FitRun<Frames: FrameSource>: Sendable {
    let options: FitOptions
    let frames: Frames
    let weights: [Double]?
    let moments: ColumnMoments
    let maximization: Maximization

    init(
        _ options: FitOptions, _ frames: Frames, _ weights: [Double]?
    ) throws {
        try options.validate()
        try MixtureError.check(weights: weights, frameCount: frames.count)
        func check(_ count: Int) throws(MixtureError) {
            guard count >= options.componentCount else {
                throw .tooFewFrames(got: count, components: options.componentCount)
            }
        }
        try check(weights?.count { $0 > 0 } ?? frames.count)
        self.options = options
        self.frames = frames
        self.weights = weights
        moments = try ColumnMoments(
            of: frames, weights: weights, missingCells: options.missingCells)
        try check(moments.frameCount)
        maximization = Maximization(
            varianceFloor: moments.scale.map {
                max(options.varianceFloor * $0, options.absoluteVarianceFloor)
            },
            weightFloor: options.weightFloor,
            minimumOccupancy: options.minimumOccupancy * moments.totalWeight
                / Double(moments.frameCount),
            covarianceRegularization: options.covarianceRegularization)
    }

    /// Refuses parameters from which this fit cannot go on.
    func check(_ mixture: GaussianMixture) throws(MixtureError) {
        guard mixture.dimension == frames.dimension else {
            throw .dimensionMismatch(expected: mixture.dimension, got: frames.dimension)
        }
        guard mixture.covarianceType == options.covarianceType,
            mixture.componentCount == options.componentCount
                || options.start == .binarySplitting
                    && mixture.componentCount < options.componentCount
        else {
            throw .invalidOptions(
                "the fit begins with \(mixture.componentCount) \(mixture.covarianceType.rawValue) "
                    + "components but shall end with \(options.componentCount) "
                    + "\(options.covarianceType.rawValue) ones")
        }
    }

    /// Goes on until there is nothing left to do, or until the likelihood rises too slowly to reach
    /// a goal within the iterations that are left.
    func finish(
        _ state: FitState, reaching goal: Double = -.infinity,
        _ onIteration: (FitState) throws -> Void = { _ in }
    ) throws -> FitState {
        var current = state
        current.isFinished = isFinished(current)
        try onIteration(current)
        while !current.isFinished, canReach(goal, from: current) {
            current = try next(after: current)
            try onIteration(current)
        }
        return current
    }

    /// One EM iteration, and a split where splitting is due.
    private func next(after state: FitState) throws -> FitState {
        let expectation = Expectation(
            state.mixture, pruning: options.pruning, missingCells: options.missingCells)
        let statistics = try expectation.statistics(
            of: frames, weights: weights)
        let update = try maximization.update(state.mixture, with: statistics)
        var next = state
        next.mixture = update.mixture
        next.history.append(
            FitState.Iteration(
                componentCount: state.mixture.componentCount,
                meanLogLikelihood: statistics.meanLogLikelihood,
                reseededCount: update.reseededCount, flooredCount: update.flooredCount))
        let stage = next.stage(of: state.mixture.componentCount)
        if state.mixture.componentCount < options.componentCount {
            if stage.count >= options.iterationsPerSplit {
                next.mixture = try BinarySplitting.split(
                    next.mixture, upTo: options.componentCount)
            }
        } else {
            next.hasConverged = hasConverged(
                Array(stage.prefix(2)), from: state.mixture, to: next.mixture)
            next.isFinished = isFinished(next)
        }
        return next
    }

    /// Whether a fit has settled or used up its iterations, those with all components.
    private func isFinished(_ state: FitState) -> Bool {
        state.hasConverged
            || state.stage(of: options.componentCount).count >= options.maximumIterations
    }

    /// Whether ten times the pace of the last iteration, kept up, leads to a goal: a slow fit may
    /// find a steeper slope yet.
    private func canReach(_ goal: Double, from state: FitState) -> Bool {
        let stage = state.stage(of: options.componentCount)
        guard stage.count >= 2, stage.prefix(2).allSatisfy({ $0.reseededCount == 0 }) else {
            return true
        }
        let gain = stage[0].meanLogLikelihood - stage[1].meanLogLikelihood
        let left = Double(options.maximumIterations - stage.count)
        return stage[0].meanLogLikelihood + 10 * gain * left >= goal
    }

    /// The gain of an iteration shows what the update before it did; one that seeded components
    /// anew may well lose.
    private func hasConverged(
        _ last: [FitState.Iteration], from old: GaussianMixture, to new: GaussianMixture
    ) -> Bool {
        guard last.allSatisfy({ $0.reseededCount == 0 }) else { return false }
        switch options.convergence {
        case .parameterChange(let tolerance):
            return new.change(from: old, scale: moments.scale) <= tolerance
        case .gain(let tolerance):
            return last.count == 2
                && last[0].meanLogLikelihood - last[1].meanLogLikelihood < tolerance
        case .relativeGain(let tolerance):
            return last.count == 2
                && last[0].meanLogLikelihood - last[1].meanLogLikelihood
                    < tolerance * abs(last[1].meanLogLikelihood)
        }
    }
}
