/// The bytes of small audio files, put together by hand.
package enum ClipBytes {
    package static func littleEndian(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    package static func bigEndian(_ value: Int, _ width: Int) -> [UInt8] {
        littleEndian(value, width).reversed()
    }

    package static func chunk(_ name: String, _ body: [UInt8], size: Int? = nil) -> [UInt8] {
        Array(name.utf8) + littleEndian(size ?? body.count, 4) + body
    }

    /// Samples of 16 bits; by default 1,000 of a saw tooth.
    package static let sawtooth: [Int16] = (0..<1000).map { Int16($0 * 37 % 2000 - 1000) }

    package static func shorts(_ samples: [Int16] = sawtooth) -> [UInt8] {
        samples.flatMap { littleEndian(Int($0), 2) }
    }

    package static func floats(_ samples: [Float]) -> [UInt8] {
        samples.flatMap { littleEndian(Int($0.bitPattern), 4) }
    }

    /// The body of a WAV file's fmt chunk. `tag`: 1 integers, 3 floats, 6 A-law, 7 µ-law.
    package static func format(
        tag: Int = 1, channels: Int = 1, sampleRate: Int = 16_000, bits: Int = 16
    ) -> [UInt8] {
        let frame = channels * bits / 8
        return littleEndian(tag, 2) + littleEndian(channels, 2) + littleEndian(sampleRate, 4)
            + littleEndian(sampleRate * frame, 4) + littleEndian(frame, 2) + littleEndian(bits, 2)
    }

    /// A WAV file; sizes may be made to lie.
    package static func wav(
        format: [UInt8] = format(), data: [UInt8] = shorts(), formatSize: Int? = nil,
        dataSize: Int? = nil, riffSize: Int? = nil, before: [UInt8] = [], after: [UInt8] = []
    ) -> [UInt8] {
        let body =
            Array("WAVE".utf8) + chunk("fmt ", format, size: formatSize) + before
            + chunk("data", data, size: dataSize) + after
        return chunk("RIFF", body, size: riffSize)
    }

    /// A WAVE_FORMAT_EXTENSIBLE file of 16-bit integers; `subformat` 1 is PCM.
    package static func extensibleWAV(subformat: [UInt8] = [1, 0]) -> [UInt8] {
        let identifier: [UInt8] =
            subformat + [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
        let extra = littleEndian(22, 2) + littleEndian(16, 2) + littleEndian(4, 4) + identifier
        return wav(format: format(tag: 0xFFFE) + extra)
    }

    /// An AU file of 16-bit integers (encoding 3), high byte first.
    package static func au(
        offset: Int = 24, dataSize: Int = 2000, encoding: Int = 3, sampleRate: Int = 16_000,
        channels: Int = 1
    ) -> [UInt8] {
        Array(".snd".utf8)
            + [offset, dataSize, encoding, sampleRate, channels].flatMap { bigEndian($0, 4) }
            + sawtooth.flatMap { bigEndian(Int($0), 2) }
    }

    /// An AIFF file of 16-bit integers; the rate is an 80-bit float, by default 16 kHz.
    package static func aiff(
        channels: Int = 1, bits: Int = 16, rate: [UInt8] = [0x40, 0x0C, 0xFA, 0, 0, 0, 0, 0, 0, 0],
        samples: [Int16] = sawtooth
    ) -> [UInt8] {
        let common =
            bigEndian(channels, 2) + bigEndian(samples.count, 4) + bigEndian(bits, 2) + rate
        let sound = bigEndian(0, 8) + samples.flatMap { bigEndian(Int($0), 2) }
        let body =
            Array("AIFFCOMM".utf8) + bigEndian(common.count, 4) + common
            + Array("SSND".utf8) + bigEndian(sound.count, 4) + sound
        return Array("FORM".utf8) + bigEndian(body.count, 4) + body
    }

    /// A NIST Sphere file of 16-bit integers.
    package static func sphere(
        channels: Int = 1, sampleRate: Int = 16_000, coding: String = "-s3 pcm",
        samples: [Int16] = sawtooth
    ) -> [UInt8] {
        let header =
            "NIST_1A\n   1024\nsample_count -i 1000\nsample_n_bytes -i 2\n"
            + "channel_count -i \(channels)\nsample_byte_format -s2 01\n"
            + "sample_rate -i \(sampleRate)\nsample_coding \(coding)\nend_head\n"
        let padding = [UInt8](repeating: 0x20, count: 1024 - header.utf8.count)
        return Array(header.utf8) + padding + shorts(samples)
    }

    /// The beginning of a FLAC file: STREAMINFO of 16-bit mono and no frame.
    package static func flacHeader(sampleRate: Int = 16_000, samples: Int = 48_000) -> [UInt8] {
        let packed = sampleRate << 44 | 15 << 36 | samples
        return Array("fLaC".utf8) + [0x80, 0, 0, 34] + bigEndian(4096, 2) + bigEndian(4096, 2)
            + bigEndian(0, 6) + bigEndian(packed, 8) + [UInt8](repeating: 0, count: 16)
    }
}
