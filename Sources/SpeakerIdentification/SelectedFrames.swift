internal import CVectorKernels
internal import GaussianMixtures
internal import NumericCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Frames with the components C(t) that are evaluated for each, the background's best, and what the
/// background says of them: log γₖ(t) = ℓₖ(t) − log Σ_j∈C(t) exp ℓⱼ(t).
///
/// Pairs of a frame and a component are kept in the order of components, φ beside φ, so that all
/// that a component has to say is one matrix product.
struct SelectedFrames {
    /// Number of frames T.
    let count: Int
    /// Pairs of each component: K + 1 bounds.
    let bounds: [Int]
    /// The frame of each pair.
    let frames: [Int32]
    /// log γ of each pair.
    let logPosteriors: [Float]
    /// φ of each pair: rows of W values, `stride` apart.
    let values: AlignedFloats
    let stride: Int

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
        var centred = [Float]()
        centred.reserveCapacity(range.count * dimension)
        var done = 0
        try source.forEachBlock(of: 256, in: range) { block in
            background.densities.evaluate(block, into: logDensities, scratch: expanded)
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
                for (x, o) in zip(block.row(n), background.densities.origin) {
                    centred.append(x - o)
                }
            }
            done += block.rows
        }
        for k in 0..<components { bounds[k + 1] += bounds[k] }
        let width = AdaptedMixture.width(dimension: dimension, variances: variances)
        let stride = AlignedFloats.padded(width)
        let values = AlignedFloats(capacity: chosen.count * stride)
        var frames = [Int32](repeating: 0, count: chosen.count)
        var logPosteriors = [Float](repeating: 0, count: chosen.count)
        var next = bounds
        for (pair, component) in chosen.enumerated() {
            let place = next[Int(component)]
            next[Int(component)] += 1
            let frame = pair / topComponents
            frames[place] = Int32(frame)
            logPosteriors[place] = posteriors[pair]
            let phi = values.base + place * stride
            for d in 0..<dimension {
                let y = centred[frame * dimension + d]
                phi[d] = y
                if variances { phi[dimension + d] = y * y }
            }
            phi[width - 1] = 1
        }
        count = done
        self.bounds = bounds
        self.frames = frames
        self.logPosteriors = logPosteriors
        self.values = values
        self.stride = stride
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
        for k in chosen { sum += exp(logDensities[Int(k)] - maximum) }
        let total = maximum + log(sum)
        for (place, k) in zip(result.indices, chosen) {
            result[place] = logDensities[Int(k)] - total
        }
        return total.isFinite
    }
}
