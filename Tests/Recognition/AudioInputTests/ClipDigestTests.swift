import AudioInput
import TestSupport
import CSndfile
import Testing

@Suite struct ClipDigestTests {
    private static let digesting = AudioClip.Options(computesDigest: true)

    /// printf '\0\0\0\x3f\0\0\x80\xbe\0\0\0\0' | sha256sum
    @Test func itIsThatOfTheSamplesAsFloats() throws {
        let clip = try AudioClip(
            samples: [0.5, -0.25, 0], sampleRate: 8000, options: Self.digesting)
        #expect(clip.digest == nil)
        while try clip.nextBlock() != nil {}
        #expect(
            clip.digest?.hexadecimal
                == "656ac601910fc5c17b93abef5033af235837baad437145f38044ccd3bc545c06")
    }

    @Test func itIsComputedOnlyWhenAskedFor() throws {
        #expect(try ReadClip(ClipBytes.wav()).clip.digest == nil)
    }

    @Test func losslessCopiesHaveTheSame() throws {
        let original = try ReadClip(ClipBytes.wav(), options: Self.digesting).clip.digest
        #expect(original != nil)
        for bytes in [ClipBytes.aiff(), ClipBytes.au(), ClipBytes.sphere()] {
            #expect(try ReadClip(bytes, options: Self.digesting).clip.digest == original)
        }
        let folder = try TemporaryFolder()
        for subtype in [SF_FORMAT_PCM_16, SF_FORMAT_PCM_24] {
            let path = folder.path("copy.flac")
            try SoundWriter.write(
                FormatTests.sawtooth, to: path, format: SF_FORMAT_FLAC | subtype)
            #expect(try ReadClip(path: path, options: Self.digesting).clip.digest == original)
        }
    }

    @Test func theRateWantedDoesNotMatterButTheSamplesDo() throws {
        let original = try ReadClip(ClipBytes.wav(), options: Self.digesting).clip.digest
        let resampled = try ReadClip(
            ClipBytes.wav(), options: .init(sampleRate: 8000, computesDigest: true))
        #expect(resampled.clip.digest == original)
        var samples = ClipBytes.sawtooth
        samples[999] += 1
        let other = try ReadClip(
            ClipBytes.wav(data: ClipBytes.shorts(samples)), options: Self.digesting)
        #expect(other.clip.digest != original)
    }
}
