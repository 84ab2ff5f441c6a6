/// Whether errors are enough to believe a rate.
///
/// To be 90 % confident that the true error rate lies within 30 % of the observed one, at least
/// 30 errors must be seen (Doddington, Przybocki, Martin and Reynolds, "The NIST speaker
/// recognition evaluation: overview, methodology, systems, results, perspective", 2000). The
/// rule takes errors for independent; where few speakers make many of them, even more are
/// needed, and the interval over speakers is the better judge.
public struct RuleOfThirty: Equatable, Sendable {
    /// The least number of errors of each kind.
    public static let errors = 30

    /// Targets rejected at the operating point.
    public let misses: Int
    /// Nontargets accepted there.
    public let falseAlarms: Int

    /// The errors that were seen.
    public init(misses: Int, falseAlarms: Int) {
        self.misses = misses
        self.falseAlarms = falseAlarms
    }

    /// Whether there are enough errors of both kinds.
    public var isMet: Bool { min(misses, falseAlarms) >= Self.errors }
}

extension VerificationScores {
    /// The lowest score at which P_miss is no less than P_fa: the threshold that belongs to the
    /// equal error rate.
    public var equalErrorThreshold: Double {
        var missed = 0.0
        var accepted = Double(nontargets.count)
        for level in ScoreLevels(self) {
            if missed * Double(nontargets.count) >= accepted * Double(targets.count) {
                return level.score
            }
            missed += level.targets
            accepted -= level.nontargets
        }
        return .infinity
    }

    /// The threshold that costs least; the lowest where several do.
    public func minimumCostThreshold(_ cost: DetectionCost) -> Double {
        var missed = 0.0
        var accepted = Double(nontargets.count)
        var best = (cost: Double.infinity, threshold: -Double.infinity)
        func consider(_ threshold: Double) {
            let rates = ErrorRates(
                miss: missed / Double(targets.count),
                falseAlarm: accepted / Double(nontargets.count))
            let normalized = cost.normalized(rates)
            if normalized < best.cost { best = (normalized, threshold) }
        }
        for level in ScoreLevels(self) {
            consider(level.score)
            missed += level.targets
            accepted -= level.nontargets
        }
        consider(.infinity)
        return best.threshold
    }

    /// How many errors a figure at a threshold rests on.
    ///
    /// - Throws: ``EvaluationError`` when the threshold is not a number.
    public func errors(at threshold: Double) throws(EvaluationError) -> RuleOfThirty {
        _ = try errorRates(at: threshold)
        return RuleOfThirty(
            misses: targets.countBelow(threshold),
            falseAlarms: nontargets.count - nontargets.countBelow(threshold))
    }
}
