public import NumericCore

/// Whether the same voice is heard throughout a clip.
///
/// Its speech is cut into pieces. How alike pieces i and j are is told by linear scoring of each
/// against a model made of the other, in standard deviations of the scores against the voices of a
/// cohort,
///
///     z(i, j) = ½ (s(i | j) − μᵢ) / σᵢ + ½ (s(j | i) − μⱼ) / σⱼ
///
/// The two sets of pieces that are most alike become one until two are left (average linkage, bottom
/// up, as in speaker diarisation). The figure is the mean of z between the two over that within
/// them: about a half for one voice, which differs from piece to piece, and about 0 for two.
public struct SpeakerHomogeneity: Sendable {
    private let background: ScoringBackground
    /// The shortest piece, in frames of speech.
    private let pieceLength: Int

    /// The most pieces; in longer clips they are longer.
    private static let mostPieces = 16
    /// With fewer, neither part might have two.
    private static let fewestPieces = 3
    /// Fewer voices do not tell how much scores vary.
    private static let leastCohort = 4

    /// For clips under a background model, whose pieces are at least so many frames of speech long.
    public init(background: ScoringBackground, pieceLength: Int) {
        self.background = background
        self.pieceLength = max(1, pieceLength)
    }

    /// The statistics of a clip's pieces, which are equally long and together the clip.
    ///
    /// - Parameter streams: the clip's speech, T×D per stream of the background model.
    /// - Returns: a piece or more, in their order.
    /// - Throws: ``IdentificationError`` or `MixtureError` for frames of another background model,
    ///   and what reading them throws.
    public func pieces(
        of streams: [some FrameSource<Float>]
    ) throws -> [VoiceStatistics] {
        let count = streams.first?.count ?? 0
        let pieces = max(1, min(Self.mostPieces, count / pieceLength))
        return try orderedMap(count: pieces) { piece in
            let range = piece * count / pieces..<(piece + 1) * count / pieces
            return try background.statistics(of: streams.map { FrameRange($0, range) })
        }
    }

    /// The likeness between the least alike parts of a clip over that within them.
    ///
    /// - Parameters:
    ///   - pieces: of the clip, from ``pieces(of:)``.
    ///   - cohort: whose scores tell how much scores vary; not asked for where there are too few
    ///     pieces.
    /// - Returns: the ratio; nil where the clip is too short for three pieces, the cohort too small,
    ///   or the voice like any other.
    /// - Throws: ``IdentificationError`` for statistics of another background model, and what
    ///   `cohort` throws.
    public func ratio(
        of pieces: [VoiceStatistics], against cohort: () throws -> Cohort
    ) throws -> Double? {
        guard pieces.count >= Self.fewestPieces else { return nil }
        let cohort = try cohort()
        guard cohort.count >= Self.leastCohort else { return nil }
        return try likeness(of: pieces, against: cohort).flatMap(Self.ratio)
    }

    /// z of all pairs; nil where the cohort's voices do not differ.
    private func likeness(
        of pieces: [VoiceStatistics], against cohort: Cohort
    ) throws -> Matrix<Double>? {
        let scorer = LinearScorer(background)
        let models = try orderedMap(count: pieces.count) {
            try SpeakerModel(speaker: "", statistics: pieces[$0], background: background)
        }
        let scores = try orderedMap(count: pieces.count) {
            scorer.scores(of: pieces[$0], against: cohort.models + models)
        }
        var z = Matrix<Double>(rows: pieces.count, columns: pieces.count, repeating: 0)
        for (i, scores) in scores.enumerated() {
            let others = Spread(Array(scores[..<cohort.count])).without(nil)
            guard let others else { return nil }
            for (j, score) in scores[cohort.count...].enumerated() {
                let half = (score - others.mean) / others.deviation / 2
                z[i, j] += half
                z[j, i] += half
            }
        }
        return z
    }

    /// The mean of z between the two parts that average linkage leaves over the mean within them.
    ///
    /// - Parameter z: of all pairs of three pieces or more, symmetric.
    /// - Returns: the ratio; nil where what is within them is no likeness.
    static func ratio(_ z: Matrix<Double>) -> Double? {
        var parts = (0..<z.rows).map { [$0] }
        func mean(_ a: [Int], _ b: [Int]) -> Double {
            a.reduce(0) { sum, i in b.reduce(sum) { $0 + z[i, $1] } } / Double(a.count * b.count)
        }
        while parts.count > 2 {
            var best = (i: 0, j: 1, likeness: -Double.infinity)
            for j in parts.indices {
                for i in 0..<j {
                    let likeness = mean(parts[i], parts[j])
                    if likeness > best.likeness { best = (i, j, likeness) }
                }
            }
            parts[best.i] += parts.remove(at: best.j)
        }
        let within = parts.flatMap { part in
            part.indices.flatMap { j in (0..<j).map { z[part[$0], part[j]] } }
        }
        let own = within.reduce(0, +) / Double(within.count)
        return own > 0 ? mean(parts[0], parts[1]) / own : nil
    }
}
