/// Whether the probabilities of answers are kept: of the answers said to be right with probability
/// p, are p?
///
/// The answer to a clip is its first candidate, and it is right when that is the speaker, alone at
/// the top. Answers to strangers' clips are never right. Where there are strangers, their clips and
/// the enrolled speakers' count alike, 1/2S and 1/2E each, as though a stranger were as likely as
/// an enrolled speaker, which is what probabilities of an open set take for granted unless told
/// otherwise; elsewhere every clip counts 1/E. Bins and ECE are those of ``ReliabilityTable``.
public struct AnswerReliability: Equatable, Sendable {
    /// The answers whose probability lies in one interval.
    public struct Bin: Equatable, Sendable {
        /// The interval's lower end, which belongs to it.
        public var lower: Double
        /// The interval's upper end, which belongs to the next but for the last.
        public var upper: Double
        /// The number of answers.
        public var answers = 0
        /// How many of them are right.
        public var right = 0
        /// The part of all weight, a fraction.
        public var weight = 0.0
        /// p̄: the mean probability; none where there are no answers.
        public var meanProbability: Double?
        /// f: the share of right answers, by weight; none where there are no answers.
        public var rightShare: Double?
    }

    /// The bins, from 0 to 1.
    public let bins: [Bin]
    /// The number of enrolled speakers' clips E.
    public let enrolledCount: Int
    /// The number of strangers' clips S.
    public let strangerCount: Int

    /// ECE: Σ_bins w |f − p̄|, from 0 to 1.
    public var expectedCalibrationError: Double {
        bins.reduce(0) { sum, bin in
            guard let share = bin.rightShare, let mean = bin.meanProbability else { return sum }
            return sum + bin.weight * abs(share - mean)
        }
    }

    /// The reliability of some outcomes; none where not all of them have a probability, or no clip
    /// is of an enrolled speaker.
    public init?(_ outcomes: [IdentificationOutcome]) {
        enrolledCount = outcomes.count { $0.rank != nil }
        strangerCount = outcomes.count - enrolledCount
        guard enrolledCount > 0, outcomes.allSatisfy({ $0.answerProbability != nil }) else {
            return nil
        }
        let halves = strangerCount > 0 ? 2.0 : 1
        let count = ReliabilityTable.binCount
        var bins = (0..<count).map { step in
            Bin(
                lower: Double(step) / Double(count), upper: Double(step + 1) / Double(count))
        }
        var probabilities = [Double](repeating: 0, count: count)
        var rights = probabilities
        for outcome in outcomes {
            guard let probability = outcome.answerProbability else { continue }
            let index = bins.lastIndex { $0.lower <= probability } ?? 0
            let clips = outcome.rank == nil ? strangerCount : enrolledCount
            let weight = 1 / (halves * Double(clips))
            bins[index].answers += 1
            bins[index].weight += weight
            probabilities[index] += weight * probability
            if outcome.rank == 1 {
                bins[index].right += 1
                rights[index] += weight
            }
        }
        for index in bins.indices where bins[index].answers > 0 {
            bins[index].meanProbability = probabilities[index] / bins[index].weight
            bins[index].rightShare = rights[index] / bins[index].weight
        }
        self.bins = bins
    }
}
