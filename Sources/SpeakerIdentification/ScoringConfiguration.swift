public import GaussianMixtures

/// How speakers are adapted from a background model, how clips are scored, what scores mean.
public struct ScoringConfiguration: Codable, Sendable, Hashable {
    /// How a speaker's mixture is made.
    public var adaptation: MaximumAPosteriori
    /// Components of the background model that are evaluated per frame; nil for all.
    public var topComponents: Int?
    /// What each stream's score counts for; they sum to 1.
    public var streamWeights: [Double]
    /// From scores to log-likelihood ratios that can be taken at their word.
    public var calibration: ScoreCalibration
    /// Scores below it are answered with *unknown*.
    public var threshold: Double

    /// A configuration of its parts.
    public init(
        adaptation: MaximumAPosteriori, topComponents: Int?, streamWeights: [Double],
        calibration: ScoreCalibration, threshold: Double
    ) {
        self.adaptation = adaptation
        self.topComponents = topComponents
        self.streamWeights = streamWeights
        self.calibration = calibration
        self.threshold = threshold
    }

    /// Whether clips can be scored and judged this way; what is decoded may be anything.
    var isUsable: Bool {
        adaptation.relevanceFactor > 0 && adaptation.relevanceFactor.isFinite
            && topComponents ?? 1 >= 1 && streamWeights.allSatisfy { $0 >= 0 && $0.isFinite }
            && abs(streamWeights.reduce(0, +) - 1) < 1e-6 && calibration.slope > 0
            && calibration.slope.isFinite
            && calibration.offset.isFinite && threshold.isFinite
    }
}
