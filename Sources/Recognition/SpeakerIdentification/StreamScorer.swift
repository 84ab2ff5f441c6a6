internal import CVectorKernels
internal import GaussianMixtures
internal import NumericCore
internal import RealModule

/// Scores one stream's frames against speakers by the mean log-likelihood ratio, in nats:
///
///     s = 1/T Σ_t [ log p(x_t | speaker) − log p(x_t | background) ]
///       = 1/T Σ_t log Σ_k∈C(t) γₖ(t) exp Δₖ(x_t)
///
/// (Reynolds, Quatieri and Dunn 2000, section 3.1), Δ the difference of a component's two
/// log-densities (``AdaptedMixture``). Both likelihoods are sums over the same components C(t), the
/// best of the background for that frame, so that the truncation weighs on both alike; C = K, or
/// nil, is the exact score. Δ of a component is one matrix product for all frames and speakers.
struct StreamScorer: Sendable {
    private let background: StreamBackground
    private let topComponents: Int
    private let variances: Bool

    /// Pairs of a frame and a component that are looked at together: some megabytes.
    private static let pairs = 1 << 15
    /// Speakers whose ratios are summed together: they stay in the cache.
    private static let speakers = 128

    init(_ background: StreamBackground, topComponents: Int?, variances: Bool) {
        let count = background.mixture.componentCount
        self.background = background
        self.topComponents = min(count, max(1, topComponents ?? count))
        self.variances = variances
    }

    /// One score per mixture, for T×D frames, T at least 1, on up to `threads` threads.
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
        let size = max(64, Self.pairs / topComponents)
        let starts = Array(stride(from: 0, to: models.count, by: Self.speakers))
        for start in stride(from: 0, to: frames.count, by: size) {
            let selected = try SelectedFrames(
                frames, in: start..<min(start + size, frames.count), background,
                topComponents: topComponents, variances: variances)
            let tiles = try orderedMap(count: starts.count) { tile in
                let end = min(starts[tile] + Self.speakers, models.count)
                return logRatios(of: selected, models[starts[tile]..<end])
            }
            for (place, sum) in tiles.joined().enumerated() { sums[place] += sum }
        }
        return sums.map { $0 / Double(frames.count) }
    }

    /// Σ_t log Σₖ γₖ(t) exp Δₖ(x_t) of each model.
    private func logRatios(
        of selected: SelectedFrames, _ models: ArraySlice<AdaptedMixture>
    ) -> [Double] {
        let count = models.count
        let ratios = ratios(of: selected, models)
        // Products of all frames' ratios, as m · 2^e: one logarithm for each speaker.
        var mantissas = [Double](repeating: 1, count: count)
        var exponents = [Int64](repeating: 0, count: count)
        var extremes = [Double](repeating: 0, count: count)
        for frame in 0..<selected.count {
            let row = ratios.base + frame * count
            let leftOut = mixture_multiply(&mantissas, &exponents, row, Int32(count))
            guard leftOut > 0 else { continue }
            for (place, model) in models.enumerated() where mixture_is_ordinary(row[place]) == 0 {
                extremes[place] += selected.logRatio(of: frame, model)
            }
        }
        return (0..<count).map {
            .log(mantissas[$0]) + Double(exponents[$0]) * .log(2) + extremes[$0]
        }
    }

    /// Σₖ γₖ(t) exp Δₖ(x_t) of every frame and model: T×S.
    private func ratios(
        of selected: SelectedFrames, _ models: ArraySlice<AdaptedMixture>
    ) -> AlignedFloats {
        let (count, width) = (models.count, selected.width)
        let sums = AlignedFloats(capacity: selected.count * count)
        let panels = ProductPanels<Float>()
        let logs = AlignedFloats()
        for k in 0..<background.mixture.componentCount {
            let pairs = selected.bounds[k]..<selected.bounds[k + 1]
            guard !pairs.isEmpty else { continue }
            panels.pack(models.map { $0.differences + k * width }, step: 1, depth: width)
            logs.reserve(pairs.count * count)
            panels.multiply(
                pairs.map { selected.values(of: selected.frames[$0]) }, into: logs.base,
                stride: count)
            for (place, pair) in pairs.enumerated() {
                mixture_add_exponentials(
                    sums.base + Int(selected.frames[pair]) * count, logs.base + place * count,
                    selected.logPosteriors[pair], Int32(count))
            }
        }
        return sums
    }
}
