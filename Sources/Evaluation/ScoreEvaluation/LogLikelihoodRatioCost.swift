internal import RealModule

extension VerificationScores {
    /// Cllr: what the scores cost, in bits, when taken for natural log-likelihood ratios.
    ///
    ///     Cllr = ½ [ 1/T Σ_targets log₂(1 + e^−s) + 1/N Σ_nontargets log₂(1 + e^s) ]
    ///
    /// (Brümmer and du Preez, "Application-independent evaluation of speaker detection",
    /// 2006.) Scores that are all 0 cost 1. A target at +∞ or a nontarget at −∞ costs
    /// nothing; a target at −∞ or a nontarget at +∞ is certain and wrong and makes Cllr infinite.
    public var logLikelihoodRatioCost: Double {
        costInBits(
            meanTarget: targets.reduce(0) { $0 + softplus(-$1) } / Double(targets.count),
            meanNontarget: nontargets.reduce(0) { $0 + softplus($1) } / Double(nontargets.count))
    }

    /// minCllr: Cllr after the monotone mapping of the scores that makes it least, found by
    /// isotonic regression of all trials of equal score together.
    ///
    /// What remains is a lack of discrimination; the difference from ``logLikelihoodRatioCost``
    /// is a lack of calibration. Between 0 and 1, and finite for infinite scores too.
    public var minimumLogLikelihoodRatioCost: Double {
        ConvexHull(self).minimumLogLikelihoodRatioCost
    }
}

/// Half the sum of the two sides' mean costs, from nats to bits.
func costInBits(meanTarget: Double, meanNontarget: Double) -> Double {
    (meanTarget + meanNontarget) / (2 * .log(2))
}

/// log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|), which neither overflows nor loses small x.
func softplus(_ x: Double) -> Double {
    max(x, 0) + .log(onePlus: .exp(-abs(x)))
}

/// What follows from a score s that is a natural log-likelihood ratio, with one exponential.
struct ScoreCosts {
    private let score: Double
    /// e^−|s|.
    private let e: Double

    init(_ score: Double) {
        self.score = score
        e = .exp(-abs(score))
    }

    /// What the score costs a target, log(1 + e^−s), in nats.
    var target: Double { max(-score, 0) + .log(onePlus: e) }
    /// What it costs a nontarget, log(1 + eˢ).
    var nontarget: Double { max(score, 0) + .log(onePlus: e) }
    /// The probability of a target at even prior odds, 1 / (1 + e^−s).
    var probability: Double { (score >= 0 ? 1 : e) / (1 + e) }
}
