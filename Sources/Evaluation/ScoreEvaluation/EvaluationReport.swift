/// The figures of a whole evaluation, in the form that `timbre evaluate --json` prints.
///
/// Rates are fractions. A section is absent where it does not apply: without strangers' clips
/// there is no open set, with one enrolled speaker there are no nontargets to verify.
///
/// ```swift
/// let report = try EvaluationReport(outcomes, bootstrap: SpeakerBootstrap())
/// report.verification?.equalErrorRate.value
/// ```
public struct EvaluationReport: Codable, Equatable, Sendable {
    /// Identification among enrolled speakers only.
    public var closedSet: ClosedSet?
    /// Is it the claimed speaker?
    public var verification: Verification?
    /// The same where scores know that the clip's true speaker is enrolled, too
    /// (``IdentificationOutcome/knownImpostorTrials``); none where that makes no difference.
    public var knownImpostors: Verification?
    /// Identification where strangers may come.
    public var openSet: OpenSet?
    /// Identification by frames without speech; none where nobody asked for it.
    public var silenceControl: SilenceControl?

    private enum CodingKeys: String, CodingKey {
        case closedSet = "closed_set"
        case verification
        case knownImpostors = "verification_known_impostors"
        case openSet = "open_set"
        case silenceControl = "silence_control"
    }

    /// Closed-set identification of the enrolled speakers' clips.
    public struct ClosedSet: Equatable, Sendable {
        /// The fraction of clips whose true speaker is first.
        public var top1: Figure
        /// The fraction of clips whose true speaker is among the first five.
        public var top5: Figure
        /// The number of clips.
        public var count: Int
    }

    /// Verification.
    public struct Verification: Equatable, Sendable {
        /// EER on the convex hull (``VerificationScores/equalErrorRate``).
        public var equalErrorRate: Figure
        /// minDCF for ``DetectionCost/priorOnePercent``.
        public var minimumCostPriorOnePercent: Figure
        /// minDCF for ``DetectionCost/priorFivePercent``.
        public var minimumCostPriorFivePercent: Figure
        /// Cllr in bits (``VerificationScores/logLikelihoodRatioCost``); none where scores are no
        /// log-likelihood ratios.
        public var logLikelihoodRatioCost: Figure?
        /// minCllr in bits (``VerificationScores/minimumLogLikelihoodRatioCost``).
        public var minimumLogLikelihoodRatioCost: Figure
        /// The number of target trials.
        public var targets: Int
        /// The number of nontarget trials.
        public var nontargets: Int
    }

    /// Open-set identification of the enrolled speakers' and the strangers' clips.
    public struct OpenSet: Equatable, Sendable {
        /// FNIR at an FPIR of 1 %. With fewer than 100 strangers' clips it is FNIR at an FPIR
        /// of 0, an upper bound (``OpenSetScores/threshold(falsePositiveRate:)``).
        public var falseNegativeRateAtOnePercent: Figure
        /// FNIR at an FPIR of 10 %.
        public var falseNegativeRateAtTenPercent: Figure
        /// The number of strangers' clips.
        public var unknownCount: Int
    }
}

extension EvaluationReport {
    /// The report of a corpus' outcomes.
    ///
    /// Verification trials are the enrolled speakers' clips against all enrolled models: every
    /// clip is once a target and once an impostor for each other model. That is the full cross
    /// of what the corpus enrols and probes, needs no list of its own, and asks of the same
    /// clips what the closed set asks. Strangers' clips measure the open set; they may be added
    /// as further impostors, as NIST's evaluations do, but a figure with them depends on how
    /// many strangers a corpus happens to hold. What a nontarget trial may know of the clip's own
    /// speaker, ``IdentificationOutcome/trials`` says.
    ///
    /// - Parameters:
    ///   - outcomes: every clip compared with every enrolled speaker.
    ///   - strangersAsImpostors: whether strangers' clips against all models are nontargets too.
    ///   - isCalibrated: whether scores are meant for log-likelihood ratios; Cllr is left out
    ///     otherwise.
    ///   - bootstrap: how intervals are drawn.
    /// - Throws: ``EvaluationError`` when outcomes say that one clip is of two speakers.
    public init(
        _ outcomes: [IdentificationOutcome], strangersAsImpostors: Bool = false,
        isCalibrated: Bool = true, bootstrap: SpeakerBootstrap
    ) throws {
        let known = outcomes.contains { $0.rank != nil }
        let unknown = outcomes.contains { $0.rank == nil }
        let resampling = IdentificationResampling(outcomes)
        if known {
            closedSet = try ClosedSet(
                ClosedSetScores(outcomes), resampling: resampling, bootstrap: bootstrap)
        }
        let impostors =
            known
            && outcomes.contains {
                ($0.rank != nil && $0.candidates.count > 1)
                    || ($0.rank == nil && strangersAsImpostors)
            }
        if impostors {
            let claimants = outcomes.lazy.filter { strangersAsImpostors || $0.rank != nil }
            verification = try Verification(
                trials: claimants.flatMap(\.trials), isCalibrated: isCalibrated,
                bootstrap: bootstrap)
            if outcomes.contains(where: { $0.unknownImpostor != nil }) {
                knownImpostors = try Verification(
                    trials: claimants.flatMap(\.knownImpostorTrials), isCalibrated: isCalibrated,
                    bootstrap: bootstrap)
            }
        }
        if known && unknown {
            openSet = try OpenSet(
                OpenSetScores(outcomes), resampling: resampling, bootstrap: bootstrap)
        }
    }
}

