public import NumericCore

/// Tells which enrolled speaker is heard in a clip, from its frames to a decision:
///
///     candidates → scores → normalisation → calibration → decision
///
/// ```swift
/// let answer = try identifier.identify(streams, measures, MatchingOptions())
/// if case .match(let speaker) = answer.decision { print(speaker) }
/// ```
public struct Identifier: Sendable {
    /// Everybody who may be named.
    public let speakers: [SpeakerModel]
    /// Voices beside them, against which clips are scored, too.
    public let cohort: [SpeakerModel]
    /// The background of all models, made ready.
    private let background: ScoringBackground
    /// How the background model scores, and what its scores mean.
    private let scoring: ScoringConfiguration
    private let scorer: Scorer
    private let normalizer: ScoreNormalizer
    /// Whether the background model's calibration is that of the normalised scores.
    private let isCalibrated: Bool
    /// What the gallery's own clips taught about evidence, and its threshold.
    private let calibration: (map: EvidenceMap, threshold: Double)?
    /// The search of a large gallery; nil where everybody is a candidate.
    private var search: SpeakerSearch?

    /// An identifier of some speakers.
    ///
    /// - Parameters:
    ///   - speakers: everybody who may be named.
    ///   - cohort: voices beside them.
    ///   - background: the background of all models.
    ///   - scoring: how the background model scores.
    ///   - scorer: what scores clips.
    ///   - normalizer: what makes scores relative to others, made for these voices and this scorer.
    ///   - isCalibrated: whether the background model's calibration is that of the normalised
    ///     scores; otherwise these are the evidence as they are.
    ///   - calibration: the gallery's own map of evidence and threshold, if any.
    public init(
        _ speakers: [SpeakerModel], cohort: [SpeakerModel], background: ScoringBackground,
        scoring: ScoringConfiguration, scorer: Scorer, normalizer: ScoreNormalizer,
        isCalibrated: Bool = true, calibration: (map: EvidenceMap, threshold: Double)? = nil
    ) {
        self.speakers = speakers
        self.cohort = cohort
        self.background = background
        self.scoring = scoring
        self.scorer = scorer
        self.normalizer = normalizer
        self.isCalibrated = isCalibrated
        self.calibration = calibration
        let isLarge = speakers.count > SpeakerSearch.wholeCount
        let knowsFrames = scorer != .linear && !normalizer.normalization.needsImpostorScores
        search =
            isLarge && knowsFrames ? SpeakerSearch(among: speakers.map(\.speaker)) : nil
    }

    /// The same, with everybody a candidate whatever the gallery's size.
    public var withoutSearch: Identifier {
        var copy = self
        copy.search = nil
        return copy
    }

    /// Who is heard in a clip.
    ///
    /// - Parameters:
    ///   - streams: its frames, T×D in every stream of the background model, T at least 1.
    ///   - measures: what is known of its quality.
    ///   - options: what is asked.
    /// - Returns: the decision, and what it rests on.
    /// - Throws: ``IdentificationError`` for frames of another background model or not finite, and
    ///   what reading them throws.
    public func identify(
        _ streams: [some FrameSource<Float>], _ measures: QualityMeasures,
        _ options: MatchingOptions = MatchingOptions()
    ) throws -> Answer {
        let candidates = try candidates(for: streams, claim: options.claim)
        let scores = try scores(of: streams, against: candidates, measures)
        return decide(scores, options)
    }

    // MARK: Candidates

    /// Whom a clip is scored against: everybody, or what the search of a large gallery selects.
    private func candidates(
        for streams: [some FrameSource<Float>], claim: String?
    ) throws -> SpeakerSearch.Selection? {
        try search?.selection(
            for: CompactClip(streams, background, topComponents: scoring.topComponents),
            among: speakers, claim: claim.flatMap(place))
    }

    // MARK: Scores

    /// A clip's scores as they come, in nats per frame.
    public struct Scores: Sendable {
        /// What is known of the clip's quality.
        let measures: QualityMeasures
        /// Whom the search selected; nil for everybody.
        let selection: SpeakerSearch.Selection?
        /// Against each candidate.
        let speakers: [Double]
        /// Against each voice of the cohort.
        let cohort: [Double]
    }

    /// A clip's scores against its candidates and the cohort.
    ///
    /// - Throws: as ``identify(_:_:_:)``.
    public func scores(
        of streams: [some FrameSource<Float>], _ measures: QualityMeasures
    ) throws -> Scores {
        try scores(of: streams, against: candidates(for: streams, claim: nil), measures)
    }

