internal import GaussianMixtures

/// A mixture in the form that scoring reads: its ``GaussianMixtures/DiagonalExpansion``, a
/// component at a time, since only a few components of a frame are looked at.
struct AdaptedMixture: Sendable {
    /// a: K×D.
    let linear: [Float]
    /// b: K×D; the background's own array when variances are not adapted.
    let quadratic: [Float]
    /// g: K.
    let constants: [Float]

    /// The tables of a background's mixture.
    init(_ expansion: DiagonalExpansion) {
        linear = expansion.linear
        quadratic = expansion.quadratic
        constants = expansion.constants
    }

    /// The tables of a mixture adapted from a background's.
    init(_ mixture: GaussianMixture, from background: StreamBackground) {
        let expansion = DiagonalExpansion(mixture, origin: background.densities.origin)
        linear = expansion.linear
        quadratic =
            mixture.covariances == background.mixture.covariances
            ? background.tables.quadratic : expansion.quadratic
        constants = expansion.constants
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
