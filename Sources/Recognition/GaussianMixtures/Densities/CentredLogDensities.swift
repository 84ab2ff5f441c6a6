internal import CVectorKernels
internal import NumericCore
internal import RealModule

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
        self.mixture = mixture
        let (count, width) = (mixture.componentCount, mixture.dimension)
        constants = (0..<count).map { k in
            let logDeterminant =
                mixture.factors.isEmpty
                ? mixture.variances.row(k).reduce(0) { $0 + .log($1) }
                : mixture.factor(of: k).logDeterminant
            return .log(mixture.weights[k])
                - (Double(width) * .log(2 * Double.pi) + logDeterminant) / 2
        }
        distances = SquaredDistances(to: mixture.means, variances: mixture.variances)
    }

    /// log wₖ N(x; μₖ, Σₖ) of every frame and component, in nats.
    ///
    /// - Parameters:
    ///   - frames: N×D, no cell missing.
    ///   - result: holds N×K values or more, row-major; the first are overwritten.
    ///   - scratch: storage, reused between calls.
    func evaluate(
        _ frames: Matrix<Double>, into result: inout [Double], scratch: inout [Double]
    ) {
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

    /// |Lₖ⁻¹ (x − μₖ)|², one component at a time.
    private func whitenedDistances(
        _ frames: Matrix<Double>, _ result: inout [Double], _ scratch: inout [Double]
    ) {
        let (width, count) = (frames.columns, constants.count)
        let room = width * Int(mixture_whitened_frames)
        if scratch.count < room { scratch = [Double](repeating: 0, count: room) }
        result.withUnsafeMutableBufferPointer { result in
            guard let base = result.baseAddress else { return }
            for k in 0..<count {
                mixture_whitened_distances(
                    frames.elements, Int32(frames.rows), Int32(width),
                    Array(mixture.means.row(k)), mixture.factor(of: k).lower.elements, &scratch,
                    base + k, count)
            }
        }
    }
}
