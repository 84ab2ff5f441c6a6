/// Reads the header of a WAV stream that cannot be gone back in.
///
/// Such a header is believed as to what the samples are and hardly as to how many: a program that
/// writes to a pipe cannot know.
struct LiveHeader {
    /// What the samples are.
    let format: RawFormat
    /// Bytes of samples; none where the header leaves it open.
    let length: Int?

    /// No honest header is longer than this, in bytes.
    private static let longest = 1 << 20

    /// Reads up to the first sample. `take` gives exactly so many bytes, or fewer at the end.
    init(
        name: String, _ take: (Int) throws(AudioInputError) -> [UInt8]
    ) throws(AudioInputError) {
        let start = try take(12)
        guard !start.isEmpty else { throw .empty(clip: name) }
        let container = String(decoding: start.prefix(4), as: UTF8.self)
        guard container == "RIFF" || container == "RF64",
            start.dropFirst(8).elementsEqual("WAVE".utf8)
        else {
            throw .notLive(clip: name)
        }
        var format: RawFormat?
        var passed = 0
        while passed < Self.longest {
            let head = try take(8)
            guard head.count == 8 else { throw .empty(clip: name) }
            let size = Self.number(head[4..<8])
            switch String(decoding: head.prefix(4), as: UTF8.self) {
            case "data":
                guard let format else {
                    throw .undecodable(clip: name, reason: "no fmt chunk before the samples")
                }
                self.format = format
                length = size == 0 || DataChunk.isStreamed(size) ? nil : size
                return
            case "fmt " where size <= 1024:
                format = try Self.format(try take(size + size % 2), name)
            default:
                guard size <= Self.longest else {
                    throw .undecodable(clip: name, reason: "a chunk of \(size) bytes in the header")
                }
                _ = try take(size + size % 2)
            }
            passed += 8 + size
        }
        throw .undecodable(clip: name, reason: "no samples within \(Self.longest) bytes")
    }

    private static func format(
        _ chunk: [UInt8], _ name: String
    ) throws(AudioInputError) -> RawFormat {
        guard chunk.count >= 16 else {
            throw .undecodable(clip: name, reason: "a fmt chunk of \(chunk.count) bytes")
        }
        var tag = number(chunk[0..<2])
        // WAVE_FORMAT_EXTENSIBLE: the tag is the head of a GUID.
        if tag == 0xFFFE, chunk.count >= 26 { tag = number(chunk[24..<26]) }
        let (channels, rate) = (number(chunk[2..<4]), number(chunk[4..<8]))
        let (frame, bits) = (number(chunk[12..<14]), number(chunk[14..<16]))
        guard let encoding = encodings[[tag, bits]], frame == channels * bits / 8 else {
            throw .undecodable(
                clip: name, reason: "samples of kind \(tag), \(bits) bits, \(frame) bytes a frame")
        }
        guard AudioLimits.sampleRates.contains(rate) else {
            throw .unsupportedSampleRate(clip: name, got: rate)
        }
        guard (1...AudioLimits.channels).contains(channels) else {
            throw .tooManyChannels(clip: name, got: channels)
        }
        return try RawFormat(encoding: encoding, sampleRate: rate, channels: channels)
    }

    /// By WAVE's format tag and bits a sample.
    private static let encodings: [[Int]: RawFormat.Encoding] = [
        [1, 8]: .pcm8u, [1, 16]: .pcm16le, [1, 24]: .pcm24le, [1, 32]: .pcm32le,
        [3, 32]: .float32le, [3, 64]: .float64le, [6, 8]: .alaw, [7, 8]: .ulaw,
    ]

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
