internal import RealModule

/// Whether probabilities are kept: of the trials said to be targets with probability p, are p?
///
/// Scores s are taken for natural log-likelihood ratios, and probabilities are those at even
/// odds, p = 1 / (1 + e^−s). Targets and nontargets count alike, 1/2T and 1/2N each, whatever
/// the mix of the trials, as in Cllr. Probabilities are put into bins of equal width; with the
/// weight w of a bin, its mean probability p̄ and its share of targets f
///
///     ECE = Σ_bins w |f − p̄|
///
/// (Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian
/// binning", 2015).
public struct ReliabilityTable: Equatable, Sendable {
    /// The trials whose probability lies in one interval.
    public struct Bin: Equatable, Sendable {
        /// The interval's lower end, which belongs to it.
        public var lower: Double
        /// The interval's upper end, which belongs to the next but for the last.
        public var upper: Double
        /// Target trials.
        public var targets: Int
        /// Nontarget trials.
        public var nontargets: Int
        /// The part of all weight, a fraction.
        public var weight: Double
        /// p̄: the mean probability; none where there are no trials.
        public var meanProbability: Double?
        /// f: the share of targets; none where there are no trials.
        public var targetShare: Double?
    }

    /// The bins, from 0 to 1.
    public let bins: [Bin]

    /// ECE: the expected calibration error, from 0 to 1.
    public var expectedCalibrationError: Double {
        bins.reduce(0) { sum, bin in
            guard let share = bin.targetShare, let mean = bin.meanProbability else { return sum }
            return sum + bin.weight * abs(share - mean)
        }
    }

    static let binCount = 10

    /// The scores at which one bin ends and the next begins: the log odds of 0.1, … 0.9.
    static let thresholds = (1..<binCount).map { step -> Double in
        let p = Double(step) / Double(binCount)
        return .log(p) - .log(onePlus: -p)
    }

    /// The table of some scores.
    public init(_ scores: VerificationScores) {
        func sums(_ side: [Double], _ range: Range<Int>) -> Double {
            side[range].reduce(0) { $0 + ScoreCosts($1).probability }
        }
        let ends = Self.thresholds + [.infinity]
        var (firstTarget, firstNontarget) = (0, 0)
        var bins: [Bin] = []
        for (step, end) in ends.enumerated() {
            let isLast = step == ends.count - 1
            let t = firstTarget..<(isLast ? scores.targets.count : scores.targets.countBelow(end))
            let n =
                firstNontarget..<(isLast
                ? scores.nontargets.count : scores.nontargets.countBelow(end))
            let targetWeight = Double(t.count) / Double(2 * scores.targets.count)
            let nontargetWeight = Double(n.count) / Double(2 * scores.nontargets.count)
            let weight = targetWeight + nontargetWeight
            let probability =
                sums(scores.targets, t) / Double(2 * scores.targets.count)
                + sums(scores.nontargets, n) / Double(2 * scores.nontargets.count)
            bins.append(
                Bin(
                    lower: Double(step) / Double(Self.binCount),
                    upper: Double(step + 1) / Double(Self.binCount), targets: t.count,
                    nontargets: n.count, weight: weight,
                    meanProbability: weight > 0 ? probability / weight : nil,
                    targetShare: weight > 0 ? targetWeight / weight : nil))
            (firstTarget, firstNontarget) = (t.upperBound, n.upperBound)
        }
        self.bins = bins
    }
}
