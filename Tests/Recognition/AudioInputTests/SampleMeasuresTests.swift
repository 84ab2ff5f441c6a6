import AudioInput
import TestSupport
import Testing

@Suite struct SampleMeasuresTests {
    @Test func peakAndOffsetAreMeasured() throws {
        let measures = try measure([0.5, -0.75, 0.25, 0.25])
        #expect(measures.sampleCount == 4)
        #expect(measures.seconds == 4.0 / 16_000)
        #expect(measures.peak == 0.75)
        #expect(measures.dcOffset == 0.0625)
        #expect(measures.clippedFraction == 0)
        #expect(!measures.isAllZero)
    }

    @Test func silenceIsNoErrorHere() throws {
        let measures = try measure([Float](repeating: 0, count: 20_000))
        #expect(measures.isAllZero)
        #expect(measures.peak == 0)
        #expect(measures.dcOffset == 0)
    }

    /// An offset of 0.1 under a sine of whole periods; Float's 24 bits bound the sum's error.
    @Test func anOffsetUnderASineIsFound() throws {
        let sine = Tone.samples(hertz: 100, rate: 16_000, count: 32_000)
        #expect(abs(try measure(sine.map { $0 + 0.1 }).dcOffset - 0.1) < 1e-6)
    }

    typealias Row = (samples: [Float], clipped: Int)
    static let clipped: [Row] = [
        // A lone sample at full scale is a peak that fits.
        ([0, 1, 0, -1, 0], 0), ([0, 1, 1, 0], 2), ([0, -1, -1, -1, 0, 1], 3),
        // Neighbours of opposite signs are two peaks.
        ([1, -1, 1, -1], 0), ([1, 1, -1, -1], 4),
        // At the threshold and just below it.
        ([0.999, 0.999], 2), ([0.998, 0.998], 0),
        // The largest values of 16 bits, and floats beyond full scale.
        ([32767 / 32768, 32767 / 32768], 2), ([3, 3.5], 2), ([1], 0),
    ]

    @Test(arguments: clipped) func runsAtFullScaleAreClipped(row: Row) throws {
        let fraction = try measure(row.samples).clippedFraction
        #expect(fraction == Double(row.clipped) / Double(row.samples.count))
    }

    /// A run across the border of two blocks is one run.
    @Test func aRunGoesOnInTheNextBlock() throws {
        var samples = [Float](repeating: 0, count: 2 * AudioLimits.blockFrames)
        samples[AudioLimits.blockFrames - 1] = 1
        samples[AudioLimits.blockFrames] = 1
        #expect(try measure(samples).clippedFraction == 2 / Double(samples.count))
    }

    @Test func valuesBeyondFullScaleAreKeptAndSaid() throws {
        let bytes = ClipBytes.wav(
            format: ClipBytes.format(tag: 3, bits: 32), data: ClipBytes.floats([0, 1000, -2000]))
        let read = try ReadClip(bytes)
        #expect(read.samples == [0, 1000, -2000])
        #expect(read.clip.measures.peak == 2000)
    }

    private func measure(_ samples: [Float]) throws -> SampleMeasures {
        let clip = try AudioClip(samples: samples, sampleRate: 16_000)
        while try clip.nextBlock() != nil {}
        return clip.measures
    }
}
