import AudioInput
import TestSupport
import Testing

@Suite struct ResamplingTests {
    /// Output sample m stands at the time m / 16000, so the delay is compensated. 2,000 samples
    /// at each end are left out: the filter sees silence beyond the clip.
    @Test func aSineStaysTheSameSine() throws {
        let read = try resample(
            Tone.samples(hertz: 1000, rate: 44_100, count: 132_300), from: 44_100, to: 16_000)
        let expected = Tone.samples(hertz: 1000, rate: 16_000, count: 48_000)
        #expect(read.count == 48_000)
        let worst = zip(read, expected).map { abs($0 - $1) }[2000..<46_000].max() ?? .infinity
        // Ten times what a filter of 20 bits leaves of full scale.
        #expect(worst < 1e-5)
    }

    /// 10 kHz lies above the half of 16 kHz: less than −80 dB is left of it.
    @Test func whatCannotBeRepresentedVanishes() throws {
        let input = Tone.samples(hertz: 10_000, rate: 44_100, count: 132_300)
        let output = try resample(input, from: 44_100, to: 16_000)
        let left = Tone.power(of: output[2000..<46_000]) / Tone.power(of: input)
        #expect(left < 1e-8)
    }

    /// A click in the middle stays in the middle.
    @Test func theDelayIsCompensated() throws {
        var input = [Float](repeating: 0, count: 48_000)
        input[24_000] = 1
        let output = try resample(input, from: 48_000, to: 16_000)
        #expect(output.indices.max { output[$0] < output[$1] } == 8000)
    }

    typealias Rates = (from: Int, to: Int)
    static let rates: [Rates] = [
        (44_100, 16_000), (48_000, 16_000), (48_000, 8000), (22_050, 16_000), (16_000, 8000),
        (11_025, 8000), (96_000, 44_100), (768_000, 8000), (16_001, 16_000),
    ]

    /// n samples become round(n · to / from), within one.
    @Test(arguments: rates) func theLengthIsInProportion(rates: Rates) throws {
        for count in [100, 1001, 16_384, 16_385, 50_000] {
            let output = try resample(
                [Float](repeating: 0.25, count: count), from: rates.from, to: rates.to)
            let expected = (Double(count) * Double(rates.to) / Double(rates.from)).rounded()
            #expect(abs(Double(output.count) - expected) <= 1, "\(count) samples")
        }
    }

    @Test func itIsNotedAndMeasuresAreThoseBefore() throws {
        let clip = try AudioClip(
            samples: [Float](repeating: 0.25, count: 48_000), sampleRate: 48_000,
            options: .init(sampleRate: 16_000))
        while try clip.nextBlock() != nil {}
        #expect(clip.sampleRate == 16_000)
        #expect(clip.notes == [.resampled(from: 48_000, to: 16_000)])
        #expect("\(clip.notes[0])" == "resampled from 48000 Hz to 16000 Hz")
        #expect(clip.measures.sampleCount == 48_000)
        #expect(clip.measures.peak == 0.25)
    }

    @Test func theSameRateIsNotResampled() throws {
        let read = try ReadClip(ClipBytes.wav(), options: .init(sampleRate: 16_000))
        #expect(read.samples == FormatTests.sawtooth)
        #expect(read.clip.notes == [])
    }

    @Test func aRateThatIsTooLowIsRefusedWithTheRemedy() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(ClipBytes.wav(format: ClipBytes.format(sampleRate: 8000)))
        let error = AudioInputError.sampleRateTooLow(clip: path, got: 8000, expected: 16_000)
        #expect(throws: error) { try AudioClip(path: path, options: .init(sampleRate: 16_000)) }
        #expect(error.kind == .badData)
        #expect(
            "\(error)" == "\(path): sample rate 8000 Hz, expected 16000 Hz or more; "
                + "use a background model for 8000 Hz, such as telephone-8k")
    }

    /// Below 8 kHz there is no background model to turn to.
    @Test func aRateThatNoModelServesHasAnotherRemedy() {
        let error = AudioInputError.sampleRateTooLow(clip: "a.wav", got: 4000, expected: 8000)
        #expect(
            "\(error)" == "a.wav: sample rate 4000 Hz, expected 8000 Hz or more; "
                + "record it at 8000 Hz or more")
    }

    @Test(arguments: [-1, 0, 999, 768_001, Int.max]) func anAbsurdTargetIsRefused(rate: Int) {
        #expect(throws: AudioInputError.invalidTargetRate(got: rate)) {
            try AudioClip(samples: [0], sampleRate: 16_000, options: .init(sampleRate: rate))
        }
    }

    private func resample(_ samples: [Float], from: Int, to: Int) throws -> [Float] {
        try AudioClip(samples: samples, sampleRate: from, options: .init(sampleRate: to))
            .remainingSamples()
    }
}
