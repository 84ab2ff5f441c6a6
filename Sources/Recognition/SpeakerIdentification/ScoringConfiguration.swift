public import GaussianMixtures
public import SpeechFeatures

/// How speakers are adapted from a background model, how clips are scored, what scores mean.
public struct ScoringConfiguration: Codable, Sendable, Hashable {
    /// How a speaker's mixture is made.
    public var adaptation: MaximumAPosteriori
    /// In which noises a recording is heard once more when it is enrolled.
    public var enrollmentNoises: [AddedNoise]
    /// What a frame of such a noisy copy counts for beside one of the recording itself, at least 0.
    public var noisyCopyWeight: Double
    /// Components of the background model that are evaluated per frame; nil for all.
    public var topComponents: Int?
    /// What each stream's score counts for; they sum to 1.
    public var streamWeights: [Double]
    /// How scores are made relative to other voices.
    public var normalization: ScoreNormalization
    /// From such scores to log-likelihood ratios that can be taken at their word.
    public var calibration: ScoreCalibration
    /// Clips with less evidence for anybody are answered with *unknown*, in nats.
    public var threshold: Double

    /// A configuration of its parts.
    public init(
        adaptation: MaximumAPosteriori, enrollmentNoises: [AddedNoise] = [],
        noisyCopyWeight: Double = 1, topComponents: Int?,
        streamWeights: [Double],
        normalization: ScoreNormalization = .tNearest(3),
        calibration: ScoreCalibration, threshold: Double
    ) {
        self.adaptation = adaptation
        self.enrollmentNoises = enrollmentNoises
        self.noisyCopyWeight = noisyCopyWeight
        self.topComponents = topComponents
        self.streamWeights = streamWeights
        self.normalization = normalization
        self.calibration = calibration
        self.threshold = threshold
    }

    /// Whether clips can be scored and judged this way; what is decoded may be anything.
    var isUsable: Bool {
        adaptation.isUsable && enrollmentNoises.allSatisfy(\.isUsable)
            && noisyCopyWeight >= 0 && noisyCopyWeight.isFinite && topComponents ?? 1 >= 1
            && streamWeights.allSatisfy { $0 >= 0 && $0.isFinite }
            && abs(streamWeights.reduce(0, +) - 1) < 1e-6
            && normalization.isUsable && calibration.isUsable && threshold.isFinite
    }
}
