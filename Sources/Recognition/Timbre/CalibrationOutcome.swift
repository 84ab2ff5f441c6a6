import Foundation
public import ScoreEvaluation
public import SpeakerGallery
internal import SpeakerIdentification

/// What clips of known people say about evidence and threshold.
public struct CalibrationOutcome: Sendable {
    /// What a gallery keeps when it is adopted.
    public let calibration: Calibration
    /// Strangers accepted at the threshold, by speaker.
    public let falseAlarms: SpeakerErrors
    /// Enrolled speakers not recognised there, by speaker.
    public let misses: SpeakerErrors
    /// What would have happened at the background model's own threshold.
    public let shipped: Shipped
    /// What the evidence costs; nil where no clip is an enrolled speaker's, or none can be a
    /// stranger's.
    public let cost: Cost?
    /// How many enrolled speakers there are clips of.
    public let enrolledCount: Int
    /// How many others.
    public let strangerCount: Int

    /// The background model's own threshold on these clips.
    public struct Shipped: Sendable {
        /// The threshold, in nats.
        public let threshold: Double
        /// Strangers accepted there.
        public let falseAlarms: SpeakerErrors
        /// Enrolled speakers not recognised there.
        public let misses: SpeakerErrors
    }

    /// Cllr in bits, over comparisons.
    public struct Cost: Sendable, Equatable {
        /// Of the evidence as the background model means it.
        public let shipped: Double
        /// Of evidence mapped by what other speakers' clips taught; nil where these are too few.
        public let crossValidated: Double?
        /// Of the best monotone map of these very clips: what no map can better.
        public let minimum: Double

        /// Whether a map learnt here is better than none.
        public var isMapWorthwhile: Bool { crossValidated.map { $0 < shipped } ?? false }
    }
}

extension CalibrationClips {
    /// The calibration for a wanted rate of false alarms.
    ///
    /// Evidence gets a map of its own only where, by cross-validation over speakers, that is
    /// better than the background model's. Maps are monotone and change no decision at a threshold
    /// that moves along, but what probabilities mean.
    ///
    /// - Parameters:
    ///   - rate: the wanted false-alarm rate, a fraction between 0 and 1.
    ///   - unit: what it is counted per.
    ///   - bootstrap: how intervals are drawn; its seed also deals the folds.
    /// - Returns: the calibration and what it rests on.
    /// - Throws: ``NothingToCompare`` when there is no clip to be taken for somebody else;
    ///   `EvaluationError` when the rate is out of bounds.
    public func calibration(
        falseAlarmRate rate: Double, per unit: Calibration.Unit, _ bootstrap: SpeakerBootstrap
    ) throws -> CalibrationOutcome {
        let (map, cost) = try learnMap(seed: bootstrap.seed)
        let raw =
            switch unit {
            case .comparison: DetectionTrials.comparisons(evidence)
            case .identification: DetectionTrials.identifications(evidence)
            }
        guard !raw.nontargets.isEmpty else {
            throw NothingToCompare(gallery: gallery, clips: evidence.count)
        }
        let trials = raw.mapped(map.callAsFunction)
        let threshold = try trials.threshold(falseAlarmRate: rate)
        let falseAlarms = trials.falseAlarms(at: threshold)
        let misses = trials.misses(at: threshold)
        guard let expectedAlarms = try falseAlarms.expected(bootstrap) else {
            throw NothingToCompare(gallery: gallery, clips: evidence.count)
        }
        let enrolled = Set(evidence.filter { $0.own != nil }.map(\.speaker))
        let speakers = Set(evidence.map(\.speaker))
        return CalibrationOutcome(
            calibration: Calibration(
                map: map, threshold: threshold, wantedRate: rate, unit: unit,
                falseAlarms: expectedAlarms, misses: try misses.expected(bootstrap),
                speakers: speakers.count, clips: evidence.count, gallerySize: gallerySize,
                date: Date()),
            falseAlarms: falseAlarms, misses: misses,
            shipped: CalibrationOutcome.Shipped(
                threshold: shippedThreshold,
                falseAlarms: raw.falseAlarms(at: shippedThreshold),
                misses: raw.misses(at: shippedThreshold)),
            cost: cost, enrolledCount: enrolled.count,
            strangerCount: speakers.count - enrolled.count)
    }

    private func learnMap(
        seed: UInt64
    ) throws -> (map: EvidenceMap, cost: CalibrationOutcome.Cost?) {
        let trials = DetectionTrials.comparisons(evidence)
        guard !trials.targets.isEmpty, !trials.nontargets.isEmpty else { return (.identity, nil) }
        let speakers = Set(evidence.map(\.speaker)).count
        func learn(_ scores: VerificationScores) -> EvidenceMap? {
            EvidenceMap(
                targets: scores.targets, nontargets: scores.nontargets, speakers: speakers)
        }
        let scores = try trials.scores
        let tested = try trials.crossValidated(seed: seed) { learn($0)?.callAsFunction }
        let cost = CalibrationOutcome.Cost(
            shipped: scores.logLikelihoodRatioCost,
            crossValidated: tested?.logLikelihoodRatioCost,
            minimum: scores.minimumLogLikelihoodRatioCost)
        return (cost.isMapWorthwhile ? learn(scores) ?? .identity : .identity, cost)
    }
}

/// Clips that can be nobody's false alarm.
public struct NothingToCompare: Error, Equatable, Sendable, CustomStringConvertible {
    /// The gallery's file.
    public let gallery: String
    /// How many clips could be used.
    public let clips: Int

    /// What is missing.
    public var description: String {
        clips == 0
            ? "no clip could be used; give clips of enrolled speakers and of strangers"
            : "\(gallery): a single speaker is enrolled, and all clips are of that one, so that "
                + "false alarms cannot be counted; add clips of other people"
    }
}

extension SpeakerErrors {
    fileprivate func expected(_ bootstrap: SpeakerBootstrap) throws -> Calibration.ExpectedRate? {
        guard let rate = try predictedRate(bootstrap), let low = rate.low, let high = rate.high
        else { return nil }
        return .init(value: rate.value, low: low, high: high)
    }
}
