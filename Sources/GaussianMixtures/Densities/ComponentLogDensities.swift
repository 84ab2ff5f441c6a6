internal import COpenBLAS
public import NumericCore

/// A mixture with diagonal covariances in the form that scores a block of Float frames with one
/// matrix product.
///
/// With its ``DiagonalExpansion`` a, b, g about the mixture's mean o, and y = x − o,
///
///     log wₖ N(x; μₖ, σ²ₖ) = gₖ + Σ_d [ y_d aₖ_d + y_d² bₖ_d ]
///
/// so that N frames are the product [y, y²] · [a; b], N×2D by 2D×K, plus g in every row. Kaldi's
/// `DiagGmm::LogLikelihoods` has the same form.
///
/// Squares about o instead of μₖ cost digits. With ρ(y) = Σ_d y_d² maxₖ σₖ_d⁻², the terms of a
/// component that matters sum to some ρ(y), and rounding in Float is a few 2⁻²⁴ of that: below
/// 10⁻⁴ nats a column where ρ(y) ≤ 256 D, that is, where a frame lies on average no more than 16 of
/// the narrowest standard deviations from the mean.
public struct ComponentLogDensities: Sendable {
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
    /// [a; b]: 2D×K.
    private let coefficients: [Float]
    /// g: K.
    private let constants: [Float]
    /// maxₖ σₖ⁻²: D.
    private let precisions: [Float]

    /// The tables of a mixture.
    public init(_ mixture: GaussianMixture) {
        LinearAlgebraLibrary.useOneThread()
        let (count, dimension) = (mixture.componentCount, mixture.dimension)
        componentCount = count
        self.dimension = dimension
        origin = mixture.mean.map(Float.init)
        let expansion = DiagonalExpansion(mixture, origin: origin)
        var coefficients = [Float](repeating: 0, count: 2 * dimension * count)
        var precisions = [Float](repeating: 0, count: dimension)
        for k in 0..<count {
            for d in 0..<dimension {
                coefficients[d * count + k] = expansion.linear[k * dimension + d]
                coefficients[(dimension + d) * count + k] = expansion.quadratic[k * dimension + d]
                precisions[d] = max(precisions[d], Float(1 / mixture.variances[k, d]))
            }
        }
        self.coefficients = coefficients
        self.precisions = precisions
        constants = expansion.constants
    }

    /// log wₖ N(x; μₖ, σ²ₖ) of every frame and component, in nats; how exact, ρ says.
    ///
    /// - Parameters:
    ///   - frames: N×D.
    ///   - result: overwritten with N×K values, row-major; its storage is reused.
    ///   - scratch: storage for N×2D values, reused between calls.
    public func evaluate(
        _ frames: Matrix<Float>, into result: inout [Float], scratch: inout [Float]
    ) {
        expand(frames, into: &scratch)
        multiply(frames.rows, into: &result, scratch)
    }

    /// The same if all frames are within reach.
    ///
    /// - Returns: whether they are; if not, the result is of no use.
    func evaluateWithinReach(
        _ frames: Matrix<Float>, into result: inout [Float], scratch: inout [Float]
    ) -> Bool {
        guard precisions.allSatisfy(Self.precisionRange.contains) else { return false }
        expand(frames, into: &scratch)
        guard isWithinReach(frames.rows, scratch) else { return false }
        multiply(frames.rows, into: &result, scratch)
        return true
    }

    /// [y, y²] of every frame: N×2D.
    private func expand(_ frames: Matrix<Float>, into scratch: inout [Float]) {
        precondition(frames.columns == dimension, "frames of \(dimension) values")
        let (rows, width) = (frames.rows, dimension)
        if scratch.count < rows * 2 * width {
            scratch = [Float](repeating: 0, count: rows * 2 * width)
        }
        scratch.withUnsafeMutableBufferPointer { scratch in
            frames.elements.withUnsafeBufferPointer { frames in
                origin.withUnsafeBufferPointer { origin in
                    for n in 0..<rows {
                        for d in 0..<width {
                            let y = frames[n * width + d] - origin[d]
                            scratch[n * 2 * width + d] = y
                            scratch[n * 2 * width + width + d] = y * y
                        }
                    }
                }
            }
        }
    }

    /// Whether ρ(y) is small enough for every frame; a NaN is not.
    private func isWithinReach(_ rows: Int, _ expanded: [Float]) -> Bool {
        let (width, reach) = (dimension, Self.reachPerColumn * Float(dimension))
        return expanded.withUnsafeBufferPointer { expanded in
            guard let base = expanded.baseAddress else { return true }
            return (0..<rows).allSatisfy { n in
                cblas_sdot(Int32(width), base + (2 * n + 1) * width, 1, precisions, 1) <= reach
            }
        }
    }

    /// [y, y²] · [a; b] + g.
    private func multiply(_ rows: Int, into result: inout [Float], _ expanded: [Float]) {
        let (width, count) = (dimension, componentCount)
        if result.count < rows * count { result = [Float](repeating: 0, count: rows * count) }
        guard rows > 0 else { return }
        result.withUnsafeMutableBufferPointer { result in
            for n in 0..<rows {
                for k in 0..<count { result[n * count + k] = constants[k] }
            }
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(count),
                Int32(2 * width), 1, expanded, Int32(2 * width), coefficients, Int32(count), 1,
                result.baseAddress, Int32(count))
        }
    }
}
