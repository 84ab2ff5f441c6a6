import AudioInput
import TestSupport
import Testing

@Suite struct BrokenClipTests {
    @Test(arguments: BrokenClip.all) func isRefusedWithItsReason(broken: BrokenClip) throws {
        let error = try #require(throws: AudioInputError.self) {
            _ = try ReadClip(broken.bytes)
        }
        #expect(fault(of: error) == broken.fault, "\(error)")
        #expect(error.kind == .badData)
        #expect("\(error)".contains("clip.wav: "))
        #expect(!"\(error)".contains("\n"))
    }

    @Test func thereAreManyAndTheirNamesDiffer() {
        #expect(BrokenClip.all.count >= 40)
        #expect(Set(BrokenClip.all.map(\.name)).count == BrokenClip.all.count)
    }

    /// A header of 44 bytes and the first byte of a sample: cut anywhere, there is nothing in it.
    @Test(arguments: 0...45) func aHeaderCutAnywhereIsRefused(length: Int) throws {
        let error = try #require(throws: AudioInputError.self) {
            _ = try ReadClip(Array(ClipBytes.wav()[..<length]))
        }
        #expect(error.kind == .badData)
    }

    @Test func theFirstWrongSampleIsNamedByItsTime() throws {
        var samples = [Float](repeating: 0.5, count: 40_000)
        samples[24_000] = .nan
        samples[32_000] = .infinity
        let bytes = ClipBytes.wav(
            format: ClipBytes.format(tag: 3, bits: 32), data: ClipBytes.floats(samples))
        let folder = try TemporaryFolder()
        let path = try folder.write(bytes)
        let clip = try AudioClip(path: path)
        // The first block is sound; the fault lies in the second and stays.
        #expect(try clip.nextBlock()?.count == AudioLimits.blockFrames)
        let expected = AudioInputError.notFinite(clip: path, seconds: 1.5)
        #expect(throws: expected) { try clip.nextBlock() }
        #expect(throws: expected) { try clip.nextBlock() }
        #expect("\(expected)".hasPrefix("\(path): a sample at 1.5 s is not a finite number; "))
    }

    /// Two channels of finite values whose sum is beyond Float are told, too.
    @Test func aMixBeyondFloatIsNotFinite() throws {
        let bytes = ClipBytes.wav(
            format: ClipBytes.format(tag: 3, channels: 2, bits: 32),
            data: ClipBytes.floats([3e38, 3e38]))
        #expect(throws: AudioInputError.self) { try ReadClip(bytes) }
    }

    private func fault(of error: AudioInputError) -> BrokenClip.Fault? {
        switch error {
        case .empty: .empty
        case .notAudio: .notAudio
        case .undecodable: .undecodable
        case .notFinite: .notFinite
        case .unsupportedSampleRate: .sampleRate
        case .tooManyChannels: .channels
        default: nil
        }
    }
}
