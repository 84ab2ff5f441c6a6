internal import GaussianMixtures
internal import NumericCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Scores one stream's frames against speakers by the mean log-likelihood ratio, in nats:
///
///     s = 1/T Σ_t [ log p(x_t | speaker) − log p(x_t | background) ]
///
/// (Reynolds, Quatieri and Dunn 2000, section 3.1). With top components both sums run over the
/// same C components, the best of the background for that frame, so that the truncation weighs on
/// both sides alike; C = K, or nil, is the exact score.
struct StreamScorer: Sendable {
    private let background: StreamBackground
    private let topComponents: Int

    private static let blockSize = 256

    init(_ background: StreamBackground, topComponents: Int?) {
        self.background = background
        self.topComponents = max(1, topComponents ?? background.mixture.componentCount)
    }

    /// One score per mixture, for T×D frames, T at least 1.
    func scores(
        of frames: some FrameSource<Float>, against models: [AdaptedMixture]
    ) throws -> [Double] {
        guard frames.dimension == background.mixture.dimension else {
            throw IdentificationError.model(
                .dimensionMismatch(
                    expected: background.mixture.dimension, got: frames.dimension))
        }
        guard frames.count > 0 else {
            throw IdentificationError.model(.tooFewFrames(got: 0, components: 1))
        }
        var sums = [Double](repeating: 0, count: models.count)
        var (logDensities, scratch): ([Float], [Float]) = ([], [])
        var start = 0
        try frames.forEachBlock(of: Self.blockSize) { block in
            background.densities.evaluate(block, into: &logDensities, scratch: &scratch)
            let selected = try select(in: block, startingAt: start, logDensities)
            for (index, model) in models.enumerated() {
                sums[index] += selected.logLikelihoodRatio(of: model)
            }
            start += block.rows
        }
        return sums.map { $0 / Double(frames.count) }
    }

    /// The frames about the origin, each with its best components and their log-sum.
    private func select(
        in block: Matrix<Float>, startingAt start: Int, _ logDensities: [Float]
    ) throws(IdentificationError) -> SelectedFrames {
        let (count, width) = (background.mixture.componentCount, block.columns)
        var selected = SelectedFrames(width: width)
        var selection: [Int] = []
        for n in 0..<block.rows {
            logDensities.withUnsafeBufferPointer { values in
                TopComponents.select(
                    topComponents,
                    from: UnsafeBufferPointer(rebasing: values[n * count..<(n + 1) * count]),
                    into: &selection)
            }
            let background = logSumExp(selection.map { logDensities[n * count + $0] })
            guard background.isFinite else { throw .model(.nonFiniteData(frame: start + n)) }
            for (x, o) in zip(block.row(n), self.background.densities.origin) {
                selected.centred.append(x - o)
            }
            selected.components.append(contentsOf: selection)
            selected.backgroundLogLikelihoods.append(background)
        }
        return selected
    }
}

/// A block of frames with the components that are evaluated for each.
private struct SelectedFrames {
    let width: Int
    var centred: [Float] = []
    var components: [Int] = []
    var backgroundLogLikelihoods: [Float] = []

    /// Σ_t [ log Σ_k∈C(t) exp ℓₖ(t | model) − log Σ_k∈C(t) exp ℓₖ(t | background) ].
    func logLikelihoodRatio(of model: AdaptedMixture) -> Double {
        let perFrame = components.count / max(1, backgroundLogLikelihoods.count)
        var values = [Float](repeating: 0, count: perFrame)
        var total = 0.0
        centred.withUnsafeBufferPointer { centred in
            for n in backgroundLogLikelihoods.indices {
                let y = UnsafeBufferPointer(rebasing: centred[n * width..<(n + 1) * width])
                for i in 0..<perFrame {
                    values[i] = model.logDensity(components[n * perFrame + i], y)
                }
                total += Double(logSumExp(values) - backgroundLogLikelihoods[n])
            }
        }
        return total
    }
}

/// log Σ exp in Float, for a handful of finite values.
private func logSumExp(_ values: [Float]) -> Float {
    var maximum = -Float.infinity
    for value in values where value > maximum { maximum = value }
    guard maximum.isFinite else { return maximum }
    var sum: Float = 0
    for value in values { sum += exp(value - maximum) }
    return maximum + log(sum)
}
