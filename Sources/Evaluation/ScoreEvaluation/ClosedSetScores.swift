/// How far up the true speaker stands when the clip is known to be of someone enrolled.
public struct ClosedSetScores: Equatable, Sendable {
    /// The true speaker's rank in each enrolled speaker's clip, ascending; ties count against
    /// the system (``IdentificationOutcome/rank``).
    public let ranks: [Int]
    /// The largest number of candidates of any clip.
    public let candidateCount: Int

    /// The ranks of some clips; strangers' clips are left aside.
    ///
    /// - Throws: ``EvaluationError`` when there is no clip of an enrolled speaker.
    public init(_ outcomes: some Sequence<IdentificationOutcome>) throws(EvaluationError) {
        var ranks: [Int] = []
        var candidateCount = 0
        for outcome in outcomes {
            guard let rank = outcome.rank else { continue }
            ranks.append(rank)
            candidateCount = max(candidateCount, outcome.candidates.count)
        }
        try self.init(ranks: ranks, candidateCount: candidateCount)
    }

    init(ranks: some Sequence<Int>, candidateCount: Int) throws(EvaluationError) {
        self.ranks = ranks.sorted()
        self.candidateCount = candidateCount
        guard !self.ranks.isEmpty else { throw .noEnrolledClips }
    }

    /// The fraction of clips whose true speaker is among the first `count` candidates.
    public func rate(within count: Int) -> Double {
        Double(ranks.count { $0 <= count }) / Double(ranks.count)
    }

    /// The cumulative match characteristic: element k − 1 is the rate within the first k, for k
    /// from 1 to the number of candidates (ISO/IEC 19795-1).
    public var cumulativeMatchCurve: [Double] {
        var counts = [Int](repeating: 0, count: candidateCount)
        for rank in ranks { counts[rank - 1] += 1 }
        var sum = 0
        return counts.map { count in
            sum += count
            return Double(sum) / Double(ranks.count)
        }
    }
}
