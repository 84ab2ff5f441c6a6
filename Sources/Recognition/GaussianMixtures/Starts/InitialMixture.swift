internal import NumericCore

extension FitRun {
    /// Where a start begins.
    func start(_ index: Int) throws -> FitState {
        guard options.start != .binarySplitting else {
            return FitState(mixture: try gaussians([moments.means]))
        }
        var generator = SeededGenerator(seed: options.seed, stream: 1 + UInt64(index))
        let sample = try StartSample(
            of: frames, weights: weights, componentCount: options.componentCount,
            means: moments.means, &generator)
        let mixture =
            switch kind(of: index) {
            case .kMeansPlusPlus:
                try clusters(sample, generator.next(), rounds: 5, trials: 1)
            case .kMeans:
                try clusters(
                    sample, generator.next(), rounds: 300, trials: nil)
            case .randomResponsibilities: try randomResponsibilities(sample, &generator)
            case .randomPoints, .binarySplitting: try randomPoints(sample, &generator)
            }
        return FitState(mixture: mixture)
    }

    /// k-means divides the rows into groups of like size and width, and from there EM may never find
    /// a mixture of unlike ones: every third of several starts begins at random points instead.
    private func kind(of index: Int) -> FitOptions.Start {
        options.start == .kMeans && index % 3 == 2 ? .randomPoints : options.start
    }

    /// Gaussians of equal weight with the data's own variances.
    private func gaussians(_ means: [[Double]]) throws(MixtureError) -> GaussianMixture {
        try GaussianMixture(
            weights: [Double](repeating: 1 / Double(means.count), count: means.count),
            means: Matrix(
                rows: means.count, columns: frames.dimension, elements: means.flatMap { $0 }),
            covariances: Covariances(
                options.covarianceType,
                variances: zip(moments.variances, maximization.varianceFloor).map(max),
                componentCount: means.count))
    }

    /// The mixture of k-means' clusters: their shares, means and covariances. Distances are in
    /// standard deviations of each column; for spherical covariances, of all alike.
    private func clusters(
        _ sample: StartSample, _ seed: UInt64, rounds: Int, trials: Int?
    ) throws -> GaussianMixture {
        var scale = moments.scale
        if options.covarianceType == .spherical {
            let mean = scale.reduce(0, +) / Double(scale.count)
            scale = scale.map { _ in mean }
        }
        var kMeans = KMeans(clusterCount: options.componentCount)
        kMeans.startCount = 1
        kMeans.maximumIterations = rounds
        kMeans.seedingTrials = trials
        kMeans.seed = seed
        let clustering = try kMeans.fit(
            sample.standardized(means: moments.means, scale: scale), weights: sample.weights)
        var responsibilities = Matrix<Double>(
            rows: sample.frames.rows, columns: options.componentCount, repeating: 0)
        for (n, label) in clustering.labels.enumerated() { responsibilities[n, label] = 1 }
        let centres = (0..<options.componentCount).map { k in
            (0..<frames.dimension).map { d in
                moments.means[d] + scale[d].squareRoot() * clustering.centres[k, d]
            }
        }
        return try maximization(sample, responsibilities, about: centres)
    }

    /// Every frame belongs to every component, how much is uniform and sums to 1.
    private func randomResponsibilities(
        _ sample: StartSample, _ generator: inout SeededGenerator
    ) throws -> GaussianMixture {
        var responsibilities = Matrix<Double>(
            rows: sample.frames.rows, columns: options.componentCount, repeating: 0)
        for n in 0..<sample.frames.rows {
            let values = (0..<options.componentCount).map { _ in 1 - generator.uniform() }
            let sum = values.reduce(0, +)
            for k in values.indices { responsibilities[n, k] = values[k] / sum }
        }
        return try maximization(
            sample, responsibilities,
            about: [[Double]](repeating: moments.means, count: options.componentCount))
    }

    /// Means at different frames of the sample, those that count.
    private func randomPoints(
        _ sample: StartSample, _ generator: inout SeededGenerator
    ) throws -> GaussianMixture {
        var candidates = sample.weights.indices.filter { sample.weights[$0] > 0 }
        let chosen = (0..<min(options.componentCount, candidates.count)).map { k in
            candidates.swapAt(k, k + generator.index(below: candidates.count - k))
            return candidates[k]
        }
        guard chosen.count == options.componentCount else {
            throw MixtureError.tooFewFrames(
                got: chosen.count, components: options.componentCount)
        }
        return try gaussians(chosen.map { Array(sample.frames.row($0)) })
    }

    /// The M-step of given responsibilities; the sums are centred on given means.
    private func maximization(
        _ sample: StartSample, _ responsibilities: Matrix<Double>, about means: [[Double]]
    ) throws -> GaussianMixture {
        let reference = try gaussians(means)
        var statistics = SufficientStatistics(for: reference)
        var scratch = SumsScratch()
        statistics.add(
            sample.frames, Responsibilities(responsibilities, weights: sample.weights),
            means: reference.means, scratch: &scratch)
        statistics.completeProducts()
        statistics.frameCount = sample.frames.rows
        statistics.totalWeight = sample.weights.reduce(0, +)
        return try maximization.update(reference, with: statistics).mixture
    }
}
