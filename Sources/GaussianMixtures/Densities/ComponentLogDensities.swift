internal import COpenBLAS
public import NumericCore

/// A mixture in the form that scores a block of frames with one matrix product.
///
/// With its ``DiagonalExpansion`` a, b, g about the mixture's mean o, and y = x − o,
///
///     log wₖ N(x; μₖ, σ²ₖ) = gₖ + Σ_d [ y_d aₖ_d + y_d² bₖ_d ]
///
/// so that N frames are the product [y, y²] · [a; b], N×2D by 2D×K, plus g in every row. Kaldi's
/// `DiagGmm::LogLikelihoods` has the same form; the shift by o is what keeps it exact in Float.
public struct ComponentLogDensities: Sendable {
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

    /// The tables of a mixture.
    public init(_ mixture: GaussianMixture) {
        LinearAlgebraLibrary.useOneThread()
        let (count, dimension) = (mixture.componentCount, mixture.dimension)
        componentCount = count
        self.dimension = dimension
        var mean = [Double](repeating: 0, count: dimension)
        for k in 0..<count {
            for d in 0..<dimension { mean[d] += mixture.weights[k] * mixture.means[k, d] }
        }
        origin = mean.map(Float.init)
        let expansion = DiagonalExpansion(mixture, origin: origin)
        var coefficients = [Float](repeating: 0, count: 2 * dimension * count)
        for k in 0..<count {
            for d in 0..<dimension {
                coefficients[d * count + k] = expansion.linear[k * dimension + d]
                coefficients[(dimension + d) * count + k] = expansion.quadratic[k * dimension + d]
            }
        }
        self.coefficients = coefficients
        constants = expansion.constants
    }

    /// log wₖ N(x; μₖ, σ²ₖ) of every frame and component, in nats.
    ///
    /// - Parameters:
    ///   - frames: N×D.
    ///   - result: overwritten with N×K values, row-major; its storage is reused.
    ///   - scratch: storage for N×2D values, reused between calls.
    public func evaluate(
        _ frames: Matrix<Float>, into result: inout [Float], scratch: inout [Float]
    ) {
        precondition(frames.columns == dimension, "frames of \(dimension) values")
        let (rows, width, count) = (frames.rows, dimension, componentCount)
        if scratch.count < rows * 2 * width {
            scratch = [Float](repeating: 0, count: rows * 2 * width)
        }
        if result.count < rows * count { result = [Float](repeating: 0, count: rows * count) }
        guard rows > 0 else { return }
        scratch.withUnsafeMutableBufferPointer { scratch in
            frames.elements.withUnsafeBufferPointer { frames in
                for n in 0..<rows {
                    for d in 0..<width {
                        let y = frames[n * width + d] - origin[d]
                        scratch[n * 2 * width + d] = y
                        scratch[n * 2 * width + width + d] = y * y
                    }
                }
            }
        }
        result.withUnsafeMutableBufferPointer { result in
            for n in 0..<rows {
                for k in 0..<count { result[n * count + k] = constants[k] }
            }
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(count),
                Int32(2 * width), 1, scratch, Int32(2 * width), coefficients, Int32(count), 1,
                result.baseAddress, Int32(count))
        }
    }
}
