internal import NumericCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One enrolled speaker as an answer.
public struct Candidate: Sendable, Equatable {
    /// The name.
    public let speaker: String
    /// The score that the threshold is compared with, in nats per frame.
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
public enum Decision: Sendable, Equatable {
    /// An enrolled speaker.
    case match(speaker: String)
    /// Nobody who is enrolled.
    case unknown
}

/// Ranks enrolled speakers and decides whether the best is good enough.
public struct OpenSetDecision: Sendable {
    /// From score to evidence.
    public let calibration: ScoreCalibration
    /// The least score of a match; −∞ for a closed set, which has no strangers.
    public let threshold: Double
    /// Prior probability π that the speaker is one of the enrolled.
    public let prior: Double

    /// A way to decide.
    ///
    /// - Parameters:
    ///   - calibration: from score to evidence.
    ///   - threshold: the least score of a match.
    ///   - prior: that the speaker is enrolled at all, above 0; 1 for a closed set.
    public init(calibration: ScoreCalibration, threshold: Double, prior: Double = 0.5) {
        self.calibration = calibration
        self.threshold = threshold
        self.prior = prior
    }

    /// The candidates, best first (of equal ones by name), with their posterior probabilities.
    ///
    /// With λ the calibrated log-likelihood ratio of each of N speakers against somebody else,
    /// each of them equally likely beforehand, Bayes' rule gives
    ///
    ///     P(i) = (π/N) exp λᵢ / [ 1 − π + Σⱼ (π/N) exp λⱼ ]
    public func rank(_ scores: [(speaker: String, score: Double)]) -> [Candidate] {
        let share = log(prior / Double(max(1, scores.count)))
        let evidence = scores.map { share + calibration.logLikelihoodRatio(of: $0.score) }
        let total = logSumExp(evidence + [log(1 - prior)])
        return zip(scores, evidence)
            .map { Candidate(speaker: $0.speaker, score: $0.score, probability: exp($1 - total)) }
            .sorted { (-$0.score, $0.speaker) < (-$1.score, $1.speaker) }
    }

    /// The answer for ranked candidates.
    public func decide(_ candidates: [Candidate]) -> Decision {
        guard let best = candidates.first, best.score >= threshold else { return .unknown }
        return .match(speaker: best.speaker)
    }
}
