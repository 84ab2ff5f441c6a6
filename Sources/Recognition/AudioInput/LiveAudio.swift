/// A stream of audio that goes on while it is heard: WAV whose header need not know its length, or
/// headerless samples. Mono samples come out as soon as they are there.
///
/// ```swift
/// let audio = try LiveAudio(LiveInput(descriptor: 0, name: "microphone"), sampleRate: 16_000)
/// while let samples = try audio.nextBlock() { use(samples) }
/// ```
public final class LiveAudio {
    /// What the samples are, by the header or by what the caller said.
    public let format: RawFormat
    /// The rate in Hz of the samples that ``nextBlock()`` gives.
    public let sampleRate: Int
    /// What is done to the stream on the way in.
    public let notes: [ClipNote]

    private let input: LiveInput
    private let channel: ChannelSelection
    private let decoder: SampleDecoder
    private let resampler: Resampler?
    /// Bytes that are still to come, where the header tells.
    private var left: Int?
    /// The beginning of a frame whose end has not come yet.
    private var pending: [UInt8] = []
    private var framesRead = 0
    private var isAtEnd = false

    /// Bytes read at a time.
    private static let blockBytes = 1 << 16

    /// Opens a stream, waiting for its header.
    ///
    /// - Parameters:
    ///   - input: where the bytes come from.
    ///   - sampleRate: the rate wanted in Hz, at most that of the stream.
    ///   - channel: how several channels become one.
    ///   - rawFormat: what the bytes are where they carry no header.
    /// - Throws: ``AudioInputError``.
    public init(
        _ input: LiveInput, sampleRate: Int, channel: ChannelSelection = .mixdown,
        rawFormat: RawFormat? = nil
    ) throws(AudioInputError) {
        var length: Int?
        if let rawFormat {
            format = rawFormat
        } else {
            let header = try LiveHeader(name: input.name) { count throws(AudioInputError) in
                var bytes: [UInt8] = []
                while bytes.count < count {
                    let more = try input.bytes(atMost: count - bytes.count)
                    if more.isEmpty { break }
                    bytes += more
                }
                return bytes
            }
            format = header.format
            length = header.length
        }
        guard format.sampleRate >= sampleRate else {
            throw .sampleRateTooLow(
                clip: input.name, got: format.sampleRate, expected: sampleRate)
        }
        var notes = try channel.notes(clip: input.name, channels: format.channels)
        if format.sampleRate == sampleRate {
            resampler = nil
        } else {
            resampler = try Resampler(from: format.sampleRate, to: sampleRate, clip: input.name)
            notes.append(.resampled(from: format.sampleRate, to: sampleRate))
        }
        self.input = input
        self.sampleRate = sampleRate
        self.channel = channel
        self.notes = notes
        decoder = SampleDecoder(encoding: format.encoding)
        left = length
    }

    /// Waits for samples and returns those that are there, never none; nil at the end. A frame
    /// whose end never comes is left out.
    ///
    /// - Throws: ``AudioInputError``.
    public func nextBlock() throws(AudioInputError) -> [Float]? {
        while !isAtEnd {
            let bytes = try input.bytes(atMost: min(Self.blockBytes, left ?? Self.blockBytes))
            left = left.map { $0 - bytes.count }
            isAtEnd = bytes.isEmpty || left == 0
            pending += bytes
            let mono = try wholeFrames()
            var samples = try resampler?.process(mono) ?? mono
            if isAtEnd { samples += try resampler?.finish() ?? [] }
            if !samples.isEmpty { return samples }
        }
        return nil
    }

    private func wholeFrames() throws(AudioInputError) -> [Float] {
        let frameBytes = decoder.width * format.channels
        let frames = pending.count / frameBytes
        let interleaved = decoder.samples(pending[..<(frames * frameBytes)])
        pending.removeFirst(frames * frameBytes)
        let mono = interleaved.withUnsafeBufferPointer {
            channel.mono(interleaved: $0, channels: format.channels)
        }
        if let bad = mono.firstIndex(where: { !$0.isFinite }) {
            throw .notFinite(
                clip: input.name, seconds: Double(framesRead + bad) / Double(format.sampleRate))
        }
        framesRead += frames
        return mono
    }
}
