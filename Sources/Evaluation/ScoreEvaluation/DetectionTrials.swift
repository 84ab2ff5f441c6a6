/// Trials of a detector by clip: those that it should accept, and those that it should not.
///
/// A score at or above a threshold is accepted. What a user of a recognizer wants few of can be
/// counted in two ways, and each is a detector of its own: ``comparisons(_:)`` and
/// ``identifications(_:)``.
public struct DetectionTrials: Equatable, Sendable {
    /// The scores that one clip brings.
    public struct Clip: Equatable, Sendable {
        /// Who speaks.
        public let speaker: String
        /// The scores, at least one; −∞ for what no threshold accepts.
        public let scores: [Double]
    }

    /// Clips that should be accepted.
    public let targets: [Clip]
    /// Clips that should not.
    public let nontargets: [Clip]

    /// Every comparison of a clip with a model is a trial: as a target with the speaker's own, as
    /// a nontarget with everybody else's.
    public static func comparisons(_ clips: [ClipEvidence]) -> DetectionTrials {
        DetectionTrials(
            targets: clips.compactMap { clip in
                clip.own.map { Clip(speaker: clip.speaker, scores: [$0.score]) }
            },
            nontargets: clips.filter { !$0.others.isEmpty }.map {
                Clip(speaker: $0.speaker, scores: $0.others)
            })
    }

    /// Every clip is a trial: as a target by the speaker's own score where that is the highest,
    /// else it is a miss at any threshold; as a nontarget by the best of the others.
    public static func identifications(_ clips: [ClipEvidence]) -> DetectionTrials {
        DetectionTrials(
            targets: clips.compactMap { clip in
                clip.own.map {
                    Clip(speaker: clip.speaker, scores: [$0.isFirst ? $0.score : -.infinity])
                }
            },
            nontargets: clips.compactMap { clip in
                clip.others.max().map { Clip(speaker: clip.speaker, scores: [$0]) }
            })
    }

    /// The same trials with other scores.
    public func mapped(_ map: (Double) -> Double) -> DetectionTrials {
        func mapped(_ clips: [Clip]) -> [Clip] {
            clips.map { Clip(speaker: $0.speaker, scores: $0.scores.map(map)) }
        }
        return DetectionTrials(targets: mapped(targets), nontargets: mapped(nontargets))
    }

    /// The scores alone.
    ///
    /// - Throws: ``EvaluationError`` when a side is empty or a score is not a number.
    public var scores: VerificationScores {
        get throws(EvaluationError) {
            try VerificationScores(
                targets: targets.flatMap(\.scores), nontargets: nontargets.flatMap(\.scores))
        }
    }

    /// The lowest threshold at which no more than a fraction of the nontargets is accepted; see
    /// ``VerificationScores/threshold(falseAlarmRate:)``. No targets are needed.
    ///
    /// - Throws: ``EvaluationError`` when there are no nontargets, one of them is not a number, or
    ///   the rate is not within 0…1 or cannot be had.
    public func threshold(falseAlarmRate rate: Double) throws(EvaluationError) -> Double {
        let scores = nontargets.flatMap(\.scores)
        guard !scores.isEmpty else { throw .noNontargets }
        if let index = scores.firstIndex(where: \.isNaN) {
            throw .scoreNotANumberAt(index: index, targets: false)
        }
        return try scores.sorted().threshold(acceptingAtMost: rate)
    }

    /// Targets below a threshold, by speaker.
    public func misses(at threshold: Double) -> SpeakerErrors {
        SpeakerErrors(targets) { $0 < threshold }
    }

    /// Nontargets at or above a threshold, by speaker.
    public func falseAlarms(at threshold: Double) -> SpeakerErrors {
        SpeakerErrors(nontargets) { $0 >= threshold }
    }
}
