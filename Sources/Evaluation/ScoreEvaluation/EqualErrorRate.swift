extension VerificationScores {
    /// The equal error rate on the convex hull of the ROC, a fraction from 0 to ½.
    ///
    /// Two thresholds and a coin attain every point of the hull; where it crosses
    /// P_miss = P_fa lies the highest error a well-calibrated detector can make at any prior
    /// (Brümmer and de Villiers, "The BOSARIS toolkit", 2011). This is the figure
    /// that reports give.
    public var equalErrorRate: Double { ConvexHull(self).equalErrorRate }

    /// The equal error rate on the ROC itself, its points joined by straight lines.
    ///
    /// Never below ``equalErrorRate``; scores that are the wrong way round give more than ½.
    public var interpolatedEqualErrorRate: Double {
        var crossing = DiagonalCrossing(
            targets: Double(targets.count), nontargets: Double(nontargets.count))
        for level in ScoreLevels(self) {
            if let rate = crossing.advance(targets: level.targets, nontargets: level.nontargets) {
                return rate
            }
        }
        return crossing.missRate
    }
}
