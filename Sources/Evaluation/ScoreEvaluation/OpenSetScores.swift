/// Open-set identification: the gallery's best match counts only at or above a threshold.
///
///     FPIR(t) = |{strangers' clips with best score ≥ t}| / |{strangers' clips}|
///     FNIR(t) = 1 − |{enrolled speakers' clips whose true speaker is first, with score ≥ t}|
///                   / |{enrolled speakers' clips}|
///
/// as ISO/IEC 19795-1 and NIST's Face Recognition Vendor Test (NISTIR 8271) define
/// the false positive and false negative identification rates, with rank one for FNIR. A true
/// speaker tied with others is not first.
public struct OpenSetScores: Equatable, Sendable {
    /// The best score of each stranger's clip, ascending.
    public let strangers: [Double]
    /// The true speaker's score in each enrolled speaker's clip where that speaker is first,
    /// ascending.
    public let hits: [Double]
    /// The number of enrolled speakers' clips, hits or not.
    public let enrolledCount: Int

    /// The outcomes of some clips.
    ///
    /// - Throws: ``EvaluationError`` when there is no clip of an enrolled speaker or none of a
    ///   stranger.
    public init(_ outcomes: some Sequence<IdentificationOutcome>) throws(EvaluationError) {
        var strangers: [Double] = []
        var hits: [Double] = []
        var enrolledCount = 0
        for outcome in outcomes {
            guard let rank = outcome.rank else {
                strangers.append(outcome.bestScore)
                continue
            }
            enrolledCount += 1
            if rank == 1 { hits.append(outcome.bestScore) }
        }
        try self.init(strangers: strangers, hits: hits, enrolledCount: enrolledCount)
    }

    init(
        strangers: [Double], hits: [Double], enrolledCount: Int
    ) throws(EvaluationError) {
        guard enrolledCount > 0 else { throw .noEnrolledClips }
        guard !strangers.isEmpty else { throw .noStrangers }
        self.strangers = strangers.sorted()
        self.hits = hits.sorted()
        self.enrolledCount = enrolledCount
    }

    /// FPIR: the fraction of strangers' clips taken for someone.
    ///
    /// - Throws: ``EvaluationError`` when the threshold is not a number.
    public func falsePositiveRate(at threshold: Double) throws(EvaluationError) -> Double {
        try check(threshold)
        let accepted = strangers.count - strangers.countBelow(threshold)
        return Double(accepted) / Double(strangers.count)
    }

    /// FNIR: the fraction of enrolled speakers' clips not recognised.
    ///
    /// - Throws: ``EvaluationError`` when the threshold is not a number.
    public func falseNegativeRate(at threshold: Double) throws(EvaluationError) -> Double {
        try check(threshold)
        let found = hits.count - hits.countBelow(threshold)
        return Double(enrolledCount - found) / Double(enrolledCount)
    }

    /// The lowest threshold at which FPIR is no higher than wanted.
    ///
    /// It lies directly above the highest stranger's score that must be rejected. With n
    /// strangers' clips FPIR moves in steps of 1/n: where the wanted rate is below 1/n the
    /// threshold lies above every stranger's, FPIR is 0, and FNIR there is an upper bound of
    /// FNIR at the wanted rate.
    ///
    /// - Throws: ``EvaluationError`` when the rate is not within 0…1, or more than that fraction
    ///   of the strangers' clips scored +∞.
    public func threshold(falsePositiveRate rate: Double) throws(EvaluationError) -> Double {
        try strangers.threshold(acceptingAtMost: rate)
    }

    /// FNIR at the threshold that keeps FPIR at or below a rate; 1 where so many strangers'
    /// clips scored +∞ that only accepting nobody would.
    ///
    /// - Throws: ``EvaluationError`` when the rate is not within 0…1.
    public func falseNegativeRate(
        atFalsePositiveRate rate: Double
    ) throws(EvaluationError) -> Double {
        let threshold: Double
        do {
            threshold = try self.threshold(falsePositiveRate: rate)
        } catch .unattainableRate {
            return 1
        }
        return try falseNegativeRate(at: threshold)
    }

    /// DIR, the detection and identification rate, 1 − FNIR, at that same threshold.
    ///
    /// - Throws: ``EvaluationError`` when the rate is not within 0…1.
    public func detectionAndIdentificationRate(
        atFalsePositiveRate rate: Double
    ) throws(EvaluationError) -> Double {
        1 - (try falseNegativeRate(atFalsePositiveRate: rate))
    }

    private func check(_ threshold: Double) throws(EvaluationError) {
        guard !threshold.isNaN else {
            throw .outOfRange(name: "the threshold", value: threshold, expected: "a number")
        }
    }
}
