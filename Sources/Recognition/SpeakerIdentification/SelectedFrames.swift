internal import CVectorKernels
internal import GaussianMixtures
internal import NumericCore
internal import RealModule

/// Frames with the components C(t) that are evaluated for each, the background's best, and what the
/// background says of them: log γₖ(t) = ℓₖ(t) − log Σ_j∈C(t) exp ℓⱼ(t).
///
/// Pairs of a frame and a component are kept in the order of components, so that all that a
/// component has to say of its frames is one matrix product.
struct SelectedFrames: @unchecked Sendable {
    /// Number of frames T.
    let count: Int
    /// Pairs of each component: K + 1 bounds.
    let bounds: [Int]
    /// The frame of each pair.
    let frames: [Int32]
    /// log γ of each pair.
    let logPosteriors: [Float]
    /// The length W of φ.
    let width: Int
    /// φ of each frame, [y, 1] or [y, y², 1]: T×W; never written again.
    private let values: AlignedFloats

    /// Looks at frames block by block.
    ///
    /// - Parameters:
    ///   - source: T'×D.
    ///   - range: the T of these that are looked at.
    ///   - background: whose components are evaluated.
    ///   - topComponents: how many are evaluated for each, at most K.
    ///   - variances: whether φ has squares.
    /// - Throws: ``IdentificationError/model(_:)`` for frames that are not finite, and what reading
    ///   them throws.
    init(
        _ source: some FrameSource<Float>, in range: Range<Int>, _ background: StreamBackground,
        topComponents: Int, variances: Bool
    ) throws {
        let (components, dimension) = (background.mixture.componentCount, source.dimension)
        let logDensities = AlignedFloats()
        let expanded = AlignedFloats()
        var chosen = [Int32](repeating: 0, count: range.count * topComponents)
        var posteriors = [Float](repeating: 0, count: chosen.count)
        var bounds = [Int](repeating: 0, count: components + 1)
        let width = AdaptedMixture.width(dimension: dimension, variances: variances)
        let values = AlignedFloats(capacity: range.count * width)
        var done = 0
        try source.forEachBlock(of: 256, in: range) { block in
            background.densities.evaluate(block, into: logDensities, expanded: expanded)
            for n in 0..<block.rows {
                let row = logDensities.base + n * components
                let place = (done + n) * topComponents
                chosen.withUnsafeMutableBufferPointer { chosen in
                    guard let base = chosen.baseAddress else { return }
                    mixture_top_components(
                        row, Int32(components), Int32(topComponents), base + place)
                }
                let own = place..<place + topComponents
                guard Self.logPosteriors(row, chosen[own], into: &posteriors[own]) else {
                    throw IdentificationError.model(
                        .nonFiniteData(frame: range.lowerBound + done + n))
                }
                for index in own { bounds[Int(chosen[index]) + 1] += 1 }
            }
            for n in 0..<block.rows {
                let phi = values.base + (done + n) * width
                phi.update(
                    from: expanded.base + n * background.densities.expandedStride,
                    count: width - 1)
                phi[width - 1] = 1
            }
            done += block.rows
        }
        for k in 0..<components { bounds[k + 1] += bounds[k] }
        var frames = [Int32](repeating: 0, count: chosen.count)
        var logPosteriors = [Float](repeating: 0, count: chosen.count)
        var next = bounds
        for (pair, component) in chosen.enumerated() {
            let place = next[Int(component)]
            next[Int(component)] += 1
            frames[place] = Int32(pair / topComponents)
            logPosteriors[place] = posteriors[pair]
        }
        count = done
        self.bounds = bounds
        self.frames = frames
        self.logPosteriors = logPosteriors
        self.width = width
        self.values = values
    }

    /// φ of a frame.
    func values(of frame: Int32) -> UnsafePointer<Float> {
        UnsafePointer(values.base + Int(frame) * width)
    }

    /// log Σₖ γₖ(t) exp Δₖ(x_t) of one frame and speaker in Double, whatever its size.
    func logRatio(of frame: Int, _ model: AdaptedMixture) -> Double {
        let phi = values.base + frame * width
        return logSumExp(
            bounds.indices.dropLast().flatMap { k in
                (bounds[k]..<bounds[k + 1]).filter { frames[$0] == Int32(frame) }.map { pair in
                    (0..<width).reduce(Double(logPosteriors[pair])) {
                        $0 + Double(phi[$1]) * Double(model.differences[k * width + $1])
                    }
                }
            })
    }

    /// log γ of the chosen components; false when they have no finite sum.
    private static func logPosteriors(
        _ logDensities: UnsafePointer<Float>, _ chosen: ArraySlice<Int32>,
        into result: inout ArraySlice<Float>
    ) -> Bool {
        var maximum = -Float.infinity
        for k in chosen { maximum = max(maximum, logDensities[Int(k)]) }
        guard maximum.isFinite else { return false }
        var sum: Float = 0
        for k in chosen { sum += .exp(logDensities[Int(k)] - maximum) }
        let total = maximum + .log(sum)
        for (place, k) in zip(result.indices, chosen) {
            result[place] = logDensities[Int(k)] - total
        }
        return total.isFinite
    }
}
