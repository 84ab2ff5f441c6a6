internal import GaussianMixtures
public import NumericCore

/// A clip that stands in for a voice of which only statistics are left: frames drawn from what
/// they tell of it, to be scored as any clip's.
///
/// In each stream, frame t takes the component k that the quantile (t + ½) / T of the counts N falls
/// into, and with z standard normal
///
///     x_t = μₖ + Fₖ / Nₖ + σₖ z_t
///
/// σ being the background's, since cohorts keep no second order. To draw a clip where there is
/// none was proposed by Ben, Blouet and Bimbot, "A Monte-Carlo method for score normalization in
/// automatic speaker verification using Kullback-Leibler distances", 2002. Expansions of the score
/// in the statistics themselves, such as ``LinearScorer``, would need no drawing, but take it that a
/// frame belongs to the same components whoever speaks: their scores of others' clips lie several
/// standard deviations beside those of frames.
///
/// All voices are drawn with the same random numbers, so that nothing but the voices differs.
public struct MonteCarloImpostor: Sendable {
    /// Frames T if nobody wants it otherwise, three seconds.
    public static let usualFrameCount = 300

    /// T×D of each stream; without frames where the statistics are of none.
    public let streams: [Matrix<Float>]

    /// A clip of a voice.
    ///
    /// - Parameters:
    ///   - statistics: of the voice, under the background's mixtures.
    ///   - background: which they are statistics under.
    ///   - frameCount: T.
    public init(
        of statistics: VoiceStatistics, background: ScoringBackground,
        frameCount: Int = usualFrameCount
    ) {
        precondition(
            statistics.streams.count == background.streams.count, "statistics of another model")
        streams = zip(statistics.streams, background.streams).enumerated().map { index, stream in
            Self.frames(
                of: stream.0, mixture: stream.1.mixture, count: frameCount, stream: UInt64(index))
        }
    }

    private static func frames(
        of statistics: SufficientStatistics, mixture: GaussianMixture, count: Int, stream: UInt64
    ) -> Matrix<Float> {
        let (zeroth, variances) = (statistics.zeroth, mixture.variances)
        let heard = zeroth.indices.filter { zeroth[$0] > 0 }
        let total = heard.reduce(0) { $0 + zeroth[$1] }
        guard let last = heard.last else {
            return Matrix(rows: 0, columns: mixture.dimension, repeating: 0)
        }
        var generator = SeededGenerator(seed: 0, stream: stream)
        var frames = Matrix<Float>(rows: count, columns: mixture.dimension, repeating: 0)
        var components = heard.makeIterator()
        var k = components.next() ?? last
        var cumulated = zeroth[k]
        for t in 0..<count {
            let quantile = (Double(t) + 0.5) / Double(count) * total
            while cumulated < quantile, let next = components.next() {
                k = next
                cumulated += zeroth[k]
            }
            for d in 0..<mixture.dimension {
                let mean = mixture.means[k, d] + statistics.first[k, d] / zeroth[k]
                frames[t, d] = Float(mean + variances[k, d].squareRoot() * generator.normal())
            }
        }
        return frames
    }
}
