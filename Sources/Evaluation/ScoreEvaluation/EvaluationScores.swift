/// The scores behind a report, which curves and histograms are drawn from.
///
/// ```swift
/// let scores = try EvaluationScores(outcomes)
/// scores.closedSet?.cumulativeMatchCurve
/// ```
public struct EvaluationScores: Equatable, Sendable {
    /// The trials of verification; none without targets or without nontargets.
    public var verification: VerificationScores?
    /// The ranks of enrolled speakers; none where the trials are no identification.
    public var closedSet: ClosedSetScores?
    /// The best scores; none without strangers.
    public var openSet: OpenSetScores?
    /// Who was taken for whom; none where the trials are no identification.
    public var confusions: SpeakerConfusions?
    /// Whether the probabilities of answers were kept; none where the system gave none.
    public var answers: AnswerReliability?
    /// Whether scores are meant for log-likelihood ratios.
    public var isCalibrated = true

    /// The scores of a corpus' outcomes; trials of verification are those of
    /// ``EvaluationReport``.
    ///
    /// - Throws: ``EvaluationError`` when a score is not a number.
    public init(_ outcomes: [IdentificationOutcome]) throws(EvaluationError) {
        let enrolled = outcomes.filter { $0.rank != nil }
        guard !enrolled.isEmpty else { return }
        if enrolled.contains(where: { $0.candidates.count > 1 }) {
            verification = try VerificationScores(enrolled.lazy.flatMap(\.trials))
        }
        closedSet = try ClosedSetScores(enrolled)
        if enrolled.count < outcomes.count { openSet = try OpenSetScores(outcomes) }
        confusions = SpeakerConfusions(enrolled)
        answers = AnswerReliability(outcomes)
    }

    /// The scores of some trials.
    ///
    /// - Throws: ``EvaluationError`` when there are no targets or no nontargets, or labels
    ///   contradict each other.
    public init(_ trials: ScoredTrials) throws(EvaluationError) {
        let speakers = try SpeakerComponents(trials)
        verification = try VerificationScores(trials.table.rows)
        guard let cross = try? IdentificationCross(trials, speakers: speakers),
            cross.clips.contains(where: { $0.rank > 0 })
        else { return }
        closedSet = try ClosedSetScores(cross)
        confusions = SpeakerConfusions(cross, speakers: speakers)
        if cross.clips.contains(where: { $0.rank == 0 }) { openSet = try OpenSetScores(cross) }
    }
}
