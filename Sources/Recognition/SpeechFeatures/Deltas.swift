import CVectorKernels
import NumericCore

extension FrontEndConfiguration {
    /// The time derivatives appended to the cepstra.
    public struct Deltas: Codable, Sendable, Hashable {
        /// 0 for cepstra only, 1 with Δ, 2 with Δ and ΔΔ.
        public var order: Int
        /// Frames W on either side that a derivative is fitted to.
        public var window: Int
        /// What happens at the clip's ends.
        public var style: DeltaStyle

        /// Derivatives up to an order.
        public init(order: Int, window: Int, style: DeltaStyle) {
            self.order = order
            self.window = window
            self.style = style
        }
    }

    /// What happens at the clip's ends; elsewhere both give the same.
    public enum DeltaStyle: String, Codable, Sendable, CaseIterable {
        /// Every derivative is one sum over the cepstra, whose first and last frame last for
        /// ever. Kaldi's `add-deltas`.
        case clampedStatics
        /// ΔΔ is the derivative of Δ, whose first and last frame last for ever. HTK's.
        case iterated
    }
}

/// Regression over neighbouring frames (Furui 1986; the HTK Book, equation 5.16):
///
///     Δc[t] = Σⱼ j c[t+j] / Σⱼ j²,   j = −W … W
struct DeltaFilter: Sendable {
    private let options: FrontEndConfiguration.Deltas
    // The weights of Δ, and of ΔΔ where that is a sum over the cepstra themselves.
    private let kernels: [[Float]]

    init(_ options: FrontEndConfiguration.Deltas) {
        self.options = options
        let window = options.window
        let steps = (-window...window).map(Double.init)
        let norm = steps.reduce(0) { sum, j in sum + j * j }
        let slope = steps.map { $0 / norm }
        var kernel: [Double] = [1]
        var kernels: [[Float]] = []
        for _ in 0..<options.order {
            var product = [Double](repeating: 0, count: kernel.count + slope.count - 1)
            for (i, a) in kernel.enumerated() {
                for (j, b) in slope.enumerated() { product[i + j] += a * b }
            }
            if options.style == .clampedStatics || kernels.isEmpty { kernel = product }
            kernels.append(kernel.map(Float.init))
        }
        self.kernels = kernels
    }

    /// Frames that the derivatives reach to either side.
    var reach: Int { options.order * options.window }

    /// The cepstra and derivatives of the frames `range`: C·(1 + order) columns.
    ///
    /// - Parameters:
    ///   - cepstra: the frames `first` and on; all that lie within ``reach`` of the range.
    ///   - first: the frame that the first row of `cepstra` is.
    ///   - range: the frames wanted.
    ///   - total: the number of frames T of the whole clip.
    /// - Returns: the frames wanted, one a row.
    func apply(to cepstra: Matrix<Float>, first: Int, range: Range<Int>, total: Int)
        -> Matrix<Float>
    {
        let count = cepstra.columns
        var result = Matrix<Float>(
            rows: range.count, columns: count * (1 + options.order), repeating: 0)
        copy(cepstra, first, into: &result, at: 0, range)
        var source = (rows: cepstra, first: first)
        for (index, kernel) in kernels.enumerated() {
            // The derivative of a derivative needs that one further out than the range.
            let spare = options.style == .iterated ? reach - (index + 1) * options.window : 0
            let span = max(0, range.lowerBound - spare)..<min(total, range.upperBound + spare)
            let derivative = convolve(source.rows, source.first, kernel, span, total)
            copy(derivative, span.lowerBound, into: &result, at: (index + 1) * count, range)
            if options.style == .iterated { source = (derivative, span.lowerBound) }
        }
        return result
    }

    private func copy(
        _ rows: Matrix<Float>, _ first: Int, into result: inout Matrix<Float>, at column: Int,
        _ range: Range<Int>
    ) {
        let count = rows.columns
        let columns = result.columns
        result.elements.withUnsafeMutableBufferPointer { result in
            rows.elements.withUnsafeBufferPointer { rows in
                guard let source = rows.baseAddress, let target = result.baseAddress else { return }
                for t in range {
                    let to = (t - range.lowerBound) * columns + column
                    (target + to).update(from: source + (t - first) * count, count: count)
                }
            }
        }
    }

    // Σⱼ kernel[j] x[t + j] for the frames of `span`; frames outside the clip are its nearest.
    private func convolve(
        _ x: Matrix<Float>, _ first: Int, _ kernel: [Float], _ span: Range<Int>, _ total: Int
    ) -> Matrix<Float> {
        let count = x.columns
        let radius = kernel.count / 2
        let wanted = span.lowerBound - radius..<span.upperBound + radius
        var around: [Float] = []
        around.reserveCapacity(wanted.count * count)
        for _ in wanted.lowerBound..<max(0, wanted.lowerBound) { around += x.row(0 - first) }
        let inside = wanted.clamped(to: 0..<total)
        around +=
            x.elements[
                (inside.lowerBound - first) * count..<(inside.upperBound - first) * count]
        for _ in inside.upperBound..<wanted.upperBound { around += x.row(total - 1 - first) }
        var result = Matrix<Float>(rows: span.count, columns: count, repeating: 0)
        frame_regression(
            around, Int32(result.elements.count), kernel, Int32(kernel.count), Int32(count),
            &result.elements)
        return result
    }
}
