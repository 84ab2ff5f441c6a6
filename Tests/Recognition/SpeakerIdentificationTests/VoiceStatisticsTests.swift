import GaussianMixtures
import NumericCore
import SpeakerIdentification
import TestSupport
import Testing

@Suite struct VoiceStatisticsTests {
    /// One component in one dimension.
    private func stream(
        _ zeroth: Double, _ first: Double, _ second: Double, _ logLikelihood: Double, _ count: Int
    ) throws -> SufficientStatistics {
        try SufficientStatistics(
            zeroth: [zeroth], first: Matrix(rows: 1, columns: 1, elements: [first]),
            second: Matrix(rows: 1, columns: 1, elements: [second]),
            logLikelihood: logLikelihood, frameCount: count)
    }

    /// By hand; every stream with its own.
    @Test func statisticsAddStreamByStream() throws {
        var sum = VoiceStatistics(streams: [
            try stream(2, -1, 4, -10, 2), try stream(1, 3, 9, -7, 2),
        ])
        sum.add(
            VoiceStatistics(streams: [try stream(3, 5, 6, -20, 3), try stream(2, 1, 1, -1, 3)]))
        #expect(sum.frameCount == 5)
        let expected = try [stream(5, 4, 10, -30, 5), stream(3, 4, 10, -8, 5)]
        #expect(sum.streams == expected)
    }

    /// A weight of a quarter is a frame in four, but all of them were heard.
    @Test func weightedStatisticsAdd() throws {
        var sum = VoiceStatistics(streams: [try stream(2, -1, 4, -10, 2)])
        sum.add(VoiceStatistics(streams: [try stream(8, 6, 12, -20, 8)]), weight: 0.25)
        #expect(sum.frameCount == 10)
        #expect(sum.streams[0].zeroth == [4])
        #expect(sum.streams[0].first.elements == [0.5])
        #expect(sum.streams[0].second.elements == [7])
        #expect(sum.streams[0].logLikelihood == -15)
        #expect(sum.streams[0].totalWeight == 4)
    }

    /// Statistics of a clip are those of its frames under each stream's mixture, but for
    /// responsibilities below 10⁻⁷, of which a frame has at most 31.
    @Test func streamsHaveTheirOwnMixtures() throws {
        let speakers = try SyntheticSpeakers(count: 1)
        let clip = speakers.clip(of: 0, frames: 100)
        let statistics = try speakers.background.statistics(of: clip)
        #expect(statistics.frameCount == 100)
        for (index, mixture) in speakers.backgroundMixtures.enumerated() {
            let whole = try Expectation(mixture).statistics(of: clip[index])
            for (a, b) in zip(statistics.streams[index].zeroth, whole.zeroth) {
                #expect(abs(a - b) < 100 * 31e-7)
            }
        }
    }

    @Test func otherStreamsAreRefused() throws {
        let speakers = try SyntheticSpeakers(count: 1)
        let clip = speakers.clip(of: 0, frames: 10)
        for frames in [[], [clip[0]], clip + clip] {
            #expect(
                throws: IdentificationError.wrongStreamCount(expected: 2, got: frames.count)
            ) { try speakers.background.statistics(of: frames) }
        }
        let statistics = try speakers.background.statistics(of: clip)
        let error = #expect(throws: IdentificationError.self) {
            try SpeakerModel(
                speaker: "half", statistics: VoiceStatistics(streams: [statistics.streams[0]]),
                background: speakers.background)
        }
        #expect(error == .wrongStreamCount(expected: 2, got: 1))
        #expect(
            error?.description
                == "these are of 1 streams, the background model has 2; use its own front end")
    }
}