extension EvaluationReport.ClosedSet {
    init(
        _ scores: ClosedSetScores, resampling: IdentificationResampling,
        bootstrap: SpeakerBootstrap?
    ) throws {
        let figures = try bootstrap.figures(
            values: [scores.rate(within: 1), scores.rate(within: 5)],
            enrolled: resampling.enrolled, strangers: resampling.strangers
        ) { $0.map { resampling.closedSetRates($0, within: [1, 5]) } }
        top1 = figures[0]
        top5 = figures[1]
        count = scores.ranks.count
    }
}

extension EvaluationReport.Verification {
    /// Figures without intervals, where it is not known who speaks.
    public init(_ scores: VerificationScores) {
        let hull = ConvexHull(scores)
        equalErrorRate = Figure(value: hull.equalErrorRate)
        minimumCostPriorOnePercent = Figure(value: hull.minimum(of: .priorOnePercent))
        minimumCostPriorFivePercent = Figure(value: hull.minimum(of: .priorFivePercent))
        logLikelihoodRatioCost = Figure(value: scores.logLikelihoodRatioCost)
        minimumLogLikelihoodRatioCost = Figure(value: hull.minimumLogLikelihoodRatioCost)
        targets = scores.targets.count
        nontargets = scores.nontargets.count
    }

    /// Figures with intervals over speakers.
    ///
    /// Models are named by their speakers. A clip's speaker is ``Trial/speaker``; where that is
    /// open, the model of the clip's target trial; where there is none, a stranger of the clip's
    /// own name.
    ///
    /// - Throws: ``EvaluationError`` when there are no targets or no nontargets, a score is not
    ///   a number, or labels and speakers contradict each other.
    public init(
        trials: some Sequence<Trial>, isCalibrated: Bool = true, bootstrap: SpeakerBootstrap
    ) throws {
        let resampling = try VerificationResampling(
            SpeakerPairs(trials), costs: [.priorOnePercent, .priorFivePercent], averaged: 2)
        let figures = try resampling.figures(bootstrap)
        equalErrorRate = figures.equalErrorRate
        minimumCostPriorOnePercent = figures.minimumCosts[0]
        minimumCostPriorFivePercent = figures.minimumCosts[1]
        logLikelihoodRatioCost = isCalibrated ? figures.logLikelihoodRatioCost : nil
        minimumLogLikelihoodRatioCost = figures.minimumLogLikelihoodRatioCost
        targets = resampling.scores.targets.count
        nontargets = resampling.scores.nontargets.count
    }
}

extension EvaluationReport.OpenSet {
    init(
        _ scores: OpenSetScores, resampling: IdentificationResampling,
        bootstrap: SpeakerBootstrap?
    ) throws {
        let rates = [0.01, 0.1]
        let figures = try bootstrap.figures(
            values: try rates.map { try scores.falseNegativeRate(atFalsePositiveRate: $0) },
            enrolled: resampling.enrolled, strangers: resampling.strangers
        ) { $0.map { resampling.falseNegativeRates($0, atFalsePositiveRates: rates) } }
        falseNegativeRateAtOnePercent = figures[0]
        falseNegativeRateAtTenPercent = figures[1]
        unknownCount = scores.strangers.count
    }
}
