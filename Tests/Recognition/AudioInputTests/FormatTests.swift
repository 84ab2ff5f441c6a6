import AudioInput
import TestSupport
import CSndfile
import Testing

@Suite struct FormatTests {
    /// Each row: tag, bits, bytes, the samples that they stand for.
    typealias Row = (tag: Int, bits: Int, bytes: [UInt8], expected: [Float])

    static let uncompressed: [Row] = [
        // Eight bits are unsigned around 128.
        (1, 8, [128, 255, 0, 129, 192], [0, 127 / 128, -1, 1 / 128, 0.5]),
        (
            1, 16, [0, 0, 0xFF, 0x7F, 0, 0x80, 1, 0, 0, 0xC0],
            [0, 32767 / 32768, -1, 1 / 32768, -0.5]
        ),
        (
            1, 24, [0, 0, 0, 0xFF, 0xFF, 0x7F, 0, 0, 0x80, 1, 0, 0],
            [0, 1 - 0x1p-23, -1, 0x1p-23]
        ),
        // Float holds 24 bits of the 32; the largest integer rounds to 1.
        (
            1, 32, [0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0x80, 0xFF, 0xFF, 0xFF, 0x7F],
            [0, 0.5, -1, 1]
        ),
        (3, 32, ClipBytes.floats([0, 0.1, -1, 3.5, 1e-20]), [0, 0.1, -1, 3.5, 1e-20]),
        (
            3, 64,
            [0.0, 0.1, -2.5].flatMap {
                ClipBytes.littleEndian(Int(bitPattern: UInt(($0 as Double).bitPattern)), 8)
            },
            [0, 0.1, -2.5]
        ),
    ]

    @Test(arguments: uncompressed) func wavSamplesAreExact(row: Row) throws {
        let read = try ReadClip(
            ClipBytes.wav(
                format: ClipBytes.format(tag: row.tag, bits: row.bits), data: row.bytes))
        #expect(read.samples == row.expected)
        #expect(read.clip.description.frames == row.expected.count)
        #expect(read.clip.sampleRate == 16_000)
        #expect(read.clip.notes == [])
    }

    /// ITU-T G.711, table 1a: 13 bits. With m the low four bits and s the segment, the magnitude
    /// is 2m + 1 in segment 0 and (2m + 33) · 2^(s − 1) in the others, of 4096; even bits are
    /// inverted, the sign bit is set for positive values.
    @Test func aLawIsThatOfG711() throws {
        let codes = (0...255).map { UInt8($0) }
        let read = try ReadClip(
            ClipBytes.wav(format: ClipBytes.format(tag: 6, bits: 8), data: codes))
        let expected = codes.map { code -> Float in
            let bits = Int(code ^ 0x55)
            let (m, s) = (bits & 15, bits >> 4 & 7)
            let magnitude = s == 0 ? 2 * m + 1 : (2 * m + 33) << (s - 1)
            return Float(bits & 0x80 == 0 ? -magnitude : magnitude) / 4096
        }
        #expect(read.samples == expected)
    }

    /// ITU-T G.711, table 2a: 14 bits. The magnitude is (2m + 33) · 2^s − 33, of 8192; all bits
    /// are inverted, the inverted sign bit is set for negative values.
    @Test func muLawIsThatOfG711() throws {
        let codes = (0...255).map { UInt8($0) }
        let read = try ReadClip(
            ClipBytes.wav(format: ClipBytes.format(tag: 7, bits: 8), data: codes))
        let expected = codes.map { code -> Float in
            let bits = Int(~code)
            let (m, s) = (bits & 15, bits >> 4 & 7)
            let magnitude = (2 * m + 33) << s - 33
            return Float(bits & 0x80 == 0 ? magnitude : -magnitude) / 8192
        }
        #expect(read.samples == expected)
    }

    static let sawtooth = ClipBytes.sawtooth.map { Float($0) / 32768 }

