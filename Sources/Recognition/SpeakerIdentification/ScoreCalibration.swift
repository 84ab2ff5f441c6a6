internal import RealModule

/// What is known of a clip beside its score: quality measures that calibration makes use of.
public struct QualityMeasures: Sendable, Hashable {
    /// Net speech in seconds.
    public let speechSeconds: Double
    /// Signal-to-noise ratio in decibels; nil when it cannot be told.
    public let signalToNoiseDecibels: Double?

    /// The measures of a clip.
    public init(speechSeconds: Double, signalToNoiseDecibels: Double?) {
        self.speechSeconds = speechSeconds
        self.signalToNoiseDecibels = signalToNoiseDecibels
    }
}

/// Turns scores s into natural log-likelihood ratios λ that can be taken at their word.
///
/// With the net speech T in seconds, the signal-to-noise ratio Q in decibels and the number n of
/// other voices that the score is relative to,
///
///     λ = (a + a_T log T) s + b + b_T log T + b_Q Q + b_n log(1 + n)
///
/// A long clip with the same score says more than a short one. The coefficients are those of
/// ``LogisticRegression``.
public struct ScoreCalibration: Codable, Sendable, Hashable {
    /// a: nats per unit of score, for one second of speech.
    public var slope: Double
    /// a_T.
    public var slopePerLogSecond = 0.0
    /// b: nats at score 0.
    public var offset: Double
    /// b_T.
    public var offsetPerLogSecond = 0.0
    /// b_Q.
    public var offsetPerDecibel = 0.0
    /// b_n.
    public var offsetPerLogOthers = 0.0

    /// Longer and shorter clips than these are taken for as long; nothing was learnt of them.
    static let seconds = 0.3...8.0
    /// The same for ratios; what cannot be measured is as clean as can be.
    static let decibels = 0.0...40.0

    /// A calibration that knows no measures.
    public init(slope: Double, offset: Double) {
        self.slope = slope
        self.offset = offset
    }

    /// The calibrated log-likelihood ratio of a score, in nats.
    ///
    /// - Parameters:
    ///   - score: s.
    ///   - measures: T and Q of the clip.
    ///   - others: n, the number of other voices that the score is relative to.
    /// - Returns: λ.
    public func logLikelihoodRatio(
        of score: Double, _ measures: QualityMeasures, others: Int
    ) -> Double {
        let x = Self.values(score, measures, others: others)
        return slope * x[0] + slopePerLogSecond * x[1] + offset * x[2]
            + offsetPerLogSecond * x[3] + offsetPerDecibel * x[4] + offsetPerLogOthers * x[5]
    }

    /// A comparison whose truth is known.
    struct Trial {
        let score: Double
        let measures: QualityMeasures
        /// How many other voices the score is relative to.
        let others: Int
    }

    /// How far apart log T, Q and log(1 + n) of some trials must lie for anything to be learnt of
    /// them: half as long again, three decibels, half as many again.
    private static let leastSpreads: [Double] = [.log(1.5), 3, .log(1.5)]

    /// The calibration that fits known trials. Where they are so few that a longer clip's score
    /// would come to speak against its speaker, a unit of score means the same at any length.
    ///
    /// - Throws: ``IdentificationError/tooFewScores(targets:nontargets:)`` below ten of either,
    ///   ``IdentificationError/uninformativeScores`` when higher scores do not speak for a target.
    init(targets: [Trial], nontargets: [Trial]) throws(IdentificationError) {
        guard targets.count >= 10, nontargets.count >= 10 else {
            throw .tooFewScores(targets: targets.count, nontargets: nontargets.count)
        }
        func values(_ trials: [Trial]) -> [[Double]] {
            trials.map { Self.values($0.score, $0.measures, others: $0.others) }
        }
        let (targets, nontargets) = (values(targets), values(nontargets))
        // Of a measure that was nearly the same in all trials nothing was learnt, and what chance
        // made of it would be carried on to other clips.
        let varying = (0..<6).map { d in
            let values = (targets + nontargets).map { $0[d] }
            guard d >= 3, let least = values.min(), let most = values.max() else { return true }
            return most - least >= Self.leastSpreads[d - 3]
        }
        for knowsLength in [true, false] {
            func known(_ trials: [[Double]]) -> [[Double]] {
                trials.map { trial in
                    trial.indices.map {
                        varying[$0] && (knowsLength || $0 != 1) ? trial[$0] : 0
                    }
                }
            }
            if let regression = LogisticRegression(
                targets: known(targets), nontargets: known(nontargets))
            {
                self.init(regression.coefficients)
                if isUsable { return }
            }
        }
        throw .uninformativeScores
    }

    /// The calibration of coefficients in the order of ``values(_:_:others:)``.
    private init(_ coefficients: [Double]) {
        slope = coefficients[0]
        slopePerLogSecond = coefficients[1]
        offset = coefficients[2]
        offsetPerLogSecond = coefficients[3]
        offsetPerDecibel = coefficients[4]
        offsetPerLogOthers = coefficients[5]
    }

    /// Whether higher scores always speak for a target; what is decoded may be anything.
    var isUsable: Bool {
        let slopes = [Self.seconds.lowerBound, Self.seconds.upperBound].map {
            slope + slopePerLogSecond * .log($0)
        }
        // Written so that NaN fails, too.
        return slopes.allSatisfy { $0 > 0 && $0.isFinite }
            && [offset, offsetPerLogSecond, offsetPerDecibel, offsetPerLogOthers]
                .allSatisfy(\.isFinite)
    }

    /// s, s log T, 1, log T, Q and log(1 + n).
    private static func values(
        _ score: Double, _ measures: QualityMeasures, others: Int
    ) -> [Double] {
        let logSeconds = Double.log(clamped(measures.speechSeconds, seconds))
        let ratio = measures.signalToNoiseDecibels ?? decibels.upperBound
        return [
            score, score * logSeconds, 1, logSeconds, clamped(ratio, decibels),
            .log(1 + Double(others)),
        ]
    }

    private static func clamped(_ value: Double, _ range: ClosedRange<Double>) -> Double {
        min(max(value, range.lowerBound), range.upperBound)
    }
}
