import CVectorKernels

/// One frame of samples after the other → its power spectrum, in buffers that are made once.
final class FrameAnalyzer {
    private let tables: FrontEndTables
    private let buffers: FourierBuffers
    private let length: Int
    private let removesDCOffset: Bool
    private let coefficient: Float
    private let powerScale: Float
    private let storage: UnsafeMutableBufferPointer<Float>
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
        let bins = configuration.transformLength / 2 + 1
        // Filters read whole vectors.
        storage = .allocate(capacity: bins + vector_lanes)
        storage.initialize(repeating: 0)
        power = UnsafeMutableBufferPointer(rebasing: storage[..<bins])
    }

    deinit { storage.deallocate() }

    /// Offset, energy, pre-emphasis, window, transform.
    func analyze(_ frame: UnsafePointer<Float>) {
        condition(frame)
        if let start = power.baseAddress {
            tables.plan.writePower(of: buffers, scale: powerScale, to: start)
        }
    }

    /// The samples as they go into the transform, after ``analyze(_:)``.
    var windowed: UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(start: buffers.samples, count: length)
    }

    /// x[n] = (u[n] − a·u[n−1]) w[n], u without the offset, u[−1] = u[0].
    private func condition(_ frame: UnsafePointer<Float>) {
        energy = Double(
            frame_condition(
                frame, Int32(length), removesDCOffset ? 1 : 0, coefficient, tables.window,
                buffers.samples))
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
