/// One point of a detection error trade-off curve.
public struct DetectionPoint: Equatable, Sendable {
    /// Scores at or above it are accepted.
    public var threshold: Double
    /// The error rates there.
    public var rates: ErrorRates

    /// A point of the curve.
    public init(threshold: Double, rates: ErrorRates) {
        self.threshold = threshold
        self.rates = rates
    }
}

extension VerificationScores {
    /// The operating points, a threshold at each distinct score from the lowest (P_miss = 0,
    /// P_fa = 1) upwards, and above them all P_miss = 1, P_fa = 0 with threshold +∞.
    ///
    /// A DET plot shows P_miss over P_fa, both on probit axes (Martin and others, "The DET curve
    /// in assessment of detection task performance", 1997); a ROC plot 1 − P_miss over P_fa.
    public var detectionCurve: [DetectionPoint] { detectionCurve(resolution: 0) }

    /// The curve without points that hardly differ, for drawing the curve of many scores.
    ///
    /// - Parameter resolution: the part of a rate, or of what it lacks of 1, by which at least one
    ///   of the two rates must have changed since the point before; 0 for every point.
    /// - Returns: the points that are left; the first and the last always are.
    public func detectionCurve(resolution: Double) -> [DetectionPoint] {
        var points: [DetectionPoint] = []
        var missed = 0.0
        var accepted = Double(nontargets.count)
        func hasChanged(_ rate: Double, since last: Double) -> Bool {
            abs(rate - last) > resolution * min(last, 1 - last)
        }
        func append(_ threshold: Double) {
            let rates = ErrorRates(
                miss: missed / Double(targets.count),
                falseAlarm: accepted / Double(nontargets.count))
            if let last = points.last?.rates, threshold < .infinity,
                !hasChanged(rates.miss, since: last.miss),
                !hasChanged(rates.falseAlarm, since: last.falseAlarm)
            {
                return
            }
            points.append(DetectionPoint(threshold: threshold, rates: rates))
        }
        for level in ScoreLevels(self) {
            append(level.score)
            missed += level.targets
            accepted -= level.nontargets
        }
        append(.infinity)
        return points
    }

    /// The area under the ROC: the chance that a target scores above a nontarget, ties counting
    /// half (Mann and Whitney, 1947).
    ///
    ///     AUC = Σ_levels n · (targets above + t/2) / (T·N)
    public var areaUnderCurve: Double {
        var above = Double(targets.count)
        var pairs = 0.0
        for level in ScoreLevels(self) {
            above -= level.targets
            pairs += level.nontargets * (above + level.targets / 2)
        }
        return pairs / (Double(targets.count) * Double(nontargets.count))
    }
}
