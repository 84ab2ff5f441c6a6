internal import CVectorKernels
public import NumericCore
internal import RealModule

/// A mixture with diagonal covariances in the form that scores a block of Float frames with one
/// matrix product.
///
/// With y = x − o about the mixture's mean o,
///
///     log wₖ N(x; μₖ, σ²ₖ) = gₖ + Σ_d [ y_d aₖ_d + y_d² bₖ_d ]
///     aₖ = (μₖ − o) / σ²ₖ        bₖ = −1 / (2σ²ₖ)
///     gₖ = log wₖ − ½ Σ_d [ log 2πσ²ₖ_d + (μₖ_d − o_d)² / σ²ₖ_d ]
///
/// so that N frames are the product [y, y², 1] · [a; b; g], N×(2D+1) by (2D+1)×K. Kaldi's
/// `DiagGmm::LogLikelihoods` has the same form.
///
/// Squares about o instead of μₖ cost digits. With ρ(y) = Σ_d y_d² maxₖ σₖ_d⁻², the terms of a
/// component that matters sum to some ρ(y), and rounding in Float is a few 2⁻²⁴ of that: below
/// 10⁻⁴ nats a column where ρ(y) ≤ 256 D, that is, where a frame lies on average no more than 16 of
/// the narrowest standard deviations from the mean.
public struct ComponentLogDensities: @unchecked Sendable {
    /// The largest ρ, for each column.
    static let reachPerColumn: Float = 256
    /// Precisions beyond are no good numbers in Float, or their squares are not.
    private static let precisionRange: ClosedRange<Float> = 0x1p-60...0x1p60

    /// Number of components K.
    public let componentCount: Int
    /// Length D of a frame.
    public let dimension: Int
    /// o, the mixture's mean, about which frames are expanded: D.
    public let origin: [Float]
    /// [a; b; g]: (2D+1)×K.
    private let coefficients = ProductPanels<Float>()
    /// Where each component's coefficients begin.
    private let componentRows: [UnsafePointer<Float>?]
    /// maxₖ σₖ⁻²: D.
    private let precisions: [Float]

    /// The tables of a mixture.
    public init(_ mixture: GaussianMixture) {
        let (count, dimension) = (mixture.componentCount, mixture.dimension)
        componentCount = count
        self.dimension = dimension
        origin = mixture.mean.map(Float.init)
        let variances = mixture.variances
        var coefficients = [Float](repeating: 0, count: (2 * dimension + 1) * count)
        var precisions = [Float](repeating: 0, count: dimension)
        for k in 0..<count {
            var sum = 0.0
            for d in 0..<dimension {
                let variance = variances[k, d]
                // About the Float that is taken off frames, so that g knows its rounding.
                let offset = mixture.means[k, d] - Double(origin[d])
                coefficients[d * count + k] = Float(offset / variance)
                coefficients[(dimension + d) * count + k] = Float(-0.5 / variance)
                sum += .log(2 * Double.pi * variance) + offset * offset / variance
                precisions[d] = max(precisions[d], Float(1 / variance))
            }
            coefficients[2 * dimension * count + k] = Float(.log(mixture.weights[k]) - sum / 2)
        }
        self.precisions = precisions
        let panels = self.coefficients
        coefficients.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            panels.pack(base.rows(count, stride: 1), step: count, depth: 2 * dimension + 1)
        }
        componentRows = panels.asRows
    }

    /// log wₖ N(x; μₖ, σ²ₖ) of every frame and component, in nats; how exact, ρ says.
    ///
    /// - Parameters:
    ///   - frames: N×D.
    ///   - result: overwritten with N×K values, row-major.
    ///   - expanded: overwritten with [y, y², 1] of every frame, ``expandedStride`` apart.
    public func evaluate(
        _ frames: Matrix<Float>, into result: AlignedFloats, expanded: AlignedFloats
    ) {
        expand(frames, into: expanded, rows: frames.rows)
        result.reserve(frames.rows * componentCount)
        coefficients.multiply(
            UnsafePointer(expanded.base).rows(frames.rows, stride: expandedStride),
            into: result.base, stride: componentCount)
    }

    /// [y, y², 1] of every frame, if all of them are within reach.
    ///
    /// - Parameters:
    ///   - frames: N×D.
    ///   - rows: at least N; those beyond the frames are 0.
    ///   - result: overwritten with `rows` rows of ``expandedStride`` values.
    /// - Returns: whether they are; if not, the result is of no use.
    func expandWithinReach(
        _ frames: Matrix<Float>, rows: Int, into result: AlignedFloats
    ) -> Bool {
        guard precisions.allSatisfy(Self.precisionRange.contains) else { return false }
        expand(frames, into: result, rows: rows)
        return isWithinReach(frames.rows, result)
    }

    /// log wₖ N(x; μₖ, σ²ₖ) of every component and expanded frame, in nats: K×N.
    ///
    /// - Parameters:
    ///   - expanded: what ``expandWithinReach(_:rows:into:)`` wrote, N rows.
    ///   - rows: N.
    ///   - result: overwritten.
    ///   - panels: storage, reused between calls.
    func evaluateTransposed(
        _ expanded: AlignedFloats, rows: Int, into result: AlignedFloats,
        _ panels: ProductPanels<Float>
    ) {
        result.reserve(rows * componentCount)
        panels.pack(
            UnsafePointer(expanded.base).rows(rows, stride: expandedStride), step: 1,
            depth: 2 * dimension + 1)
        panels.multiply(
            componentRows, step: Float.panelWidth, into: result.base, stride: rows)
    }

    /// From one expanded frame to the next: 2D+1 values and what fills the last vector, 0.
    public var expandedStride: Int { AlignedFloats.padded(2 * dimension + 1) }

    /// [y, y², 1] of every frame, and 0 in further rows.
    private func expand(_ frames: Matrix<Float>, into result: AlignedFloats, rows: Int) {
        precondition(frames.columns == dimension, "frames of \(dimension) values")
        let (width, stride) = (dimension, expandedStride)
        result.reserve(rows * stride)
        frames.elements.withUnsafeBufferPointer { frames in
            origin.withUnsafeBufferPointer { origin in
                for n in 0..<rows {
                    let row = result.base + n * stride
                    let filled = n * width < frames.count ? 2 * width + 1 : 0
                    if filled > 0 {
                        for d in 0..<width {
                            let y = frames[n * width + d] - origin[d]
                            row[d] = y
                            row[width + d] = y * y
                        }
                        row[2 * width] = 1
                    }
                    for column in filled..<stride { row[column] = 0 }
                }
            }
        }
    }

    /// Whether ρ(y) is small enough for every frame; a NaN is not.
    private func isWithinReach(_ rows: Int, _ expanded: AlignedFloats) -> Bool {
        let reach = Self.reachPerColumn * Float(dimension)
        return (0..<rows).allSatisfy { n in
            let squares = expanded.base + n * expandedStride + dimension
            return product_dot(squares, precisions, Int32(dimension)) <= reach
        }
    }
}
