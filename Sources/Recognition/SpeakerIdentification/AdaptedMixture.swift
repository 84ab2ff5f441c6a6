internal import GaussianMixtures
internal import NumericCore
internal import RealModule

/// A speaker's mixture as its difference from the background's. With y = x − o about the origin of
/// the background's ``GaussianMixtures/ComponentLogDensities`` and φ = [y, 1], or [y, y², 1] where
/// variances are adapted, too, the log-densities of component k differ by
///
///     Δₖ(x) = log w'ₖ N(x; μ'ₖ, σ'²ₖ) − log wₖ N(x; μₖ, σ²ₖ) = φ · [a' − a, b' − b, g' − g]
///
/// The numbers belong to a ``ModelContent``, which has to outlive this.
struct AdaptedMixture: @unchecked Sendable {
    /// [a' − a, b' − b, g' − g] of every component: K×W, W the length of φ.
    let differences: UnsafePointer<Float>
    /// (μ' − μ) / σ²: K×D; nil where it is what the differences begin with.
    let shifts: UnsafePointer<Float>?

    /// Where a stream's numbers lie in a model.
    struct Place<Pointer> {
        let differences: Pointer
        let shifts: Pointer?
    }

    init(_ place: Place<UnsafePointer<Float>>) {
        differences = place.differences
        shifts = place.shifts
    }

    /// The length W of φ.
    static func width(dimension: Int, variances: Bool) -> Int {
        (variances ? 2 * dimension : dimension) + 1
    }

    /// Writes the differences of a mixture adapted from a background's.
    ///
    /// - Parameters:
    ///   - mixture: the speaker's.
    ///   - background: what it was adapted from.
    ///   - layout: how models are laid out.
    ///   - place: where the numbers go.
    static func store(
        _ mixture: GaussianMixture, from background: StreamBackground, _ layout: ModelLayout,
        at place: Place<UnsafeMutablePointer<Float>>
    ) {
        let (old, origin) = (background.mixture, background.densities.origin)
        let (count, dimension) = (old.componentCount, old.dimension)
        let width = width(dimension: dimension, variances: layout.variances)
        let (oldVariances, newVariances) = (old.variances, mixture.variances)
        for k in 0..<count {
            var constant: Double = .log(mixture.weights[k]) - .log(old.weights[k])
            for d in 0..<dimension {
                let (v, w) = (oldVariances[k, d], newVariances[k, d])
                let offset = old.means[k, d] - Double(origin[d])
                let shift = mixture.means[k, d] - old.means[k, d]
                let index = k * width + d
                if let shifts = place.shifts {
                    let moved = offset + shift
                    place.differences[index] = Float(moved / w - offset / v)
                    place.differences[index + dimension] = Float(0.5 / v - 0.5 / w)
                    shifts[k * dimension + d] = Float(shift / v)
                    constant -= (.log(w / v) + moved * moved / w - offset * offset / v) / 2
                } else {
                    place.differences[index] = Float(shift / v)
                    constant -= shift * (shift + 2 * offset) / v / 2
                }
            }
            place.differences[(k + 1) * width - 1] = Float(constant)
        }
    }
}

extension AdaptedMixture.Place<UnsafePointer<Float>> {
    /// The place of a stream in a model.
    init(_ stream: Int, _ layout: ModelLayout, _ parameters: UnsafePointer<Float>) {
        differences = parameters + stream * layout.streamParameterCount
        shifts = layout.variances ? differences + layout.differenceCount : nil
    }
}

extension AdaptedMixture.Place<UnsafeMutablePointer<Float>> {
    /// The place of a stream in a model.
    init(_ stream: Int, _ layout: ModelLayout, _ parameters: UnsafeMutablePointer<Float>) {
        differences = parameters + stream * layout.streamParameterCount
        shifts = layout.variances ? differences + layout.differenceCount : nil
    }
}
