import NumericCore
import SpeechFeatures
import TestSupport
import Testing
import Timbre

@Suite struct LiveIdentificationTests {
    private let folder: TemporaryFolder
    private let recognizer: Recognizer
    /// Anna, a long pause, then Boris: half a second of hiss around them.
    private let conversation: [Float]

    init() throws {
        folder = try TemporaryFolder()
        recognizer = try VoiceMaterial.enrolledRecognizer(in: folder)
        conversation =
            Self.hiss(0.5) + SyntheticVoice.anna.samples(seconds: 3.2, seed: 90) + Self.hiss(2)
            + SyntheticVoice.boris.samples(seconds: 1.33, seed: 91) + Self.hiss(0.5)
    }

    private static func hiss(_ seconds: Double) -> [Float] {
        var generator = SeededGenerator(seed: 1)
        return (0..<Int(seconds * 16_000)).map { _ in Float(0.0002 * generator.normal()) }
    }

    private func answers(
        _ samples: [Float], blocks: Int = 1600, _ options: LiveOptions = LiveOptions()
    ) throws -> [LiveAnswer] {
        var live = try recognizer.live(options)
        var answers: [LiveAnswer] = []
        for start in stride(from: 0, to: samples.count, by: blocks) {
            answers += try live.hear(Array(samples[start..<min(samples.count, start + blocks)]))
        }
        return answers + (try live.finish())
    }

    /// A segment that is over has the very answer of the same seconds of a clip.
    @Test func aSegmentIsAnsweredAsAClip() throws {
        let final = try answers(conversation).filter { $0.ending != nil }
        #expect(final.map(\.ending) == [.pause, .end])
        for (answer, name) in zip(final, ["anna", "boris"]) {
            let range = [answer.seconds.lowerBound, answer.seconds.upperBound]
                .map { Int(($0 * 16_000).rounded()) }
            let clip = try recognizer.identify(
                .samples(
                    Array(conversation[range[0]..<range[1]]), sampleRate: 16_000, name: "cut"))
            #expect(answer.identification.candidates == clip.candidates)
            #expect(answer.identification.decision == clip.decision)
            #expect(answer.identification.clip.speechSeconds == clip.clip.speechSeconds)
            #expect(clip.candidates[0].speaker == name)
        }
        // Margins of 0.2 s, and speech is found in blocks of 0.1 s.
        #expect(abs(final[0].seconds.lowerBound - 0.5) < 0.31)
        #expect(abs(final[0].seconds.upperBound - 3.7) < 0.31)
        #expect(abs(final[1].seconds.lowerBound - 5.7) < 0.31)
    }

    /// An asynchronous stream gets the answers of the blocking calls.
    @Test func anAsynchronousStreamGetsTheSameAnswers() async throws {
        let expected = try answers(conversation)
        let samples = conversation
        let blocks = AsyncStream<[Float]> { continuation in
            for start in stride(from: 0, to: samples.count, by: 1600) {
                continuation.yield(Array(samples[start..<min(samples.count, start + 1600)]))
            }
            continuation.finish()
        }
        var found: [LiveAnswer] = []
        for try await answer in try recognizer.answers(to: blocks) { found.append(answer) }
        #expect(found.map(\.seconds) == expected.map(\.seconds))
        #expect(found.map(\.ending) == expected.map(\.ending))
        #expect(
            found.map(\.identification.candidates) == expected.map(\.identification.candidates))
    }

    /// An answer each second of the segment, the first after one second.
    @Test func aSegmentThatGoesOnIsAnsweredEachSecond() throws {
        let all = try answers(conversation)
        let first = try #require(all.first)
        #expect(first.ending == nil)
        #expect(first.seconds.upperBound <= 0.5 + 1.5)
        #expect(first.identification.candidates[0].speaker == "anna")
        // The second segment goes on until the end, and its running answers begin anew.
        let running = all.filter { $0.ending == nil && $0.seconds.lowerBound < 5 }
        #expect(
            running.map { ($0.seconds.upperBound - $0.seconds.lowerBound).rounded() } == [
                1, 2, 3, 4,
            ])
        #expect(running.allSatisfy { $0.seconds.lowerBound == first.seconds.lowerBound })
        #expect(all.last?.ending == .end)
        var often = LiveOptions()
        often.intervalSeconds = 0.5
        #expect(try answers(conversation, often).count > all.count + 4)
    }

    @Test(arguments: [1, 777, 16_384, 1 << 20])
    func blocksMakeNoDifference(blocks: Int) throws {
        let samples = Array(conversation[..<50_000])
        let expected = try answers(samples)
        let got = try answers(samples, blocks: blocks)
        #expect(got.map(\.seconds) == expected.map(\.seconds))
        #expect(got.map(\.identification.candidates) == expected.map(\.identification.candidates))
    }

    @Test func silenceAsksForNobody() throws {
        #expect(try answers(Self.hiss(5)).isEmpty)
        #expect(try answers([Float](repeating: 0, count: 50_000)).isEmpty)
        #expect(try answers([]).isEmpty)
        #expect(try answers([0.5]).isEmpty)
    }

    /// A voice that clips all the time cannot be answered, and says why.
    @Test func clippingIsSaid() throws {
        let loud = conversation.map { max(-1, min(1, 1000 * $0)) }
        let final = try answers(loud).filter { $0.ending != nil }
        #expect(!final.isEmpty)
        #expect(final.allSatisfy { $0.identification.decision == nil })
        #expect(final.allSatisfy { $0.identification.clip.quality == .clipped })
    }

    @Test func nobodyIsListenedToForEver() throws {
        var options = LiveOptions()
        options.longestSeconds = 2.2
        options.pauseSeconds = 0.5
        let final = try answers(conversation, options).filter { $0.ending != nil }
        #expect(final.count == 3)
        #expect(final[0].ending == .limit && final[1].ending == .pause)
        // A difference of two times, rounded.
        #expect(
            final.allSatisfy { $0.seconds.upperBound - $0.seconds.lowerBound < 2.2 + 1e-9 })
        #expect(final[0].seconds.upperBound == final[1].seconds.lowerBound)
    }
}
