internal import RealModule

/// What misses and false alarms cost in an application, as NIST states it.
///
///     C_det = C_miss · P_target · P_miss + C_fa · (1 − P_target) · P_fa
///
/// divided by min(C_miss · P_target, C_fa · (1 − P_target)), the cost of the better of accepting
/// everything and rejecting everything (NIST 2010 Speaker Recognition Evaluation plan): a detector
/// worth having costs less than 1.
public struct DetectionCost: Hashable, Sendable {
    /// P_target: how often a trial is a target where the detector will be used.
    public let targetPrior: Double
    /// C_miss: the cost of rejecting a target.
    public let missCost: Double
    /// C_fa: the cost of accepting a nontarget.
    public let falseAlarmCost: Double

    /// P_target = 0.01, both errors costing 1.
    public static let priorOnePercent = DetectionCost(prior: 0.01)
    /// P_target = 0.05, both errors costing 1.
    public static let priorFivePercent = DetectionCost(prior: 0.05)

    /// An application's prior and costs.
    ///
    /// - Throws: ``EvaluationError`` when the prior does not lie between 0 and 1, both excluded,
    ///   or a cost is not positive and finite.
    public init(
        targetPrior: Double, missCost: Double = 1, falseAlarmCost: Double = 1
    ) throws(EvaluationError) {
        guard targetPrior > 0, targetPrior < 1 else {
            throw .outOfRange(
                name: "the target prior", value: targetPrior, expected: "more than 0, less than 1")
        }
        for (name, cost) in [
            ("the cost of a miss", missCost), ("the cost of a false alarm", falseAlarmCost),
        ] {
            guard cost > 0, cost.isFinite else {
                throw .outOfRange(name: name, value: cost, expected: "a positive number")
            }
        }
        self.targetPrior = targetPrior
        self.missCost = missCost
        self.falseAlarmCost = falseAlarmCost
    }

    /// A cost known to be valid.
    init(prior: Double, missCost: Double = 1) {
        targetPrior = prior
        self.missCost = missCost
        falseAlarmCost = 1
    }

    /// The threshold that costs least on average for scores that are natural log-likelihood
    /// ratios: log [ C_fa (1 − P_target) / (C_miss P_target) ].
    public var bayesThreshold: Double {
        .log(falseAlarmCost) + .log(onePlus: -targetPrior) - .log(missCost) - .log(targetPrior)
    }

    /// The normalised cost of a pair of error rates.
    public func normalized(_ rates: ErrorRates) -> Double {
        let miss = missCost * targetPrior
        let falseAlarm = falseAlarmCost * (1 - targetPrior)
        return (miss * rates.miss + falseAlarm * rates.falseAlarm) / min(miss, falseAlarm)
    }
}

extension VerificationScores {
    /// minDCF: the normalised cost at the threshold that suits these very scores best.
    public func minimumCost(_ cost: DetectionCost) -> Double {
        ConvexHull(self).minimum(of: cost)
    }

    /// actDCF: the normalised cost when scores are taken for natural log-likelihood ratios and
    /// accepted from the Bayes threshold on.
    public func actualCost(_ cost: DetectionCost) -> Double {
        cost.normalized(rates(at: cost.bayesThreshold))
    }
}
