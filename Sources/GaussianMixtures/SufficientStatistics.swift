public import NumericCore

/// What EM and MAP need to know of some frames x under a mixture with responsibilities γ:
///
///     Nₖ = Σ_t γₖ(t)                    zeroth order
///     Fₖ = Σ_t γₖ(t) (x_t − μₖ)         first order
///     Sₖ = Σ_t γₖ(t) (x_t − μₖ)²        second order
///
/// First and second order are centred on the means μ of the mixture that gave the
/// responsibilities: nothing large is ever subtracted from something large, the shift of a mean
/// is simply F / N, and statistics of several recordings add. The sums are Double.
public struct SufficientStatistics: Sendable, Equatable {
    /// N: K.
    public internal(set) var zeroth: [Double]
    /// F: K×D.
    public internal(set) var first: Matrix<Double>
    /// S: K×D.
    public internal(set) var second: Matrix<Double>
    /// Σ_t log p(x_t), in nats.
    public internal(set) var logLikelihood: Double
    /// Number of frames.
    public internal(set) var frameCount: Int

    /// Number of components K.
    public var componentCount: Int { zeroth.count }
    /// Length D of a frame.
    public var dimension: Int { first.columns }
    /// log p(x) per frame, in nats; NaN without frames.
    public var meanLogLikelihood: Double { logLikelihood / Double(frameCount) }

    /// The statistics of no frames.
    public init(componentCount: Int, dimension: Int) {
        zeroth = [Double](repeating: 0, count: componentCount)
        first = Matrix(rows: componentCount, columns: dimension, repeating: 0)
        second = Matrix(rows: componentCount, columns: dimension, repeating: 0)
        logLikelihood = 0
        frameCount = 0
    }

    /// Statistics read from elsewhere.
    ///
    /// - Throws: ``MixtureError/invalidParameters(_:)`` when the shapes differ, a value is not
    ///   finite, or a zeroth- or second-order value is negative.
    public init(
        zeroth: [Double], first: Matrix<Double>, second: Matrix<Double>, logLikelihood: Double,
        frameCount: Int
    ) throws(MixtureError) {
        guard first.rows == zeroth.count, second.rows == first.rows,
            second.columns == first.columns
        else { throw .invalidParameters("statistics of different shapes") }
        guard zeroth.allSatisfy({ $0 >= 0 && $0.isFinite }),
            first.elements.allSatisfy(\.isFinite),
            second.elements.allSatisfy({ $0 >= 0 && $0.isFinite }),
            logLikelihood.isFinite, frameCount >= 0
        else { throw .invalidParameters("statistics that are not finite, or negative") }
        self.zeroth = zeroth
        self.first = first
        self.second = second
        self.logLikelihood = logLikelihood
        self.frameCount = frameCount
    }

    /// Adds the statistics of other frames under the same mixture.
    public mutating func add(_ other: SufficientStatistics) {
        precondition(
            other.componentCount == componentCount && other.dimension == dimension,
            "statistics of another mixture")
        for k in zeroth.indices { zeroth[k] += other.zeroth[k] }
        for i in first.elements.indices {
            first.elements[i] += other.first.elements[i]
            second.elements[i] += other.second.elements[i]
        }
        logLikelihood += other.logLikelihood
        frameCount += other.frameCount
    }

    /// Adds one frame's share in one component: γ, γ(x − μ) and γ(x − μ)².
    mutating func add(
        _ frame: ArraySlice<Float>, to component: Int, responsibility: Double,
        mean: ArraySlice<Double>
    ) {
        zeroth[component] += responsibility
        let row = first.rowRange(component)
        frame.withUnsafeBufferPointer { frame in
            mean.withUnsafeBufferPointer { mean in
                first.elements.withUnsafeMutableBufferPointer { first in
                    second.elements.withUnsafeMutableBufferPointer { second in
                        for d in 0..<row.count {
                            let deviation = Double(frame[d]) - mean[d]
                            let weighted = responsibility * deviation
                            first[row.lowerBound + d] += weighted
                            second[row.lowerBound + d] += weighted * deviation
                        }
                    }
                }
            }
        }
    }
}
