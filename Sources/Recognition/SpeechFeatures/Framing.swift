extension FrontEndConfiguration {
    /// How samples are cut into frames.
    public struct Framing: Codable, Sendable, Hashable {
        /// Length of a frame, in seconds.
        public var lengthSeconds: Double
        /// Time from the start of a frame to the start of the next, in seconds.
        public var shiftSeconds: Double
        /// What happens at the clip's ends.
        public var edges: Edges

        /// Frames of a length, at a shift.
        public init(lengthSeconds: Double, shiftSeconds: Double, edges: Edges) {
            self.lengthSeconds = lengthSeconds
            self.shiftSeconds = shiftSeconds
            self.edges = edges
        }
    }

    /// What happens at the clip's ends. N samples, frames of L samples every S samples.
    public enum Edges: String, Codable, Sendable, CaseIterable {
        /// Only whole frames: T = 1 + ⌊(N − L) / S⌋, none when N < L. Kaldi's `snip_edges`.
        case snip
        /// Frames centred every S samples, the clip mirrored at its ends with the last sample
        /// repeated: T = ⌊(N + S/2) / S⌋. Kaldi's `snip_edges=false`.
        case reflect
        /// L/2 zeros before and after the clip, then as `snip`. librosa's `center=True`.
        case centred
        /// Zeros after the clip fill the last frame: T = 1 + ⌈(N − L) / S⌉, 1 when 0 < N < L.
        /// What python_speech_features does.
        case zeroPaddedTail
    }
}

/// Cuts a stream of samples into overlapping frames, whatever blocks it comes in.
///
/// A clip without any sample has no frames, under every rule for the edges.
struct Framer {
    private let length: Int
    private let shift: Int
    private let edges: FrontEndConfiguration.Edges
    private let writeFrame: (UnsafePointer<Float>) throws -> Void
    // Of the clip with its padding: what the next frame still needs, and a frame more to mirror.
    private var buffer: [Float] = []
    private var next = 0
    private var received = 0

    /// Hands every frame's `length` samples to `writeFrame`, in order.
    init(
        length: Int, shift: Int, edges: FrontEndConfiguration.Edges,
        writeFrame: @escaping (UnsafePointer<Float>) throws -> Void
    ) {
        self.length = length
        self.shift = shift
        self.edges = edges
        self.writeFrame = writeFrame
    }

    /// The number of frames that `samples` samples give.
    static func frameCount(
        samples: Int, length: Int, shift: Int, edges: FrontEndConfiguration.Edges
    ) -> Int {
        guard samples > 0 else { return 0 }
        // Swift divides towards zero, so a clip shorter than a frame is set apart first.
        func whole(_ samples: Int) -> Int {
            samples < length ? 0 : 1 + (samples - length) / shift
        }
        return switch edges {
        case .snip: whole(samples)
        case .reflect: (samples + shift / 2) / shift
        case .centred: whole(samples + length / 2 * 2)
        case .zeroPaddedTail: samples <= length ? 1 : whole(samples + shift - 1)
        }
    }

    /// Takes the clip's next samples.
    mutating func append(_ samples: [Float]) throws {
        guard !samples.isEmpty else { return }
        if received == 0 && edges == .centred { buffer = zeros(length / 2) }
        // Mirroring the start needs the samples that it mirrors, at most half a frame.
        let mirrorsNow =
            edges == .reflect && received < length && received + samples.count >= length
        received += samples.count
        buffer += samples
        if mirrorsNow { buffer = (-leadIn..<0).map { buffer[-1 - $0] } + buffer }
        if edges != .reflect || received >= length { try writeWholeFrames() }
    }

    /// Pads the end and writes what frames remain.
    mutating func finish() throws {
        let frames = Self.frameCount(samples: received, length: length, shift: shift, edges: edges)
        let wanted = frames == 0 ? 0 : (frames - 1) * shift + length
        switch edges {
        case .snip:
            return
        case .centred where received > 0:
            buffer += zeros(length / 2)
        case .zeroPaddedTail where received > 0:
            buffer += zeros(max(0, wanted - received))
        case .reflect where received >= length:
            let end = buffer.count
            buffer += (0..<max(0, wanted - leadIn - received)).map { buffer[end - 1 - $0] }
        case .reflect where received > 0:
            buffer = (-leadIn..<max(received, wanted - leadIn)).map { buffer[mirrored($0)] }
        default:
            return
        }
        try writeWholeFrames()
    }

    // How far the first frame reaches before the clip: its centre lies at half a shift.
    private var leadIn: Int { length / 2 - shift / 2 }

    // A clip shorter than a frame is mirrored to and fro until the index falls inside.
    private func mirrored(_ index: Int) -> Int {
        var index = index
        while index < 0 || index >= received {
            index = index < 0 ? -1 - index : 2 * received - 1 - index
        }
        return index
    }

    private func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }

    private mutating func writeWholeFrames() throws {
        let (first, length, shift, writeFrame) = (next, length, shift, writeFrame)
        next = try buffer.withUnsafeBufferPointer { samples in
            guard let start = samples.baseAddress else { return first }
            var next = first
            while next + length <= samples.count {
                try writeFrame(start + next)
                next += shift
            }
            return next
        }
        let spent = next - length
        guard spent > 16 * length else { return }
        buffer.removeFirst(spent)
        next -= spent
    }
}
