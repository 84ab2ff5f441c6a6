internal import CVectorKernels
internal import GaussianMixtures
public import NumericCore
internal import RealModule

/// A clip made ready to be compared with compact models, by the log-likelihood ratio of what these
/// know where each frame keeps the components that the background gives it:
///
///     s ≈ Σᵢ wᵢ 1/T Σₖ [ Σ_d uₖ_d Fₖ_d / σₖ_d − Nₖ ½|uₖ|² ]        u = (μ' − μ) / σ
///     Nₖ = Σ_t γₖ(t)   Fₖ = Σ_t γₖ(t) (x_t − μₖ)   over the components C(t) that count exactly, too
///
/// The square is what the linear score (``LinearScorer``) leaves out; without it speakers far from
/// the background, such as those of whom much was heard, seem to be near to every clip. It ranks
/// speakers well enough to find those who are worth an exact score, and no more.
public struct CompactClip: Sendable {
    private let layout: ModelLayout
    private let streams: [Sums]

    /// What one stream's models are compared with.
    private struct Sums {
        /// wᵢ Fₖ_d / (T σₖ_d), filled up with 0.
        var values: [Float]
        /// wᵢ Nₖ / T, filled up with 0.
        var shares: [Float]
    }

    /// Frames that are looked at together.
    private static let blockSize = 2048

    /// A clip by its frames.
    ///
    /// - Parameters:
    ///   - frames: T×D speech frames in every stream, T at least 1.
    ///   - background: what speakers were adapted from.
    ///   - topComponents: how many components of each frame are looked at; nil for all.
    /// - Throws: ``IdentificationError`` for frames of other streams, of another length or not
    ///   finite, and what reading them throws.
    public init(
        _ frames: [some FrameSource<Float>], _ background: ScoringBackground, topComponents: Int?
    ) throws {
        guard frames.count == background.streams.count else {
            throw IdentificationError.wrongStreamCount(
                expected: background.streams.count, got: frames.count)
        }
        let layout = background.layout
        self.layout = layout
        streams = try orderedMap(count: frames.count) { index in
            try Self.sums(
                frames[index], background.streams[index], weight: background.weights[index],
                topComponents: topComponents, layout)
        }
    }

    private static func sums(
        _ frames: some FrameSource<Float>, _ stream: StreamBackground, weight: Double,
        topComponents: Int?, _ layout: ModelLayout
    ) throws -> Sums {
        guard frames.dimension == layout.dimension else {
            throw IdentificationError.model(
                .dimensionMismatch(expected: layout.dimension, got: frames.dimension))
        }
        let (count, used) = (layout.componentCount, layout.compactDimension)
        // Σ γ and Σ γ y, y = x − o.
        var zeroth = [Double](repeating: 0, count: count)
        var first = [Double](repeating: 0, count: count * used)
        for start in stride(from: 0, to: frames.count, by: blockSize) {
            let selected = try SelectedFrames(
                frames, in: start..<min(start + blockSize, frames.count), stream,
                topComponents: min(count, max(1, topComponents ?? count)),
                variances: layout.variances)
            for k in 0..<count {
                for pair in selected.bounds[k]..<selected.bounds[k + 1] {
                    let share = Double(Float.exp(selected.logPosteriors[pair]))
                    let y = selected.values(of: selected.frames[pair])
                    zeroth[k] += share
                    for d in 0..<used { first[k * used + d] += share * Double(y[d]) }
                }
            }
        }
        let origin = stream.densities.origin
        var sums = Sums(
            values: [Float](repeating: 0, count: layout.compactValueCount),
            shares: [Float](repeating: 0, count: layout.compactComponentCount))
        let scale = weight / Double(frames.count)
        for k in 0..<count where zeroth[k] > 0 {
            sums.shares[k] = Float(scale * zeroth[k])
            for d in 0..<used {
                let offset = stream.mixture.means[k, d] - Double(origin[d])
                let sum = first[k * used + d] - zeroth[k] * offset
                let deviation = Double(stream.deviations[k * layout.dimension + d])
                sums.values[k * used + d] = Float(scale * sum / deviation)
            }
        }
        return sums
    }

    /// The score of a speaker, in nats per frame; nil where the compact form is damaged.
    func score(_ content: ModelContent) -> Double? {
        let compact = content.compact
        func unit(_ place: Int) -> Float {
            let bits = UnsafeRawPointer(compact + 4 * place).loadUnaligned(as: UInt32.self)
            return Float(bitPattern: UInt32(littleEndian: bits))
        }
        var score = 0.0
        for (index, stream) in streams.enumerated() {
            let shifts = compact + layout.compactShifts(of: index)
            let count = stream.values.count
            let product = model_compact_product(shifts, stream.values, Int32(count))
            let squares = model_byte_product(
                shifts + count / 2, stream.shares, Int32(stream.shares.count))
            score += Double(unit(2 * index) * product - unit(2 * index + 1) * squares)
        }
        return content.hasSoundCompactForm(layout) ? score : nil
    }
}
