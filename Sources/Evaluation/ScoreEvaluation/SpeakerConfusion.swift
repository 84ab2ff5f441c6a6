/// How often clips of one enrolled speaker were taken for another's.
public struct SpeakerConfusion: Equatable, Sendable {
    /// Who spoke.
    public let speaker: String
    /// Whose model scored highest.
    public let takenFor: String
    /// In how many clips.
    public let count: Int

    /// The confusions of an identification, the most frequent first; none where not every clip was
    /// scored against every model. See ``SpeakerConfusions``.
    ///
    /// - Throws: ``EvaluationError`` when labels contradict each other.
    public static func all(of trials: ScoredTrials) throws(EvaluationError) -> [SpeakerConfusion] {
        let speakers = try SpeakerComponents(trials)
        guard let cross = try? IdentificationCross(trials, speakers: speakers) else { return [] }
        return SpeakerConfusions(cross, speakers: speakers).pairs
    }
}
