/// Who speaks when in a recording, decided from the evidence along it.
///
/// Step k lasts d_k seconds and was asked for its speaker with the w_k seconds around it: λ_k(i) is
/// the evidence for speaker i. The speaker of step k is s_k, one of the enrolled or *unknown*, whose
/// evidence is the threshold; the answer is the sequence that maximises
///
///     Σ_k d_k/w_k λ_k(s_k) − c · #{ k : s_k ≠ s_k−1 }
///
/// (``SmoothedPath``). The windows of neighbouring steps overlap, and d_k/w_k lets each second of
/// speech count once.
public struct SpeakerTimeline: Sendable {
    /// A part of a recording, and what the window around it says.
    public struct Step: Sendable {
        /// When it is, in seconds of the recording.
        public let seconds: Range<Double>
        /// d/w, the share of the window that the step is.
        public let share: Double
        /// λ of each speaker, in nats; empty where the window cannot be answered.
        public let evidence: [Double]

        /// A step of its parts.
        public init(seconds: Range<Double>, share: Double, evidence: [Double]) {
            self.seconds = seconds
            self.share = share
            self.evidence = evidence
        }
    }

    /// A time in which one person speaks.
    public struct Turn: Sendable, Equatable {
        /// From when to when, in seconds of the recording.
        public var seconds: Range<Double>
        /// Who it is, if anybody who is enrolled.
        public let speaker: SpeakerDecision
        /// The mean evidence for the speaker over the turn's windows; where the speaker is unknown,
        /// the best speaker's. In nats; nil where no window could be answered.
        public var score: Double?
    }

    /// Names of the speakers, in the order of the evidence.
    private let speakers: [String]
    /// The evidence for *unknown*, in nats.
    private let threshold: Double
    /// c, in nats.
    private let changeCost: Double
    private var steps: [Step] = []

    /// A timeline without steps.
    ///
    /// - Parameters:
    ///   - speakers: names, in the order of the steps' evidence.
    ///   - threshold: the least evidence of a match, in nats.
    ///   - changeCost: c, what a change of speaker costs, in nats.
    public init(speakers: [String], threshold: Double, changeCost: Double) {
        self.speakers = speakers
        self.threshold = threshold
        self.changeCost = changeCost
    }

    /// Adds the next steps.
    public mutating func add(_ next: [Step]) { steps += next }

    /// Who speaks when: successive steps of one speaker, without a gap, are one turn.
    public func turns() -> [Turn] {
        var turns: [Turn] = []
        var sums: (evidence: [Double], seconds: Double) = ([], 0)
        var last: Int?
        func finishTurn() {
            guard let state = last, !sums.evidence.isEmpty else { return }
            let sum = state == 0 ? sums.evidence.max() : sums.evidence[state - 1]
            turns[turns.count - 1].score = sum.map { $0 / sums.seconds }
        }
        let path = SmoothedPath.best(steps.map(rewards), changeCost: changeCost)
        for (step, state) in zip(steps, path) {
            if state == last, turns[turns.count - 1].seconds.upperBound == step.seconds.lowerBound {
                turns[turns.count - 1].seconds =
                    turns[turns.count - 1].seconds.lowerBound..<step.seconds.upperBound
            } else {
                finishTurn()
                sums = ([], 0)
                last = state
                turns.append(
                    Turn(
                        seconds: step.seconds,
                        speaker: state == 0 ? .unknown : .match(speaker: speakers[state - 1])))
            }
            guard !step.evidence.isEmpty else { continue }
            let seconds = step.seconds.upperBound - step.seconds.lowerBound
            if sums.evidence.isEmpty { sums.evidence = step.evidence.map { _ in 0 } }
            for index in step.evidence.indices {
                sums.evidence[index] += seconds * step.evidence[index]
            }
            sums.seconds += seconds
        }
        finishTurn()
        return turns
    }

    /// What each state is worth: unknown, which wins where all are alike, then the speakers.
    private func rewards(_ step: Step) -> [Double] {
        guard !step.evidence.isEmpty else {
            return [Double](repeating: 0, count: speakers.count + 1)
        }
        return [step.share * threshold] + step.evidence.map { step.share * $0 }
    }
}

/// The path through states that collects most, where each change of state costs something:
///
///     max Σ_k r_k(s_k) − c · #{ k : s_k ≠ s_k−1 }
///
/// found by dynamic programming (Viterbi, "Error bounds for convolutional codes and an
/// asymptotically optimum decoding algorithm", 1967). As every change costs the same, the best way
/// into a state is to have stayed or to come from the best of all: T·S steps rather than T·S².
package enum SmoothedPath {
    /// The state of every step.
    ///
    /// - Parameters:
    ///   - rewards: r, T×S, S at least 1: what each state is worth at each step. −∞ rules a state
    ///     out, and at least one has to be left.
    ///   - changeCost: c, in the same unit, 0 or more.
    /// - Returns: T states; of equally good ones the first, and rather none is left.
    package static func best(_ rewards: [[Double]], changeCost: Double) -> [Int] {
        guard let first = rewards.first else { return [] }
        var totals = first
        // Where the best path to each state came from, for the steps after the first.
        var origins: [[Int32]] = []
        origins.reserveCapacity(rewards.count)
        for reward in rewards.dropFirst() {
            let leader = Self.leader(totals)
            let change = totals[leader] - changeCost
            origins.append(
                totals.indices.map { totals[$0] >= change ? Int32($0) : Int32(leader) })
            for state in totals.indices {
                totals[state] = max(totals[state], change) + reward[state]
            }
        }
        var path = [leader(totals)]
        for origin in origins.reversed() { path.append(Int(origin[path[path.count - 1]])) }
        return path.reversed()
    }

    private static func leader(_ totals: [Double]) -> Int {
        var leader = 0
        for state in totals.indices where totals[state] > totals[leader] { leader = state }
        return leader
    }
}
