internal import GaussianMixtures
internal import SpeakerGallery
public import SpeakerIdentification

/// How a clip is matched against the enrolled speakers; what is nil, the gallery's calibration says,
/// or else the background model.
public struct MatchingOptions: Sendable {
    /// The least evidence of a match, in nats.
    public var threshold: Double?
    /// Whether the speaker is known to be one of the enrolled, so that nobody is *unknown*.
    public var isClosedSet = false
    /// Whether all components are evaluated rather than the best few of each frame.
    public var isExact = false
    /// Whether scores are the fast linear approximation; thresholds that were learnt and
    /// probabilities are those of exact scores, so give a ``threshold`` or say ``isClosedSet``.
    public var isLinear = false

    /// The gallery's own way.
    public init() {}
}

/// What was found out about a clip.
public struct Identification: Sendable {
    /// The clip and its quality.
    public let clip: ClipReport
    /// A name or *unknown*; nil when the clip is unusable, as ``ClipReport/quality`` says.
    public let decision: Decision?
    /// Everybody who is enrolled, best first; empty when the clip is unusable.
    public let candidates: [Candidate]
    /// The least evidence of a match, in nats; −∞ for a closed set.
    public let threshold: Double
}

/// Scores clips against the enrolled speakers.
struct SpeakerRanking: Sendable {
    let analyzer: ClipAnalyzer
    let models: [SpeakerModel]
    let options: MatchingOptions
    /// What the gallery's user found out about the evidence.
    var calibration: Calibration?
    /// The one speaker who is claimed; nil to look for anybody.
    var claim: String?

    var threshold: Double {
        options.isClosedSet
            ? -.infinity
            : options.threshold ?? calibration?.threshold ?? analyzer.background.scoring.threshold
    }

    var rule: OpenSetDecision {
        OpenSetDecision(threshold: threshold, prior: options.isClosedSet ? 1 : 0.5)
    }

    func identify(_ clip: AnalyzedClip) throws -> Identification {
        guard clip.report.quality == .ok else {
            return Identification(
                clip: clip.report, decision: nil, candidates: [], threshold: threshold)
        }
        let scores = try scores(of: clip)
        let map = calibration?.map ?? .identity
        let evidence = zip(models, evidence(of: scores.enrolled, scores.cohort, in: clip))
            .map { (speaker: $0.speaker, ratio: map($1)) }
            .filter { claim == nil || $0.speaker == claim }
        let candidates = rule.rank(evidence)
        return Identification(
            clip: clip.report, decision: rule.decide(candidates), candidates: candidates,
            threshold: threshold)
    }

    /// Calibrated log-likelihood ratios of the enrolled, in nats, from their scores and the
    /// cohort's.
    func evidence(
        of scores: [Double], _ cohort: [Double], in clip: AnalyzedClip
    ) -> [Double] {
        let scoring = analyzer.background.scoring
        let circumstances = Circumstances(
            speechSeconds: clip.report.speechSeconds,
            signalToNoiseDecibels: clip.report.signalToNoiseDecibels,
            others: scores.count + cohort.count - 1)
        return scoring.normalization.normalized(scores, cohort: cohort)
            .map { scoring.calibration.logLikelihoodRatio(of: $0, circumstances) }
    }

    /// How well the models of the enrolled and of the cohort explain a clip.
    func scores(of clip: AnalyzedClip) throws -> (enrolled: [Double], cohort: [Double]) {
        let scores = try scores(of: clip, against: models + analyzer.cohort)
        return (Array(scores.prefix(models.count)), Array(scores.dropFirst(models.count)))
    }

    private func scores(of clip: AnalyzedClip, against models: [SpeakerModel]) throws -> [Double] {
        if options.isLinear {
            return LinearScorer(analyzer.scoringBackground)
                .scores(of: try analyzer.statistics(of: clip), against: models)
        }
        let scoring = analyzer.background.scoring
        return try ClipScorer(
            analyzer.scoringBackground, topComponents: options.isExact ? nil : scoring.topComponents
        ).scores(of: clip.streams, against: models)
    }
}
