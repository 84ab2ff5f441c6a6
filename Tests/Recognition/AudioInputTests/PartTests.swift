import AudioInput
import TestSupport
import CSndfile
import Testing

/// Some seconds of a clip.
@Suite struct PartTests {
    private let folder: TemporaryFolder
    private let samples = (0..<40_000).map { Float($0 % 30_011 - 15_000) / 32_768 }

    init() throws { folder = try TemporaryFolder() }

    private func write(_ name: String, _ format: Int32) throws -> String {
        try SoundWriter.write(
            samples, to: folder.path(name), format: Int(format), sampleRate: 8000)
        return folder.path(name)
    }

    /// At 8 kHz sample n is heard at n / 8000 s.
    static let parts: [(seconds: Range<Double>, samples: Range<Int>)] = [
        (0..<1, 0..<8000), (0.5..<4.75, 4000..<38_000), (1.25..<Double.infinity, 10_000..<40_000),
        (4.9999..<5, 39_999..<40_000), (0..<5, 0..<40_000),
        // 799.9999 samples are 799.
        (0..<0.09999999, 0..<799),
    ]

    @Test(arguments: 0..<parts.count) func aPartIsTheWholesSamples(_ index: Int) throws {
        let (seconds, range) = Self.parts[index]
        let options = AudioClip.Options(part: seconds)
        let wave = SF_FORMAT_WAV | SF_FORMAT_PCM_16
        let flac = SF_FORMAT_FLAC | SF_FORMAT_PCM_16
        for path in [try write("a.wav", Int32(wave)), try write("a.flac", Int32(flac))] {
            let part = try ReadClip(path: path, options: options)
            #expect(part.samples == Array(samples[range]))
            #expect(part.clip.notes.isEmpty)
        }
        let clip = try AudioClip(samples: samples, sampleRate: 8000, options: options)
        #expect(try clip.remainingSamples() == Array(samples[range]))
    }

    /// What loses something is read up to the part, so that its samples are those of the whole.
    @Test func aLossyPartIsTheWholesSamples() throws {
        let path = try write("a.ogg", Int32(SF_FORMAT_OGG | SF_FORMAT_VORBIS))
        let whole = try ReadClip(path: path).samples
        let part = try ReadClip(path: path, options: .init(part: 1.5..<3)).samples
        #expect(part == Array(whole[12_000..<24_000]))
    }

    @Test func aPartIsResampled() throws {
        let path = try write("a.wav", Int32(SF_FORMAT_WAV | SF_FORMAT_PCM_16))
        let part = try ReadClip(path: path, options: .init(sampleRate: 4000, part: 1..<3))
        #expect(part.samples.count == 8000)
        #expect(part.clip.measures.seconds == 2)
    }

    /// A recording that ends before the part does is heard to its end, and the note says so.
    @Test func aPartBeyondTheEndIsNoted() throws {
        let path = try write("a.wav", Int32(SF_FORMAT_WAV | SF_FORMAT_PCM_16))
        let part = try ReadClip(path: path, options: .init(part: 4..<6))
        #expect(part.samples == Array(samples[32_000...]))
        #expect(part.clip.notes == [.truncated(expectedSeconds: 2, gotSeconds: 1)])
    }

    @Test func aPartThatIsNotThereIsRefused() throws {
        let path = try write("a.wav", Int32(SF_FORMAT_WAV | SF_FORMAT_PCM_16))
        let behind = #expect(throws: AudioInputError.self) {
            try AudioClip(path: path, options: .init(part: 5..<6))
        }
        #expect(behind == .noSuchPart(clip: path, seconds: 5..<6, length: 5))
        #expect(
            behind?.description
                == "\(path): nothing from 5.0 to 6.0 s; the clip has 5.0 s; correct the times")
        #expect(behind?.kind == .badData)
        for seconds in [-1..<2, 2..<2, 1e300..<Double.infinity] {
            #expect(
                throws: AudioInputError.noSuchPart(clip: path, seconds: seconds, length: nil)
            ) { try AudioClip(path: path, options: .init(part: seconds)) }
        }
    }
}
