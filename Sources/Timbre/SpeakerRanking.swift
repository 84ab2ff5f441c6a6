internal import GaussianMixtures
public import SpeakerIdentification

/// How a clip is matched against the enrolled speakers; what is nil, the background model says.
public struct MatchingOptions: Sendable {
    /// The least score of a match, in nats per frame.
    public var threshold: Double?
    /// Whether the speaker is known to be one of the enrolled, so that nobody is *unknown*.
    public var isClosedSet = false
    /// Whether all components are evaluated rather than the best few of each frame.
    public var isExact = false
    /// Whether scores are the fast linear approximation; the background model's threshold and
    /// probabilities are those of exact scores, so give a ``threshold`` or say ``isClosedSet``.
    public var isLinear = false

    /// The background model's own way.
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
    /// The least score of a match; −∞ for a closed set.
    public let threshold: Double
}

/// Scores clips against a set of speakers.
struct SpeakerRanking: Sendable {
    let analyzer: ClipAnalyzer
    let models: [SpeakerModel]
    let options: MatchingOptions

    var threshold: Double {
        options.isClosedSet
            ? -.infinity : options.threshold ?? analyzer.background.scoring.threshold
    }

    var rule: OpenSetDecision {
        OpenSetDecision(
            calibration: analyzer.background.scoring.calibration, threshold: threshold,
            prior: options.isClosedSet ? 1 : 0.5)
    }

    func identify(_ clip: AnalyzedClip) throws -> Identification {
        guard clip.report.quality == .ok else {
            return Identification(
                clip: clip.report, decision: nil, candidates: [], threshold: threshold)
        }
        let scores = zip(models, try scores(of: clip)).map { ($0.speaker, $1) }
        let candidates = rule.rank(scores)
        return Identification(
            clip: clip.report, decision: rule.decide(candidates), candidates: candidates,
            threshold: threshold)
    }

    private func scores(of clip: AnalyzedClip) throws -> [Double] {
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
