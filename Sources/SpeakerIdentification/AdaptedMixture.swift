internal import GaussianMixtures

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A mixture in the form that scoring reads: for component k, with y = x − o,
///
///     log wₖ N(x; μₖ, σ²ₖ) = gₖ + Σ_d y_d (aₖ_d + y_d bₖ_d)
///     aₖ = (μₖ − o) / σ²ₖ        bₖ = −1 / (2σ²ₖ)
///     gₖ = log wₖ − ½ Σ_d [ log 2πσ²ₖ_d + (μₖ_d − o_d)² / σ²ₖ_d ]
///
/// One component's a and b lie together, since only a few components of a frame are looked at.
struct AdaptedMixture: Sendable {
    /// a: K×D.
    let linear: [Float]
    /// b: K×D; the background's own array when variances are not adapted.
    let quadratic: [Float]
    /// g: K.
    let constants: [Float]

    /// The tables of a mixture.
    init(_ mixture: GaussianMixture, origin: [Float]) {
        self.init(
            mixture, origin: origin,
            quadratic: mixture.variances.elements.map { Float(-0.5 / $0) })
    }

    /// The tables of a mixture adapted from a background's.
    init(_ mixture: GaussianMixture, from background: StreamBackground) {
        if mixture.variances == background.mixture.variances {
            self.init(
                mixture, origin: background.origin, quadratic: background.tables.quadratic)
        } else {
            self.init(mixture, origin: background.origin)
        }
    }

    private init(_ mixture: GaussianMixture, origin: [Float], quadratic: [Float]) {
        let (count, dimension) = (mixture.componentCount, mixture.dimension)
        var linear = [Float](repeating: 0, count: count * dimension)
        var constants = [Float](repeating: 0, count: count)
        for k in 0..<count {
            var sum = 0.0
            for d in 0..<dimension {
                let variance = mixture.variances[k, d]
                let offset = mixture.means[k, d] - Double(origin[d])
                linear[k * dimension + d] = Float(offset / variance)
                sum += log(2 * Double.pi * variance) + offset * offset / variance
            }
            constants[k] = Float(log(mixture.weights[k]) - sum / 2)
        }
        self.linear = linear
        self.constants = constants
        self.quadratic = quadratic
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
