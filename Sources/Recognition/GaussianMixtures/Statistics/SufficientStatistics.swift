public import NumericCore

/// What EM and MAP need to know of some frames x under a mixture with responsibilities γ:
///
///     Nₖ = Σ_t γₖ(t)                              zeroth order
///     Fₖ = Σ_t γₖ(t) (x_t − μₖ)                   first order
///     Sₖ = Σ_t γₖ(t) (x_t − μₖ)²                  second order: spherical, diagonal
///     Sₖ = Σ_t γₖ(t) (x_t − μₖ)(x_t − μₖ)ᵀ        second order: full; tied their sum over k
///
/// First and second order are centred on the means μ of the mixture that gave the
/// responsibilities: nothing large is ever subtracted from something large, the shift of a mean
/// is simply F / N, and statistics of several recordings add. The sums are Double.
public struct SufficientStatistics: Sendable, Equatable {
    /// Whose second order this is.
    public let covarianceType: CovarianceType
    /// N: K.
    public internal(set) var zeroth: [Double]
    /// F: K×D.
    public internal(set) var first: Matrix<Double>
    /// S: K×D for spherical and diagonal, K×D² for full, 1×D² for tied covariances; a matrix
    /// lies in its row, row after row.
    public internal(set) var second: Matrix<Double>
    /// Σ_t log p(x_t), in nats.
    public internal(set) var logLikelihood: Double
    /// Number of frames.
    public internal(set) var frameCount: Int
    /// Sum of the frames' weights; their number where none were given.
    public internal(set) var totalWeight: Double

    /// Number of components K.
    public var componentCount: Int { zeroth.count }
    /// Length D of a frame.
    public var dimension: Int { first.columns }
    /// log p(x) per frame, in nats; NaN without frames.
    public var meanLogLikelihood: Double { logLikelihood / totalWeight }

    /// The statistics of no frames.
    public init(
        componentCount: Int, dimension: Int, covarianceType: CovarianceType = .diagonal
    ) {
        self.covarianceType = covarianceType
        zeroth = [Double](repeating: 0, count: componentCount)
        first = Matrix(rows: componentCount, columns: dimension, repeating: 0)
        second =
            switch covarianceType {
            case .spherical, .diagonal: first
            case .tied: Matrix(rows: 1, columns: dimension * dimension, repeating: 0)
            case .full:
                Matrix(rows: componentCount, columns: dimension * dimension, repeating: 0)
            }
        logLikelihood = 0
        frameCount = 0
        totalWeight = 0
    }

    /// The statistics of no frames, for a mixture.
    init(for mixture: GaussianMixture) {
        self.init(
            componentCount: mixture.componentCount, dimension: mixture.dimension,
            covarianceType: mixture.covarianceType)
    }

    /// Statistics read from elsewhere.
    ///
    /// - Parameters:
    ///   - zeroth: N, K values.
    ///   - first: F, K×D.
    ///   - second: S, of the shape that ``second`` has for the type.
    ///   - covarianceType: whose second order it is.
    ///   - logLikelihood: Σ_t log p(x_t), in nats.
    ///   - frameCount: number of frames.
    ///   - totalWeight: sum of the frames' weights; nil where each counted 1.
    /// - Throws: ``MixtureError/invalidParameters(_:)`` when the shapes differ, a value is not
    ///   finite, or a zeroth-order value, a second-order one on a diagonal, a number or a weight is
    ///   negative.
    public init(
        zeroth: [Double], first: Matrix<Double>, second: Matrix<Double>,
        covarianceType: CovarianceType = .diagonal, logLikelihood: Double, frameCount: Int,
        totalWeight: Double? = nil
    ) throws(MixtureError) {
        self.init(
            componentCount: zeroth.count, dimension: first.columns, covarianceType: covarianceType)
        guard first.rows == zeroth.count, second.rows == self.second.rows,
            second.columns == self.second.columns
        else { throw .invalidParameters("statistics of different shapes") }
        let step = covarianceType == .tied || covarianceType == .full ? dimension + 1 : 1
        let (elements, columns) = (second.elements, second.columns)
        let totalWeight = totalWeight ?? Double(frameCount)
        guard zeroth.allSatisfy({ $0 >= 0 && $0.isFinite }),
            first.elements.allSatisfy({ $0.isFinite }),
            second.elements.allSatisfy({ $0.isFinite }),
            (0..<second.rows).allSatisfy({ row in
                stride(from: row * columns, to: (row + 1) * columns, by: step)
                    .allSatisfy { elements[$0] >= 0 }
            }),
            logLikelihood.isFinite, frameCount >= 0, totalWeight >= 0, totalWeight.isFinite
        else { throw .invalidParameters("statistics that are not finite, or negative") }
        self.zeroth = zeroth
        self.first = first
        self.second = second
        self.logLikelihood = logLikelihood
        self.frameCount = frameCount
        self.totalWeight = totalWeight
    }

    /// Adds the statistics of other frames under the same mixture, as though each of them had been
    /// seen `weight` times, at least 0.
    public mutating func add(_ other: SufficientStatistics, weight: Double = 1) {
        precondition(
            other.componentCount == componentCount && other.dimension == dimension
                && other.covarianceType == covarianceType,
            "statistics of another mixture")
        func add(_ values: [Double], to sums: inout [Double]) {
            for index in sums.indices { sums[index] += weight * values[index] }
        }
        add(other.zeroth, to: &zeroth)
        add(other.first.elements, to: &first.elements)
        add(other.second.elements, to: &second.elements)
        logLikelihood += weight * other.logLikelihood
        frameCount += other.frameCount
        totalWeight += weight * other.totalWeight
    }
}
