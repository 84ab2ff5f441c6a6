import NumericCore
import Testing

@testable import SpeechFeatures

@Suite struct SpeechStretchesTests {
    private static let rate = 16_000

    /// Noise at −60 dB, and bursts of noise at −20 dB for speech.
    private func recording(
        seconds: Double, speech: [Range<Double>], noise: Double = 0.001
    ) -> [Float] {
        var generator = SeededGenerator(seed: 7)
        return (0..<Int(seconds * Double(Self.rate))).map { index in
            let time = Double(index) / Double(Self.rate)
            let level = speech.contains { $0.contains(time) } ? 0.1 : noise
            return Float(level * generator.normal())
        }
    }

    private func stretches(
        _ samples: [Float], pause: Double = 1, longest: Double = 30, lookahead: Double = 0.3
    ) -> [SpeechStretch] {
        var stretches = SpeechStretches(
            sampleRate: Self.rate, pauseSeconds: pause, longestSeconds: longest,
            lookaheadSeconds: lookahead)
        let length = stretches.blockLength
        var found: [SpeechStretch] = []
        var start = 0
        while start + length <= samples.count {
            if let stretch = stretches.hear(samples[start..<start + length]) {
                found.append(stretch)
            }
            start += length
        }
        return found + stretches.finish(samples[start...])
    }

    /// From when to when, in tenths of a second.
    private func tenths(_ stretch: SpeechStretch) -> Range<Int> {
        stretch.start / 1600..<(stretch.start + stretch.samples.count) / 1600
    }

    @Test(arguments: [0.3, 3]) func stretchesEndAtPauses(lookahead: Double) {
        // A pause of 0.6 s is within a stretch, one of 1.5 s is not.
        let samples = recording(seconds: 8, speech: [1..<2, 2.6..<3, 4.5..<5.5])
        let found = stretches(samples, lookahead: lookahead)
        #expect(found.map(tenths) == [8..<32, 43..<57])
        #expect(found.map(\.ending) == [.pause, .pause])
        for stretch in found {
            #expect(
                stretch.samples
                    == Array(samples[stretch.start..<stretch.start + stretch.samples.count]))
        }
        #expect(stretches(samples, pause: 0.5).map(tenths) == [8..<22, 24..<32, 43..<57])
    }

    @Test func theEndEndsAStretchWithAllThatIsLeft() {
        let samples = recording(seconds: 3.05, speech: [1..<3.05])
        let found = stretches(samples)
        #expect(found.map(\.ending) == [.end])
        #expect(found[0].start + found[0].samples.count == samples.count)
        // Nothing but noise follows: not all of it is kept.
        let silent = stretches(recording(seconds: 3, speech: [1..<2]))
        #expect(silent.map(tenths) == [8..<22])
    }

    @Test func nobodySpeaksForEver() {
        // With dips, without which there would be nothing to tell speech from.
        let syllables = (0..<200).map { index -> Range<Double> in
            let start = 0.5 + 0.2 * Double(index)
            return start..<start + 0.1
        }
        let found = stretches(recording(seconds: 42, speech: syllables), longest: 15)
        #expect(found.map(\.ending) == [.limit, .limit, .pause])
        #expect(tenths(found[0]).upperBound == tenths(found[1]).lowerBound)
        #expect(tenths(found[1]).upperBound == tenths(found[2]).lowerBound)
        #expect(found.allSatisfy { $0.samples.count <= 15 * Self.rate })
    }

    /// Noise of any level is no speech, nor is a click, nor nothing at all.
    @Test(arguments: [0, 1e-5, 0.001, 0.03]) func noiseIsNoSpeech(level: Double) {
        #expect(stretches(recording(seconds: 4, speech: [], noise: level)).count == 0)
        let click = 2.0..<2.03
        #expect(stretches(recording(seconds: 4, speech: [click], noise: level / 10)).count == 0)
    }

    /// An offset is no sound, and noise that begins is taken for speech until it is known.
    @Test func noiseIsLearntAnew() {
        let hum = recording(seconds: 20, speech: [2..<20])
        #expect(stretches(hum).map(\.ending) == [.pause])
        #expect(stretches(hum.map { $0 / 1000 + 0.5 }).count == 0)
    }

    @Test func memoryDoesNotGrow() {
        var stretches = SpeechStretches(
            sampleRate: Self.rate, pauseSeconds: 1, longestSeconds: 2)
        let samples = recording(seconds: 10, speech: [1..<9.5])
        let length = stretches.blockLength
        for _ in 0..<10 {
            for start in stride(from: 0, to: samples.count, by: length) {
                _ = stretches.hear(samples[start..<start + length])
                #expect(stretches.keptCount <= 4 * Self.rate)
                #expect(stretches.currentLength == stretches.current?.samples.count ?? 0)
            }
        }
    }
}
