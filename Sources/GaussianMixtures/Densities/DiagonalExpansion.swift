#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The coefficients of a diagonal mixture's log-densities about an origin o, with y = x − o:
///
///     log wₖ N(x; μₖ, σ²ₖ) = gₖ + Σ_d [ y_d aₖ_d + y_d² bₖ_d ]
///     aₖ = (μₖ − o) / σ²ₖ        bₖ = −1 / (2σ²ₖ)
///     gₖ = log wₖ − ½ Σ_d [ log 2πσ²ₖ_d + (μₖ_d − o_d)² / σ²ₖ_d ]
///
/// The nearer to the means the origin lies, the fewer digits the sums lose in Float;
/// ``ComponentLogDensities`` says how many.
public struct DiagonalExpansion: Sendable {
    /// a: K×D, row-major.
    public let linear: [Float]
    /// b: K×D, row-major.
    public let quadratic: [Float]
    /// g: K.
    public let constants: [Float]

    /// The coefficients of a mixture.
    ///
    /// - Parameters:
    ///   - mixture: whose covariances are diagonal.
    ///   - origin: o, D values. It is the Float that will be subtracted from frames, so that the
    ///     constants know its rounding.
    public init(_ mixture: GaussianMixture, origin: [Float]) {
        let (count, dimension) = (mixture.componentCount, mixture.dimension)
        let variances = mixture.variances
        var linear = [Float](repeating: 0, count: count * dimension)
        var constants = [Float](repeating: 0, count: count)
        for k in 0..<count {
            var sum = 0.0
            for d in 0..<dimension {
                let variance = variances[k, d]
                let offset = mixture.means[k, d] - Double(origin[d])
                linear[k * dimension + d] = Float(offset / variance)
                sum += log(2 * Double.pi * variance) + offset * offset / variance
            }
            constants[k] = Float(log(mixture.weights[k]) - sum / 2)
        }
        self.linear = linear
        self.constants = constants
        quadratic = variances.elements.map { Float(-0.5 / $0) }
    }
}
