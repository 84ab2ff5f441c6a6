extension EvaluationReport {
    /// How well speakers are found by frames without speech alone: what the figures of speech owe
    /// to rooms, microphones and noise.
    public struct SilenceControl: Equatable, Sendable {
        /// The fraction of clips whose true speaker is first.
        public var top1: Figure
        /// The number of clips.
        public var count: Int
        /// The number of enrolled speakers.
        public var speakerCount: Int
        /// The number of clips, enrolled or probed, that were left out for lack of silence.
        public var leftOut: Int

        /// The control of some outcomes.
        ///
        /// - Parameters:
        ///   - outcomes: clips of enrolled speakers, compared with all of them without speech.
        ///   - leftOut: how many clips were left out.
        ///   - bootstrap: how the interval is drawn.
        /// - Throws: ``EvaluationError`` when there is no clip.
        public init(
            _ outcomes: [IdentificationOutcome], leftOut: Int, bootstrap: SpeakerBootstrap
        ) throws {
            let scores = try ClosedSetScores(outcomes)
            let rates = try ClosedSet(
                scores, resampling: IdentificationResampling(outcomes), bootstrap: bootstrap)
            top1 = rates.top1
            count = rates.count
            speakerCount = scores.candidateCount
            self.leftOut = leftOut
        }

        /// What guessing gets: one in so many speakers.
        public var chance: Double { 1 / Double(speakerCount) }

        /// Whether the corpus can be solved without the voice, at least in part: whether the whole
        /// interval of ``top1`` lies above where nearly all guessing does,
        ///
        ///     c + 2 √(c (1 − c) / n)
        ///
        /// with the chance c and n clips, the normal approximation of the binomial distribution.
        public var isAboveChance: Bool {
            let deviation = (chance * (1 - chance) / Double(count)).squareRoot()
            return top1.low ?? top1.value > chance + 2 * deviation
        }
    }
}
