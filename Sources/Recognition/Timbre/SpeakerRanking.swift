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

    /// What scores a clip.
    public enum Scorer: String, Sendable {
        /// The best few components of each frame.
        case topComponents = "top-components"
        /// All components.
        case exact
        /// The linear approximation.
        case linear
    }

    /// What scores a clip.
    public var scorer: Scorer { isLinear ? .linear : isExact ? .exact : .topComponents }

    /// The gallery's own way.
    public init() {}
}

/// What was found out about a clip.
public struct Identification: Sendable {
    /// The clip and its quality.
    public let clip: ClipReport
    /// A name or *unknown*; nil when the clip is unusable, as ``ClipReport/quality`` says.
    public let decision: Decision?
    /// Everybody who is enrolled, best first, and in galleries of more than
    /// `SpeakerSearch.wholeCount` those who were scored exactly, `SpeakerSearch.bestCount` at most;
    /// empty when the clip is unusable.
    public let candidates: [Candidate]
    /// The least evidence of a match, in nats; −∞ for a closed set.
    public let threshold: Double
}

/// The enrolled speakers' models, and what makes scores against them relative to others.
struct EnrolledModels: Sendable {
    let models: [SpeakerModel]
    /// Voices beside the enrolled ones that clips are scored against, too.
    let cohort: [SpeakerModel]
    let normalizer: ScoreNormalizer
    /// How to find whom to score; nil where everybody is scored.
    var search: SpeakerSearch?
}

/// A clip's scores as they come, in nats per frame.
struct ClipScores: Sendable {
    let report: ClipReport
    let speakers: [Double]
    let cohort: [Double]
    /// Who was scored; nil for everybody.
    var selection: SpeakerSearch.Selection?
}

/// Scores clips against the enrolled speakers.
struct SpeakerRanking: Sendable {
    let analyzer: ClipAnalyzer
    var enrolled: EnrolledModels
    let options: MatchingOptions
    /// Whether the background model's calibration is that of the normalised scores.
    var isCalibrated = true
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
        let candidates = candidates(try scores(of: clip))
        return Identification(
            clip: clip.report, decision: rule.decide(candidates), candidates: candidates,
            threshold: threshold)
    }

    /// Everybody who is asked for, best first.
    func candidates(_ scores: ClipScores) -> [Candidate] {
        let models = scores.selection?.speakers.map { enrolled.models[$0] } ?? enrolled.models
        let candidates = rule.rank(
            zip(models, ratios(scores))
                .map { (speaker: $0.speaker, ratio: $1) }
                .filter { claim == nil || $0.speaker == claim },
            enrolled: claim == nil ? enrolled.models.count : 1)
        return scores.selection == nil
            ? candidates : Array(candidates.prefix(SpeakerSearch.bestCount))
    }

    /// What is compared with the threshold: the evidence for each speaker, through the map of the
    /// gallery's calibration.
    private func ratios(_ scores: ClipScores) -> [Double] {
        let map = calibration?.map ?? .identity
        return evidence(scores).map { map($0) }
    }

    /// The same of a usable clip, for everybody enrolled; who was not worth an exact score has the
    /// least of those who were.
    func ratios(of clip: AnalyzedClip) throws -> [Double] {
        let scores = try scores(of: clip)
        let ratios = ratios(scores)
        guard let selection = scores.selection else { return ratios }
        var all = [Double](repeating: ratios.min() ?? 0, count: enrolled.models.count)
        for (speaker, ratio) in zip(selection.speakers, ratios) { all[speaker] = ratio }
        return all
    }

    /// What speaks for each speaker: calibrated log-likelihood ratios, in nats, or the normalised
    /// scores where the calibration is not theirs.
    ///
    /// - Parameters:
    ///   - scores: a clip's.
    ///   - absent: the index of a speaker who is taken for not enrolled where scores are made
    ///     relative to others.
    /// - Returns: one value per model.
    func evidence(_ scores: ClipScores, absent: Int? = nil) -> [Double] {
        let normalizer = enrolled.normalizer
        let normalized = normalizer.normalized(
            scores.speakers, cohort: scores.cohort, absent: absent, selection: scores.selection)
        guard isCalibrated else { return normalized }
        return normalized.enumerated().map { speaker, score in
            analyzer.background.scoring.calibration.logLikelihoodRatio(
                of: score,
                Circumstances(
                    speechSeconds: scores.report.speechSeconds,
                    signalToNoiseDecibels: scores.report.signalToNoiseDecibels,
                    others: normalizer.otherCount(
                        of: speaker, speakers: enrolled.models.count,
                        cohort: scores.cohort.count, absent: absent)))
        }
    }

    /// The scores against all models, before anything is made of them.
    func scores(of clip: AnalyzedClip) throws -> ClipScores {
        let selection = try enrolled.search?.selection(
            for: CompactClip(
                clip.streams, analyzer.scoringBackground,
                topComponents: analyzer.background.scoring.topComponents),
            among: enrolled.models,
            claim: claim.flatMap { name in
                enrolled.models.firstIndex { $0.speaker == name }
            })
        let chosen = selection?.speakers.map { enrolled.models[$0] } ?? enrolled.models
        let models = chosen + enrolled.cohort
        let scores =
            if let scorer = analyzer.scorer(options) {
                try scorer.scores(of: clip.streams, against: models)
            } else {
                LinearScorer(analyzer.scoringBackground)
                    .scores(of: try analyzer.statistics(of: clip), against: models)
            }
        return ClipScores(
            report: clip.report, speakers: Array(scores.prefix(chosen.count)),
            cohort: Array(scores.dropFirst(chosen.count)), selection: selection)
    }
}
