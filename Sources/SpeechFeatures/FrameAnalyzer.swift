/// One frame of samples after the other → its power spectrum, in buffers that are made once.
final class FrameAnalyzer {
    private let tables: FrontEndTables
    private let buffers: FourierBuffers
    private let length: Int
    private let removesDCOffset: Bool
    private let coefficient: Float
    private let powerScale: Float
    /// The n/2 + 1 bins of the last frame's power spectrum.
    let power: UnsafeMutableBufferPointer<Float>
    /// Σx² of the last frame, its offset removed where the configuration says so.
    private(set) var energy = 0.0

    init(_ configuration: FrontEndConfiguration, _ tables: FrontEndTables) {
        self.tables = tables
        length = configuration.segmentLength
        removesDCOffset = configuration.removesDCOffset
        coefficient =
            configuration.preEmphasis.scope == .withinFrame
            ? Float(configuration.preEmphasis.coefficient) : 0
        powerScale =
            configuration.spectrumScaling == .none ? 1 : 1 / Float(configuration.transformLength)
        buffers = FourierBuffers(length: configuration.transformLength)
        power = .allocate(capacity: configuration.transformLength / 2 + 1)
        power.initialize(repeating: 0)
    }

    deinit { power.deallocate() }

    /// Offset, energy, pre-emphasis, window, transform.
    func analyze(_ frame: UnsafePointer<Float>) {
        condition(frame)
        tables.plan.transform(buffers)
        if let start = power.baseAddress { buffers.writePower(scale: powerScale, to: start) }
    }

    /// The samples as they go into the transform, after ``analyze(_:)``.
    var windowed: UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(start: buffers.samples, count: length)
    }

    private func condition(_ frame: UnsafePointer<Float>) {
        let x = buffers.samples
        let samples = UnsafeBufferPointer(start: frame, count: length)
        let mean = removesDCOffset ? Float(doubleSum(samples) / Double(length)) : 0
        for n in 0..<length { x[n] = frame[n] - mean }
        energy = doubleSumOfSquares(UnsafeBufferPointer(start: x, count: length))
        tables.window.withUnsafeBufferPointer { window in
            // y[n] = (x[n] − a·x[n−1]) w[n], x[−1] = x[0]
            let first = frame[0] - mean
            x[0] = (first - coefficient * first) * window[0]
            for n in 1..<length {
                x[n] = (frame[n] - mean - coefficient * (frame[n - 1] - mean)) * window[n]
            }
        }
    }
}

/// What a front end computes once from its configuration.
struct FrontEndTables: Sendable {
    let window: [Float]
    let plan: FourierPlan
    let filterbank: MelFilterbank
    let cepstra: CepstralTransform
    let deltas: DeltaFilter

    init(_ configuration: FrontEndConfiguration) throws(FrontEndError) {
        window = windowWeights(
            configuration.window, frameLength: configuration.frameLength,
            segmentLength: configuration.segmentLength)
        guard let plan = FourierPlan(length: configuration.transformLength) else {
            throw .invalidField(
                "transformLength", expected: "one that memory suffices for",
                got: "\(configuration.transformLength)")
        }
        self.plan = plan
        filterbank = try MelFilterbank(configuration)
        cepstra = CepstralTransform(configuration.cepstra, bands: configuration.melFilters.count)
        deltas = DeltaFilter(configuration.deltas)
    }
}
