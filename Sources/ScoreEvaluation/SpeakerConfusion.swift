/// How often clips of one enrolled speaker were taken for another's.
public struct SpeakerConfusion: Equatable, Sendable {
    /// Who spoke.
    public let speaker: String
    /// Whose model scored highest.
    public let takenFor: String
    /// In how many clips.
    public let count: Int

    /// The confusions of an identification, the most frequent first.
    ///
    /// A clip counts where another's model scores highest, or ties and comes first by name; none
    /// where not every clip was scored against every model.
    ///
    /// - Throws: ``EvaluationError`` when labels contradict each other.
    public static func all(of trials: ScoredTrials) throws(EvaluationError) -> [SpeakerConfusion] {
        let speakers = try SpeakerComponents(trials)
        guard let cross = try? IdentificationCross(trials, speakers: speakers) else { return [] }
        return all(of: cross, speakers: speakers)
    }

    static func all(
        of cross: IdentificationCross, speakers: SpeakerComponents
    ) -> [SpeakerConfusion] {
        var counts: [SIMD2<UInt32>: Int] = [:]
        for clip in cross.clips where clip.rank > 1 {
            let winner = speakers.models[Int(clip.winner)]
            // The true model is at the top, first by name, but not alone.
            guard winner != clip.speaker else { continue }
            counts[SIMD2(clip.speaker, winner), default: 0] += 1
        }
        return counts.map { pair, count in
            SpeakerConfusion(
                speaker: speakers.names[Int(pair.x)], takenFor: speakers.names[Int(pair.y)],
                count: count)
        }.sorted { a, b in
            a.count != b.count
                ? a.count > b.count : (a.speaker, a.takenFor) < (b.speaker, b.takenFor)
        }
    }
}
