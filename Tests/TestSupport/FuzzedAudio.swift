import AudioInput
import NumericCore

extension FuzzedReader {
    /// Clips of any format, to the last sample, at a rate of their own and resampled.
    static let audio = FuzzedReader("audio") {
        [
            ClipBytes.wav(), ClipBytes.extensibleWAV(), ClipBytes.au(), ClipBytes.aiff(),
            ClipBytes.sphere(), ClipBytes.flacHeader(),
            ClipBytes.wav(
                format: ClipBytes.format(tag: 3, channels: 2, bits: 32),
                data: ClipBytes.floats([0, 0.5, -0.5, 0.25])),
            ClipBytes.wav(format: ClipBytes.format(tag: 7, sampleRate: 8000, bits: 8)),
        ]
    } read: { bytes in
        try readClip(bytes, AudioClip.Options(computesDigest: true))
        try readClip(bytes, AudioClip.Options(sampleRate: 8000, part: 0.01..<0.05))
    }

    /// Clips without a header, and the words that say what they are: text up to a line end, then
    /// the samples.
    static let rawAudio = FuzzedReader("raw-audio") {
        ["pcm16le:8000:1", "float32be:16000:2", "ulaw:8000:1"].map {
            Array("\($0)\n".utf8) + ClipBytes.shorts()
        }
    } read: { bytes in
        let words = bytes.prefix { $0 != UInt8(ascii: "\n") }
        let format = try RawFormat(parsing: String(decoding: words, as: UTF8.self))
        try readClip(
            Array(bytes.dropFirst(words.count + 1)), AudioClip.Options(rawFormat: format))
    }

    private static func readClip(_ bytes: [UInt8], _ options: AudioClip.Options) throws {
        let folder = try TemporaryFolder()
        let clip = try AudioClip(path: folder.write(bytes, as: "clip"), options: options)
        while let block = try clip.nextBlock() {
            precondition(block.count <= 4 * AudioLimits.blockFrames, "a block of \(block.count)")
        }
    }
}
