import Foundation
import GaussianMixtures
import NumericCore
import SpeakerIdentification
import TestSupport
import Testing

@Suite struct MonteCarloImpostorTests {
    private func statistics(of speaker: Int, _ speakers: SyntheticSpeakers) throws
        -> VoiceStatistics
    {
        try speakers.background.statistics(of: speakers.clip(of: speaker, frames: 800))
    }

    /// Frames that are drawn have the shares of components and the means that were asked for.
    @Test func framesAreTheVoices() throws {
        let speakers = try SyntheticSpeakers(count: 2)
        for (stream, mixture) in speakers.backgroundMixtures.enumerated() {
            // Components 3 and 20 alone, a third and two thirds; their means moved by ±1.
            var zeroth = [Double](repeating: 0, count: 32)
            var first = Matrix<Double>(rows: 32, columns: 12, repeating: 0)
            (zeroth[3], zeroth[20]) = (5, 10)
            for d in 0..<12 { (first[3, d], first[20, d]) = (5, -10) }
            let part = try SufficientStatistics(
                zeroth: zeroth, first: first, second: first.squared, logLikelihood: 0,
                frameCount: 0)
            let clip = MonteCarloImpostor(
                of: VoiceStatistics(streams: [part, part]), background: speakers.background,
                frameCount: 9000)
            let frames = clip.streams[stream]
            #expect(frames.rows == 9000 && frames.columns == 12)
            for (rows, k, shift) in [(0..<3000, 3, 1.0), (3000..<9000, 20, -1)] {
                for d in 0..<12 {
                    let values = rows.map { Double(frames[$0, d]) - mixture.means[k, d] - shift }
                    let count = Double(rows.count)
                    let (mean, deviation) = (
                        values.reduce(0, +) / count,
                        (values.map { $0 * $0 }.reduce(0, +) / count).squareRoot()
                    )
                    let sigma = mixture.variances[k, d].squareRoot()
                    // Five standard errors of 24 means and deviations each.
                    #expect(abs(mean) < 5 * sigma / count.squareRoot())
                    #expect(abs(deviation - sigma) < 5 * sigma / (2 * count).squareRoot())
                }
            }
        }
    }

    /// Beside models of others and its own, a stand-in scores as the clip does: within a quarter
    /// of what tells the speakers apart. Linear scores are off by several times as much.
    @Test func scoresAreOnTheScaleOfClips() throws {
        let speakers = try SyntheticSpeakers(count: 4, shift: 0.8)
        let scorer = ClipScorer(speakers.background, topComponents: 10)
        for speaker in 0..<4 {
            let clip = speakers.clip(of: speaker, frames: 800, shift: 0.8)
            let statistics = try speakers.background.statistics(of: clip)
            let heard = try scorer.scores(of: clip, against: speakers.models)
            let drawn = try scorer.scores(
                of: MonteCarloImpostor(
                    of: statistics, background: speakers.background, frameCount: 800
                )
                .streams, against: speakers.models)
            let linear = LinearScorer(speakers.background)
                .scores(of: statistics, against: speakers.models)
            let ordered = heard.sorted()
            let spread = ordered[3] - ordered[0]
            func gap(_ scores: [Double]) -> Double {
                zip(heard, scores).map { abs($0 - $1) }.max() ?? .infinity
            }
            #expect(gap(drawn) < spread / 4, "\(heard) \(drawn)")
            #expect(gap(linear) > 2 * gap(drawn), "\(heard) \(linear)")
        }
    }

    /// A model file's cohort counts no frames and keeps no second order.
    @Test func whatAModelFileKeepsIsEnough() throws {
        let speakers = try SyntheticSpeakers(count: 2)
        let statistics = try statistics(of: 0, speakers)
        let kept = VoiceStatistics(
            streams: try statistics.streams.map {
                try SufficientStatistics(
                    zeroth: $0.zeroth, first: $0.first,
                    second: Matrix(rows: 32, columns: 12, repeating: 0), logLikelihood: 0,
                    frameCount: 0)
            })
        let clips = [statistics, kept].map {
            MonteCarloImpostor(of: $0, background: speakers.background).streams.map(\.elements)
        }
        #expect(clips[0] == clips[1])
        let linear = LinearScorer(speakers.background)
        #expect(
            linear.scores(of: statistics, against: speakers.models)
                == linear.scores(of: kept, against: speakers.models))
    }

    @Test func statisticsOfNothingAreNoClip() throws {
        let speakers = try SyntheticSpeakers(count: 1)
        let nothing = VoiceStatistics(
            streams: .init(
                repeating: SufficientStatistics(componentCount: 32, dimension: 12), count: 2))
        let clip = MonteCarloImpostor(of: nothing, background: speakers.background)
        #expect(clip.streams.map(\.rows) == [0, 0])
    }
}

extension Matrix<Double> {
    fileprivate var squared: Matrix<Double> {
        Matrix(rows: rows, columns: columns, elements: elements.map { $0 * $0 })
    }
}
