internal import NumericCore
internal import RealModule

/// One enrolled speaker as an answer.
public struct SpeakerCandidate: Sendable, Equatable {
    /// The name.
    public let speaker: String
    /// The evidence that the clip is this speaker's, which the threshold is compared with: a
    /// calibrated log-likelihood ratio, in nats.
    public let score: Double
    /// Posterior probability that the clip is this speaker's.
    public let probability: Double

    /// A candidate of its parts.
    public init(speaker: String, score: Double, probability: Double) {
        self.speaker = speaker
        self.score = score
        self.probability = probability
    }
}

/// Who a clip's speaker is held to be.
public enum SpeakerDecision: Sendable, Equatable {
    /// An enrolled speaker.
    case match(speaker: String)
    /// Nobody who is enrolled.
    case unknown
}

/// Ranks enrolled speakers and decides whether the best is good enough.
public struct OpenSetDecision: Sendable {
    /// The least evidence of a match, in nats; −∞ for a closed set, which has no strangers.
    public let threshold: Double
    /// Prior probability π that the speaker is one of the enrolled.
    public let prior: Double

    /// A way to decide.
    ///
    /// - Parameters:
    ///   - threshold: the least evidence of a match, in nats.
    ///   - prior: that the speaker is enrolled at all, above 0; 1 for a closed set.
    public init(threshold: Double, prior: Double = 0.5) {
        self.threshold = threshold
        self.prior = prior
    }

    /// The candidates, best first (of equal ones by name), with their posterior probabilities.
    ///
    /// With λ the evidence for each of N speakers against somebody else, a log-likelihood ratio
    /// in nats, each of them equally likely beforehand, Bayes' rule gives
    ///
    ///     P(i) = (π/N) exp λᵢ / [ 1 − π + Σⱼ (π/N) exp λⱼ ]
    ///
    /// - Parameters:
    ///   - evidence: λ of the speakers who come into question.
    ///   - enrolled: N, where others are enrolled, too, whose evidence is taken for none; nil for as
    ///     many as there is evidence for.
    /// - Returns: the candidates.
    public func rank(
        _ evidence: [(speaker: String, ratio: Double)], enrolled: Int? = nil
    ) -> [SpeakerCandidate] {
        let share = Double.log(prior / Double(max(1, enrolled ?? evidence.count)))
        let total = logSumExp(evidence.map { share + $0.ratio } + [.log(1 - prior)])
        return
            evidence
            .map { speaker, ratio in
                SpeakerCandidate(
                    speaker: speaker, score: ratio, probability: .exp(share + ratio - total))
            }
            .sorted { (-$0.score, $0.speaker) < (-$1.score, $1.speaker) }
    }

    /// The answer for ranked candidates.
    public func decide(_ candidates: [SpeakerCandidate]) -> SpeakerDecision {
        guard let best = candidates.first, best.score >= threshold else { return .unknown }
        return .match(speaker: best.speaker)
    }
}
