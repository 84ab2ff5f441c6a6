import NumericCore
import TestSupport
import Testing

@testable import SpeakerIdentification

@Suite struct SpeakerHomogeneityTests {
    private let speakers: SyntheticSpeakers
    private let cohort: Cohort
    private let likeness: SpeakerHomogeneity

    init() throws {
        let speakers = try SyntheticSpeakers(count: 2)
        self.speakers = speakers
        let cohort = try (10..<18).map { speaker in
            (
                "\(speaker)",
                try speakers.background.statistics(of: speakers.clip(of: speaker, frames: 400))
            )
        }
        self.cohort = try Cohort(cohort, background: speakers.background)
        likeness = SpeakerHomogeneity(background: speakers.background, pieceLength: 200)
    }

    private func ratio(_ parts: [(speaker: Int, frames: Int)]) throws -> Double? {
        try likeness.ratio(of: likeness.pieces(of: spliced(parts)), against: { cohort })
    }

    private func spliced(_ parts: [(speaker: Int, frames: Int)]) -> [Matrix<Float>] {
        let clips = parts.map { speakers.clip(of: $0.speaker, frames: $0.frames) }
        return clips[0].indices.map { stream in
            Matrix(
                rows: parts.reduce(0) { $0 + $1.frames }, columns: clips[0][stream].columns,
                elements: clips.flatMap { $0[stream].elements })
        }
    }

    @Test func oneVoiceIsLikeItself() throws {
        for speaker in [0, 1] {
            let ratio = try #require(try ratio([(speaker, 1600)]))
            #expect(ratio > 0.7)
        }
    }

    @Test func twoVoicesAreNot() throws {
        #expect(try #require(try ratio([(0, 800), (1, 800)])) < 0.3)
        // Taking turns, and unequal parts.
        let turns = [(0, 400), (1, 400), (0, 400), (1, 400)]
        #expect(try #require(try ratio(turns)) < 0.3)
        #expect(try #require(try ratio([(0, 1200), (1, 400)])) < 0.3)
    }

    @Test func shortClipsAndSmallCohortsTellNothing() throws {
        #expect(try ratio([(0, 599)]) == nil)
        #expect(try ratio([(0, 600)]) != nil)
        let pieces = try likeness.pieces(of: spliced([(0, 1600)]))
        #expect(try likeness.ratio(of: pieces, against: { .none }) == nil)
    }

    @Test func piecesAreTheClip() throws {
        let clip = spliced([(0, 1000), (1, 601)])
        let pieces = try likeness.pieces(of: clip)
        #expect(pieces.map(\.frameCount) == [200, 200, 200, 200, 200, 200, 200, 201])
        let whole = try speakers.background.statistics(of: clip)
        // In Float, sums of some tens in other blocks.
        for (sum, stream) in zip(VoiceStatistics(sumOf: pieces).streams, whole.streams) {
            for (a, b) in zip(sum.zeroth, stream.zeroth) { #expect(abs(a - b) < 1e-4) }
        }
        // Shorter than a piece.
        #expect(try likeness.pieces(of: spliced([(0, 10)])).map(\.frameCount) == [10])
    }

    /// By hand: 0 and 1 are joined at 4, then 2 and 3 at 2, for 2 to {0, 1} is ½ on average. Between
    /// {0, 1} and {2, 3}: (0 + 1 + 1 + 2) / 4 = 1; within: (4 + 2) / 2 = 3. One
    /// quotient is rounded.
    @Test func averageLinkageByHand() throws {
        let z = Matrix<Double>(
            rows: 4, columns: 4, elements: [9, 4, 0, 1, 4, 9, 1, 2, 0, 1, 9, 2, 1, 2, 2, 9])
        #expect(try abs(#require(SpeakerHomogeneity.ratio(z)) - 1.0 / 3) < 1e-15)
        // A voice that is like any other.
        #expect(SpeakerHomogeneity.ratio(Matrix(rows: 3, columns: 3, repeating: -1)) == nil)
    }
}
