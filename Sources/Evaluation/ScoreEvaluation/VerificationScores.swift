/// The scores of a verification experiment, from which every figure is computed.
///
/// A trial is accepted at threshold t when its score is ≥ t. Scores may be infinite: −∞ is
/// accepted at no finite threshold, +∞ at every one. A score that is not a number is refused.
/// No figure depends on the order in which scores are given, ties included.
///
/// ```swift
/// let scores = try VerificationScores(targets: [2, 3, 0.5], nontargets: [-1, 0, 1])
/// scores.equalErrorRate                     // 1/6
/// try scores.errorRates(at: 1).miss         // 1/3
/// ```
public struct VerificationScores: Equatable, Sendable {
    /// Scores of the clips of the claimed speaker, ascending.
    public let targets: [Double]
    /// Scores of the clips of others, ascending.
    public let nontargets: [Double]

    /// The scores of two kinds of trial, in any order.
    ///
    /// - Throws: ``EvaluationError`` when a side is empty or a score is not a number.
    public init(targets: [Double], nontargets: [Double]) throws(EvaluationError) {
        if let index = targets.firstIndex(where: \.isNaN) {
            throw .scoreNotANumberAt(index: index, targets: true)
        }
        if let index = nontargets.firstIndex(where: \.isNaN) {
            throw .scoreNotANumberAt(index: index, targets: false)
        }
        try self.init(ascendingTargets: targets.ascending, nontargets: nontargets.ascending)
    }

    /// The scores of some trials.
    ///
    /// - Throws: ``EvaluationError`` when there are no targets or no nontargets, or a score is
    ///   not a number.
    public init(_ trials: some Sequence<Trial>) throws(EvaluationError) {
        var targets: [Double] = []
        var nontargets: [Double] = []
        for trial in trials {
            guard !trial.score.isNaN else {
                throw .scoreNotANumber(model: trial.model, clip: trial.clip)
            }
            if trial.isTarget {
                targets.append(trial.score)
            } else {
                nontargets.append(trial.score)
            }
        }
        try self.init(ascendingTargets: targets.ascending, nontargets: nontargets.ascending)
    }

    /// The scores of a file's trials, none of which is not a number.
    init(_ rows: [TrialRow]) throws(EvaluationError) {
        try self.init(
            ascendingTargets: rows.lazy.filter(\.isTarget).map(\.score).ascending,
            nontargets: rows.lazy.filter { !$0.isTarget }.map(\.score).ascending)
    }

    init(ascendingTargets targets: [Double], nontargets: [Double]) throws(EvaluationError) {
        guard !targets.isEmpty else { throw .noTargets }
        guard !nontargets.isEmpty else { throw .noNontargets }
        self.targets = targets
        self.nontargets = nontargets
    }

    /// The error rates when a score at or above a threshold is accepted.
    ///
    ///     P_miss(t) = |{targets < t}| / T      P_fa(t) = |{nontargets ≥ t}| / N
    ///
    /// - Throws: ``EvaluationError`` when the threshold is not a number.
    public func errorRates(at threshold: Double) throws(EvaluationError) -> ErrorRates {
        guard !threshold.isNaN else {
            throw .outOfRange(name: "the threshold", value: threshold, expected: "a number")
        }
        return rates(at: threshold)
    }

    /// The error rates at a threshold known to be a number.
    func rates(at threshold: Double) -> ErrorRates {
        let accepted = nontargets.count - nontargets.countBelow(threshold)
        return ErrorRates(
            miss: Double(targets.countBelow(threshold)) / Double(targets.count),
            falseAlarm: Double(accepted) / Double(nontargets.count))
    }

    /// The lowest threshold at which no more than a fraction of the nontargets is accepted.
    ///
    /// It lies directly above the highest nontarget score that must be rejected, so ties make
    /// the rate lower than wanted, never higher. A rate of 1 gives −∞.
    ///
    /// - Throws: ``EvaluationError`` when the rate is not within 0…1, or more than that fraction
    ///   of the nontargets scored +∞.
    public func threshold(falseAlarmRate rate: Double) throws(EvaluationError) -> Double {
        try nontargets.threshold(acceptingAtMost: rate)
    }
}

/// The two error rates of a detector at one threshold, as fractions.
public struct ErrorRates: Equatable, Sendable {
    /// P_miss: the fraction of targets rejected.
    public var miss: Double
    /// P_fa: the fraction of nontargets accepted.
    public var falseAlarm: Double

    /// A pair of rates.
    public init(miss: Double, falseAlarm: Double) {
        self.miss = miss
        self.falseAlarm = falseAlarm
    }
}

/// Counting in ascending scores.
extension [Double] {
    /// How many of these ascending scores lie below a threshold.
    func countBelow(_ threshold: Double) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle] < threshold { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The lowest threshold that at most a fraction of these ascending scores reaches.
    func threshold(acceptingAtMost rate: Double) throws(EvaluationError) -> Double {
        guard (0...1).contains(rate) else {
            throw .outOfRange(name: "the wanted rate", value: rate, expected: "0 to 1")
        }
        // Rounding may put rate · count on either side of a whole number: the division decides.
        var allowed = Int(rate * Double(count))
        while allowed < count, Double(allowed + 1) / Double(count) <= rate { allowed += 1 }
        while Double(allowed) / Double(count) > rate { allowed -= 1 }
        guard allowed < count else { return -.infinity }
        let rejected = self[count - 1 - allowed]
        guard rejected < .infinity else { throw .unattainableRate(rate) }
        return rejected.nextUp
    }
}
