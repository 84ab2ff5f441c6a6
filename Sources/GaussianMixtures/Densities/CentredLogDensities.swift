internal import COpenBLAS
internal import NumericCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A mixture in the form that scores a block of Double frames exactly, for every covariance type.
///
///     log wₖ N(x; μₖ, Σₖ) = gₖ − ½ |zₖ|²,   zₖ = Lₖ⁻¹ (x − μₖ),   Σₖ = Lₖ Lₖᵀ
///     gₖ = log wₖ − ½ [ D log 2π + log |Σₖ| ]
///
/// Frames are centred before anything is squared, so that neither a large offset nor a tiny or
/// huge scale costs a digit. ``BlockDensities`` says when the faster forms do.
struct CentredLogDensities: Sendable {
    private let mixture: GaussianMixture
    /// g: K.
    private let constants: [Double]
    /// Without correlations, |zₖ|² are plain distances in units of σₖ.
    private let distances: SquaredDistances

    init(_ mixture: GaussianMixture) {
        LinearAlgebraLibrary.useOneThread()
        self.mixture = mixture
        let (count, width) = (mixture.componentCount, mixture.dimension)
        constants = (0..<count).map { k in
            let logDeterminant =
                mixture.factors.isEmpty
                ? mixture.variances.row(k).reduce(0) { $0 + log($1) }
                : mixture.factor(of: k).logDeterminant
            return log(mixture.weights[k]) - (Double(width) * log(2 * Double.pi) + logDeterminant)
                / 2
        }
        distances = SquaredDistances(to: mixture.means, variances: mixture.variances)
    }

    /// log wₖ N(x; μₖ, Σₖ) of every frame and component, in nats.
    ///
    /// - Parameters:
    ///   - frames: N×D, no cell missing.
    ///   - result: holds N×K values or more, row-major; the first are overwritten.
    ///   - scratch: storage, reused between calls.
    func evaluate(_ frames: Matrix<Double>, into result: inout [Double], scratch: inout [Double]) {
        let (rows, count) = (frames.rows, constants.count)
        guard rows > 0 else { return }
        if mixture.factors.isEmpty {
            distances.evaluate(frames, into: &result)
        } else {
            whitenedDistances(frames, &result, &scratch)
        }
        result.withUnsafeMutableBufferPointer { result in
            for n in 0..<rows {
                for k in 0..<count {
                    result[n * count + k] = constants[k] - result[n * count + k] / 2
                }
            }
        }
    }

    /// |Lₖ⁻¹ (x − μₖ)|², one component at a time: Z Lᵀ = X − μ is solved for all rows of Z.
    private func whitenedDistances(
        _ frames: Matrix<Double>, _ result: inout [Double], _ scratch: inout [Double]
    ) {
        let (rows, width, count) = (frames.rows, frames.columns, constants.count)
        if scratch.count < rows * width { scratch = [Double](repeating: 0, count: rows * width) }
        for k in 0..<count {
            let mean = mixture.means.row(k)
            scratch.withUnsafeMutableBufferPointer { z in
                frames.elements.withUnsafeBufferPointer { x in
                    mean.withUnsafeBufferPointer { mean in
                        for n in 0..<rows {
                            for d in 0..<width { z[n * width + d] = x[n * width + d] - mean[d] }
                        }
                    }
                }
                cblas_dtrsm(
                    CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, Int32(rows),
                    Int32(width), 1, mixture.factor(of: k).lower.elements, Int32(width),
                    z.baseAddress, Int32(width))
                for n in 0..<rows {
                    var sum = 0.0
                    for d in 0..<width { sum += z[n * width + d] * z[n * width + d] }
                    result[n * count + k] = sum
                }
            }
        }
    }
}
