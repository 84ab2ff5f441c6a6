import AudioInput
import TestSupport

/// The synthetic speakers' audio in other wrappings.
enum SyntheticAudio {
    /// Samples of 16 bits; resampled where a rate is given.
    static func samples(_ path: String, sampleRate: Int? = nil) throws -> [Int16] {
        try AudioClip(path: path, options: .init(sampleRate: sampleRate)).remainingSamples()
            .map { Int16(max(-32768, min(32767, ($0 * 32768).rounded()))) }
    }

    static func wav(_ samples: [Int16], sampleRate: Int = 16_000, channels: Int = 1) -> [UInt8] {
        ClipBytes.wav(
            format: ClipBytes.format(channels: channels, sampleRate: sampleRate),
            data: ClipBytes.shorts(samples))
    }

    /// Two channels, one sample of each after the other.
    static func interleaved(_ left: [Int16], _ right: [Int16]) -> [Int16] {
        zip(left, right).flatMap { [$0, $1] }
    }
}
