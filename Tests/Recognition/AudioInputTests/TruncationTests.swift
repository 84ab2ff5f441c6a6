import AudioInput
import TestSupport
import CSndfile
import Foundation
import Testing

@Suite struct TruncationTests {
    /// Headers of 44, 54, 24 and 1024 bytes, then 2,000 bytes of samples cut to 1,001: 500 whole
    /// samples are left.
    static let cut: [(name: String, bytes: [UInt8])] = [
        ("WAV", Array(ClipBytes.wav()[..<1045])), ("AIFF", Array(ClipBytes.aiff()[..<1055])),
        ("AU", Array(ClipBytes.au()[..<1025])), ("Sphere", Array(ClipBytes.sphere()[..<2025])),
    ]

    @Test(arguments: cut)
    func whatIsThereIsUsedAndTheRestIsNoted(file: (name: String, bytes: [UInt8])) throws {
        let read = try ReadClip(file.bytes)
        #expect(read.samples == FormatTests.sawtooth.prefix(500).map { $0 })
        #expect(read.clip.notes.count == 1)
        let seconds = try #require(truncation(of: read.clip))
        #expect(seconds.got == 500.0 / 16_000)
        // The odd byte makes the estimate 2000/1001 instead of 2: 6e-5 s less.
        #expect(abs(try #require(seconds.expected) - 1000.0 / 16_000) < 1e-4)
    }

    static let cutFiles: [(name: String, format: Int, hasLength: Bool)] = [
        ("RF64", SF_FORMAT_RF64 | SF_FORMAT_PCM_16, true),
        ("FLAC", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, true),
        ("MP3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, true),
        ("Vorbis", SF_FORMAT_OGG | SF_FORMAT_VORBIS, false),
        ("Opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, false),
    ]

    /// Noise of 4 s in whole numbers of 16 bits.
    private static let noise = (0..<64_000).map { Float(($0 &* 7919) % 2001 - 1000) / 32768 }

    /// The second half of the file is cut off: at least 0.5 s and less than 3 s are left, as
    /// blocks and pages are lost whole and coders do not spend their bytes evenly.
    @Test(arguments: cutFiles)
    func codedFilesCutInHalfAreUsed(row: (name: String, format: Int, hasLength: Bool)) throws {
        let folder = try TemporaryFolder()
        let whole = folder.path("whole")
        try SoundWriter.write(Self.noise, to: whole, format: row.format)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: whole))
        let read = try ReadClip(Array(bytes.prefix(bytes.count / 2)))
        let seconds = try #require(truncation(of: read.clip))
        #expect(seconds.got == Double(read.samples.count) / 16_000)
        #expect(seconds.got > 0.5 && seconds.got < 3)
        if row.hasLength {
            // The length of MPEG audio is an estimate, to some frames of 36 ms.
            #expect(abs(try #require(seconds.expected) - 4) < 0.1)
        } else {
            #expect(seconds.expected == nil)
        }
    }

    /// Some bytes amid a FLAC file are wrong: what libsndfile gives before them is used.
    @Test func aDamagedFLACFileIsUsedAndNoted() throws {
        let folder = try TemporaryFolder()
        try SoundWriter.write(
            Self.noise, to: folder.path("whole"), format: SF_FORMAT_FLAC | SF_FORMAT_PCM_16)
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: folder.path("whole"))))
        for index in bytes.count / 2..<bytes.count / 2 + 40 { bytes[index] ^= 0x5A }
        let read = try ReadClip(bytes)
        #expect(Array(read.samples.prefix(16_000)) == Array(Self.noise.prefix(16_000)))
        #expect(read.samples.count < Self.noise.count)
        #expect(truncation(of: read.clip)?.expected == 4)
    }

    @Test func theNoteSaysHowMuchIsThere() {
        let note = ClipNote.truncated(expectedSeconds: 2, gotSeconds: 0.5)
        #expect("\(note)" == "cut short or damaged: 0.5 s of 2.0 s are there and were used")
    }

    private func truncation(of clip: AudioClip) -> (expected: Double?, got: Double)? {
        for case .truncated(let expected, let got) in clip.notes { return (expected, got) }
        return nil
    }
}
