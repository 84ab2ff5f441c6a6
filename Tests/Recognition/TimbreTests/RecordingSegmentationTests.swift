import NumericCore
import TestSupport
import Testing
import Timbre

@Suite struct RecordingSegmentationTests {
    private let folder: TemporaryFolder
    private let recognizer: Recognizer

    init() throws {
        folder = try TemporaryFolder()
        recognizer = try VoiceMaterial.enrolledRecognizer(in: folder)
    }

    private static func hiss(_ seconds: Double) -> [Float] {
        var generator = SeededGenerator(seed: 1)
        return (0..<Int(seconds * 16_000)).map { _ in Float(0.0002 * generator.normal()) }
    }

    /// Voices one after the other, with a pause between.
    private func recording(
        _ parts: [(voice: SyntheticVoice, seconds: Double)], pause: Double
    ) -> (clip: Clip, seconds: [Range<Double>]) {
        var samples = Self.hiss(1)
        var seconds: [Range<Double>] = []
        for (index, part) in parts.enumerated() {
            let start = Double(samples.count) / 16_000
            samples += part.voice.samples(seconds: part.seconds, seed: UInt64(200 + index))
            seconds.append(start..<Double(samples.count) / 16_000)
            samples += Self.hiss(pause)
        }
        return (.samples(samples, sampleRate: 16_000, name: "talk"), seconds)
    }

    private var options: SegmentationOptions {
        var options = SegmentationOptions()
        // Six voices are too few to learn a threshold from.
        options.matching.isClosedSet = true
        return options
    }

    @Test(arguments: [0.05, 1]) func voicesAreToldApart(pause: Double) throws {
        let names = ["anna", "boris", "anna", "clara"]
        let voices: [SyntheticVoice] = [.anna, .boris, .anna, .clara]
        let (clip, seconds) = recording(voices.map { ($0, 6) }, pause: pause)
        let found = try recognizer.segments(of: clip, options)
        #expect(found.name == "talk")
        #expect(found.turns.map(\.speaker) == names.map { .match(speaker: $0) })
        // To half a window at a change without a pause, else to a step and the margins.
        let tolerance = pause < 0.5 ? 1.5 : 0.5
        for (turn, truth) in zip(found.turns, seconds) {
            #expect(abs(turn.seconds.lowerBound - truth.lowerBound) < tolerance)
            #expect(abs(turn.seconds.upperBound - truth.upperBound) < tolerance)
            #expect(turn.score?.isFinite == true)
        }
    }

    /// A stretch that is one window is scored as a clip: as the mean of its steps, which all are
    /// that clip, rounded.
    @Test func aWindowIsAClip() throws {
        let samples =
            Self.hiss(1) + SyntheticVoice.anna.samples(seconds: 2, seed: 200) + Self.hiss(1)
        let clip = Clip.samples(samples, sampleRate: 16_000, name: "talk")
        var options = options
        options.windowSeconds = 3
        let turn = try #require(try recognizer.segments(of: clip, options).turns.first)
        let range = [turn.seconds.lowerBound, turn.seconds.upperBound]
            .map { Int(($0 * 16_000).rounded()) }
        let cut = try recognizer.identify(
            .samples(Array(samples[range[0]..<range[1]]), sampleRate: 16_000, name: "cut"))
        #expect(abs(try #require(turn.score) - cut.candidates[0].score) < 1e-12)
    }

    @Test func strangersAreUnknownUnlessTheSetIsClosed() throws {
        let (clip, _) = recording([(.stranger, 5)], pause: 1)
        var options = options
        options.matching.isClosedSet = false
        options.matching.threshold = 1000
        let open = try recognizer.segments(of: clip, options)
        #expect(open.turns.map(\.speaker) == [.unknown])
        options.matching.isClosedSet = true
        let closed = try recognizer.segments(of: clip, options)
        #expect(closed.turns.allSatisfy { $0.speaker != .unknown })
    }

    @Test func costsMakeTurnsLonger() throws {
        let voices: [SyntheticVoice] = [.anna, .boris, .anna, .boris, .clara, .anna]
        let (clip, _) = recording(voices.map { ($0, 2) }, pause: 0.1)
        var options = options
        options.changeCost = 1e6
        let one = try recognizer.segments(of: clip, options).turns
        #expect(one.allSatisfy { $0.speaker == one[0].speaker })
        options.changeCost = 0
        #expect(try recognizer.segments(of: clip, options).turns.count > one.count)
    }

    @Test func silenceHasNoTurns() throws {
        let silence = Clip.samples(Self.hiss(5), sampleRate: 16_000, name: "silence")
        let found = try recognizer.segments(of: silence, options)
        #expect(found.turns.isEmpty)
        #expect(found.durationSeconds == 5)
    }
}