    private func scores(
        of streams: [some FrameSource<Float>], against selection: SpeakerSearch.Selection?,
        _ measures: QualityMeasures
    ) throws -> Scores {
        let candidates = selection?.speakers.map { speakers[$0] } ?? speakers
        let scores = try scorer.scores(
            of: streams, against: candidates + cohort, background, scoring)
        return Scores(
            measures: measures, selection: selection,
            speakers: Array(scores.prefix(candidates.count)),
            cohort: Array(scores.dropFirst(candidates.count)))
    }

    // MARK: Normalisation and calibration

    /// The evidence for each candidate as the background model means it: calibrated
    /// log-likelihood ratios, in nats, or normalised scores where it is not calibrated for them.
    ///
    /// - Parameters:
    ///   - scores: of a clip.
    ///   - absent: the place of a speaker who is taken for not enrolled, where scores are made
    ///     relative to others.
    /// - Returns: a value for each candidate.
    public func evidence(_ scores: Scores, absent: Int? = nil) -> [Double] {
        let normalized = normalizer.normalized(
            scores.speakers, cohort: scores.cohort, absent: absent, selection: scores.selection)
        guard isCalibrated else { return normalized }
        return normalized.enumerated().map { candidate, score in
            scoring.calibration.logLikelihoodRatio(
                of: score, scores.measures,
                others: normalizer.otherCount(
                    of: candidate, speakers: speakers.count, cohort: scores.cohort.count,
                    absent: absent))
        }
    }

    /// The same through the map of the gallery's own calibration: what the threshold is compared
    /// with.
    private func mappedEvidence(_ scores: Scores) -> [Double] {
        let map = calibration?.map ?? .identity
        return evidence(scores).map { map($0) }
    }

    /// The evidence for everybody. Speakers who are no candidates get the lowest of the candidates.
    ///
    /// - Throws: as ``identify(_:_:_:)``.
    public func evidenceForEverybody(
        in streams: [some FrameSource<Float>], _ measures: QualityMeasures
    ) throws -> [Double] {
        let scores = try scores(of: streams, measures)
        let evidence = mappedEvidence(scores)
        guard let selection = scores.selection else { return evidence }
        var all = [Double](repeating: evidence.min() ?? 0, count: speakers.count)
        for (speaker, value) in zip(selection.speakers, evidence) { all[speaker] = value }
        return all
    }

    // MARK: Decision

    /// The answer for a clip.
    public struct Answer: Sendable {
        /// A name or *unknown*.
        public let decision: SpeakerDecision
        /// Who comes into question, best first; in a large gallery ``SpeakerSearch/bestCount`` at
        /// most.
        public let candidates: [SpeakerCandidate]
        /// The least evidence of a match, in nats; −∞ for a closed set.
        public let threshold: Double
    }

    /// The least evidence of a match: the one that is asked for, else the gallery's own, else the
    /// background model's.
    public func threshold(_ options: MatchingOptions) -> Double {
        options.isClosedSet
            ? -.infinity : options.threshold ?? calibration?.threshold ?? scoring.threshold
    }

    /// The decision for a clip's scores: a stranger is *unknown*, whose best evidence stays below
    /// the threshold (``OpenSetDecision``).
    public func decide(_ scores: Scores, _ options: MatchingOptions = MatchingOptions()) -> Answer {
        let rule = OpenSetDecision(
            threshold: threshold(options), prior: options.isClosedSet ? 1 : 0.5)
        let models = scores.selection?.speakers.map { speakers[$0] } ?? speakers
        let evidence = zip(models, mappedEvidence(scores))
            .map { (speaker: $0.speaker, ratio: $1) }
            .filter { options.claim == nil || $0.speaker == options.claim }
        let ranked = rule.rank(
            evidence, enrolled: options.claim == nil ? speakers.count : 1)
        let candidates =
            scores.selection == nil ? ranked : Array(ranked.prefix(SpeakerSearch.bestCount))
        return Answer(
            decision: rule.decide(candidates), candidates: candidates, threshold: rule.threshold)
    }

    /// The place of a speaker among ``speakers``; nil for a name that nobody has.
    public func place(of name: String) -> Int? { speakers.firstIndex { $0.speaker == name } }
}

/// How a clip is matched against the enrolled speakers; what is nil, the gallery's calibration says,
/// or else the background model.
public struct MatchingOptions: Sendable {
    /// The least evidence of a match, in nats.
    public var threshold: Double?
    /// Whether the speaker is known to be one of the enrolled, so that nobody is *unknown*.
    public var isClosedSet = false
    /// What scores clips. Thresholds that were learnt, and probabilities, are those of frames'
    /// scores: with ``Scorer/linear`` give a ``threshold``, or say ``isClosedSet``.
    public var scorer = Scorer.topComponents
    /// The one speaker who is asked for; nil for everybody.
    package var claim: String?

    /// The gallery's own way.
    public init() {}
}