    static let handMade: [(name: String, bytes: [UInt8])] = [
        ("WAV", ClipBytes.wav()), ("extensible WAV", ClipBytes.extensibleWAV()),
        ("AIFF", ClipBytes.aiff()), ("AU", ClipBytes.au()), ("Sphere", ClipBytes.sphere()),
    ]

    @Test(arguments: handMade)
    func handMadeContainersAreExact(file: (name: String, bytes: [UInt8])) throws {
        let read = try ReadClip(file.bytes)
        #expect(read.samples == Self.sawtooth)
        #expect(read.clip.notes == [])
        #expect(read.clip.description.encoding == "Signed 16 bit PCM")
    }

    static let lossless: [(name: String, format: Int)] = [
        ("FLAC, 16 bits", SF_FORMAT_FLAC | SF_FORMAT_PCM_16),
        ("FLAC, 24 bits", SF_FORMAT_FLAC | SF_FORMAT_PCM_24),
        ("RF64", SF_FORMAT_RF64 | SF_FORMAT_PCM_16), ("W64", SF_FORMAT_W64 | SF_FORMAT_PCM_16),
        ("CAF", SF_FORMAT_CAF | SF_FORMAT_PCM_16), ("CAF, ALAC", SF_FORMAT_CAF | SF_FORMAT_ALAC_16),
        ("AIFF, 24 bits", SF_FORMAT_AIFF | SF_FORMAT_PCM_24),
        ("AIFF, floats", SF_FORMAT_AIFF | SF_FORMAT_FLOAT),
        ("AU, 32 bits", SF_FORMAT_AU | SF_FORMAT_PCM_32),
        ("NIST", SF_FORMAT_NIST | SF_FORMAT_PCM_16),
    ]

    @Test(arguments: lossless)
    func losslessFormatsAreExact(row: (name: String, format: Int)) throws {
        let folder = try TemporaryFolder()
        // Longer than a block, and no multiple of one.
        let samples = Array(repeating: Self.sawtooth, count: 40).joined() + [0.25]
        try SoundWriter.write(samples, to: folder.path("clip"), format: row.format)
        let read = try ReadClip(path: folder.path("clip"))
        #expect(read.samples == samples)
        #expect(read.clip.notes == [])
        #expect(read.clip.description.frames == samples.count)
    }

    /// Lossy codecs at their default quality: a pure tone comes back with an error of at least
    /// 20 dB below it away from the edges, which a shift by one sample (−16 dB at 400 Hz) fails.
    static let lossy: [(name: String, format: Int)] = [
        ("Vorbis", SF_FORMAT_OGG | SF_FORMAT_VORBIS), ("Opus", SF_FORMAT_OGG | SF_FORMAT_OPUS),
        ("MP3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III),
    ]

    @Test(arguments: lossy) func lossyFormatsAreClose(row: (name: String, format: Int)) throws {
        let folder = try TemporaryFolder()
        let samples = Tone.samples(hertz: 400, rate: 16_000, count: 32_000)
        try SoundWriter.write(samples, to: folder.path("clip"), format: row.format)
        let read = try ReadClip(path: folder.path("clip"))
        #expect(read.samples.count == samples.count)
        #expect(read.clip.notes == [])
        let middle = 4000..<28_000
        let errors = zip(read.samples, samples).map { $0 - $1 }
        #expect(Tone.power(of: errors[middle]) < 0.01 * Tone.power(of: samples[middle]))
    }

    @Test func theHeaderIsDescribed() throws {
        let bytes = ClipBytes.wav(format: ClipBytes.format(channels: 2, sampleRate: 44_100))
        let clip = try ReadClip(bytes).clip
        #expect(clip.description.container == "WAV (Microsoft)")
        #expect(clip.description.encoding == "Signed 16 bit PCM")
        #expect(clip.description.sampleRate == 44_100)
        #expect(clip.description.channels == 2)
        #expect(clip.description.frames == 500)
    }
}
