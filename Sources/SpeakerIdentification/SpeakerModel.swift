public import GaussianMixtures

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A speaker's mixture in the form that scoring reads: for component k, with y = x − o,
///
///     log wₖ N(x; μₖ, σ²ₖ) = gₖ + Σ_d y_d (aₖ_d + y_d bₖ_d)
///     aₖ = (μₖ − o) / σ²ₖ        bₖ = −1 / (2σ²ₖ)
///     gₖ = log wₖ − ½ Σ_d [ log 2πσ²ₖ_d + (μₖ_d − o_d)² / σ²ₖ_d ]
///
/// One component's a and b lie together, since only a few components of a frame are looked at.
public struct SpeakerModel: Sendable {
    /// The speaker's name.
    public let speaker: String
    /// a: K×D.
    let linear: [Float]
    /// b: K×D; the background's own array when variances are not adapted.
    let quadratic: [Float]
    /// g: K.
    let constants: [Float]
    /// μ' − μ: K×D, what linear scoring needs.
    let meanOffsets: [Float]

    /// The model of a speaker whose statistics are known.
    ///
    /// - Parameters:
    ///   - speaker: the name.
    ///   - statistics: of all the speaker's recordings under the background model.
    ///   - background: what to adapt from, made ready for scoring.
    /// - Throws: ``IdentificationError/model(_:)`` when the shapes differ.
    public init(
        speaker: String, statistics: SufficientStatistics, background: ScoringBackground
    ) throws(IdentificationError) {
        do {
            let mixture = try background.adaptation.adapt(background.mixture, to: statistics)
            self.init(speaker: speaker, mixture: mixture, background: background)
        } catch {
            throw .model(error)
        }
    }

    private init(speaker: String, mixture: GaussianMixture, background: ScoringBackground) {
        self.speaker = speaker
        let (count, dimension) = (mixture.componentCount, mixture.dimension)
        let origin = background.origin
        var linear = [Float](repeating: 0, count: count * dimension)
        var meanOffsets = linear
        var constants = [Float](repeating: 0, count: count)
        for k in 0..<count {
            var sum = 0.0
            for d in 0..<dimension {
                let variance = mixture.variances[k, d]
                let offset = mixture.means[k, d] - Double(origin[d])
                linear[k * dimension + d] = Float(offset / variance)
                meanOffsets[k * dimension + d] = Float(
                    mixture.means[k, d] - background.mixture.means[k, d])
                sum += log(2 * Double.pi * variance) + offset * offset / variance
            }
            constants[k] = Float(log(mixture.weights[k]) - sum / 2)
        }
        self.linear = linear
        self.meanOffsets = meanOffsets
        self.constants = constants
        quadratic =
            mixture.variances == background.mixture.variances
            ? background.quadratic : Self.quadratic(of: mixture)
    }

    static func quadratic(of mixture: GaussianMixture) -> [Float] {
        mixture.variances.elements.map { Float(-0.5 / $0) }
    }

    /// log wₖ N(x; μₖ, σ²ₖ) of one component.
    @inline(__always)
    func logDensity(_ k: Int, _ y: UnsafeBufferPointer<Float>) -> Float {
        let start = k * y.count
        var sum: Float = 0
        linear.withUnsafeBufferPointer { a in
            quadratic.withUnsafeBufferPointer { b in
                for d in 0..<y.count { sum += y[d] * (a[start + d] + y[d] * b[start + d]) }
            }
        }
        return constants[k] + sum
    }
}
