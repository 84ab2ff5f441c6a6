internal import GaussianMixtures
internal import NumericCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A speaker's mixture as its difference from the background's. With y = x − o about the origin of
/// the background's ``GaussianMixtures/ComponentLogDensities`` and φ = [y, 1], or [y, y², 1] where
/// variances are adapted, too, the log-densities of component k differ by
///
///     Δₖ(x) = log w'ₖ N(x; μ'ₖ, σ'²ₖ) − log wₖ N(x; μₖ, σ²ₖ) = φ · [a' − a, b' − b, g' − g]
struct AdaptedMixture: Sendable {
    /// [a' − a, b' − b, g' − g] of every component: K×W, W the length of φ.
    let differences: [Float]
    /// (μ' − μ) / σ²: K×D; nil where it is what the differences begin with.
    let shifts: [Float]?

    /// The length W of φ.
    static func width(dimension: Int, variances: Bool) -> Int {
        (variances ? 2 * dimension : dimension) + 1
    }

    /// The differences of a mixture adapted from a background's.
    ///
    /// - Parameters:
    ///   - mixture: the speaker's.
    ///   - background: what it was adapted from.
    ///   - variances: whether variances may differ.
    init(_ mixture: GaussianMixture, from background: StreamBackground, variances: Bool) {
        let (old, origin) = (background.mixture, background.densities.origin)
        let (count, dimension) = (old.componentCount, old.dimension)
        let width = Self.width(dimension: dimension, variances: variances)
        var differences = [Float](repeating: 0, count: count * width)
        var shifts = [Float](repeating: 0, count: variances ? count * dimension : 0)
        let (oldVariances, newVariances) = (old.variances, mixture.variances)
        for k in 0..<count {
            var constant = log(mixture.weights[k]) - log(old.weights[k])
            for d in 0..<dimension {
                let (v, w) = (oldVariances[k, d], newVariances[k, d])
                let offset = old.means[k, d] - Double(origin[d])
                let shift = mixture.means[k, d] - old.means[k, d]
                let place = k * width + d
                if variances {
                    let moved = offset + shift
                    differences[place] = Float(moved / w - offset / v)
                    differences[place + dimension] = Float(0.5 / v - 0.5 / w)
                    shifts[k * dimension + d] = Float(shift / v)
                    constant -= (log(w / v) + moved * moved / w - offset * offset / v) / 2
                } else {
                    differences[place] = Float(shift / v)
                    constant -= shift * (shift + 2 * offset) / v / 2
                }
            }
            differences[(k + 1) * width - 1] = Float(constant)
        }
        self.differences = differences
        self.shifts = variances ? shifts : nil
    }
}
