public import NumericCore

/// Where outliers begin: rows whose score −log p(x) lies above it.
///
/// The threshold is the score that a wanted share of ordinary rows exceeds. Rows that were not
/// used for fitting give an honest share.
public struct OutlierThreshold: Sendable, Codable, Hashable {
    /// Scores above it are outliers, in nats.
    public let score: Double
    /// The share of ordinary rows that is wanted above it.
    public let falseAlarmRate: Double

    /// The threshold that a share of given scores exceeds.
    ///
    /// Of N scores ⌊rate · N⌋ lie above it, fewer where several are equal.
    ///
    /// - Parameters:
    ///   - scores: −log p(x) of ordinary rows, in nats.
    ///   - falseAlarmRate: from 0 to below 1.
    /// - Throws: ``MixtureError`` without scores, with a NaN among them, or for another rate.
    public init(scores: [Double], falseAlarmRate: Double) throws(MixtureError) {
        guard falseAlarmRate >= 0, falseAlarmRate < 1 else {
            throw .invalidOptions(
                "a false-alarm rate lies from 0 to below 1, got \(falseAlarmRate)")
        }
        guard !scores.isEmpty else { throw .tooFewFrames(got: 0, components: 1) }
        if let bad = scores.firstIndex(where: \.isNaN) { throw .nonFiniteData(frame: bad) }
        // 0.07 · 100 is a little more than 7, 0.29 · 100 a little less than 29.
        let above = Int((falseAlarmRate * Double(scores.count) * (1 + 1e-12)).rounded(.down))
        score = scores.sorted()[max(0, scores.count - 1 - above)]
        self.falseAlarmRate = falseAlarmRate
    }

    /// Whether a score is an outlier's.
    public func isOutlier(_ score: Double) -> Bool { score > self.score }
}

extension MixtureAnswers {
    /// −log p(x) of every row, in nats: the higher, the less expected.
    ///
    /// - Throws: ``MixtureError`` for rows of another length or infinite values.
    public func outlierScores(of rows: some FrameSource) throws -> [Double] {
        try logDensities(of: rows).map { -$0 }
    }
}
