/// Every figure of some trials, in the form that `timbre metrics --json` prints.
///
/// ```swift
/// let trials = try ScoredTrials(scores: TextFile(path: "scores.tsv"))
/// let report = try MetricsReport(trials, bootstrap: SpeakerBootstrap())
/// report.verification.equalErrorRate.value
/// ```
public struct MetricsReport: Equatable, Sendable {
    /// Is it the claimed speaker?
    public var verification: Verification
    /// Identification among enrolled speakers only; none where ``identificationObstacle`` says why
    /// or no clip is of an enrolled speaker.
    public var closedSet: ClosedSet?
    /// Identification where strangers may come; none without strangers' clips.
    public var openSet: EvaluationReport.OpenSet?
    /// Why the trials are no identification; none where they are.
    public var identificationObstacle: String?

    /// The figures of verification.
    public struct Verification: Equatable, Sendable {
        /// EER on the convex hull (``VerificationScores/equalErrorRate``).
        public var equalErrorRate: Figure
        /// EER on the ROC (``VerificationScores/interpolatedEqualErrorRate``).
        public var interpolatedEqualErrorRate: Figure
        /// The area under the ROC (``VerificationScores/areaUnderCurve``).
        public var areaUnderCurve: Figure
        /// Cllr in bits (``VerificationScores/logLikelihoodRatioCost``).
        public var logLikelihoodRatioCost: Figure
        /// minCllr in bits (``VerificationScores/minimumLogLikelihoodRatioCost``).
        public var minimumLogLikelihoodRatioCost: Figure
        /// ECE (``ReliabilityTable``).
        public var expectedCalibrationError: Figure
        /// The costs that were asked for.
        public var costs: [Cost]
        /// minDCF, its mean over the costs asked for.
        public var meanMinimumCost: Figure
        /// actDCF, its mean over the costs asked for.
        public var meanActualCost: Figure
        /// minDCF for ``DetectionCost/priorOnePercent``.
        public var minimumCostPriorOnePercent: Figure
        /// minDCF for ``DetectionCost/priorFivePercent``.
        public var minimumCostPriorFivePercent: Figure
        /// The threshold at which both error rates meet.
        public var equalErrorThreshold: Double
        /// The errors there.
        public var equalErrors: RuleOfThirty
        /// Probabilities against shares of targets.
        public var reliability: ReliabilityTable
        /// The number of target trials.
        public var targets: Int
        /// The number of nontarget trials.
        public var nontargets: Int
        /// The number of speakers with a model.
        public var enrolledSpeakers: Int
        /// The number of speakers without.
        public var strangers: Int
        /// Whether intervals were drawn on pooled scores, beyond 16384 targets or nontargets:
        /// their ends are exact to some 1/8192.
        public var isPooled: Bool
    }

    /// Figures at one operating point.
    public struct Cost: Equatable, Sendable {
        /// The operating point.
        public var cost: DetectionCost
        /// minDCF (``VerificationScores/minimumCost(_:)``).
        public var minimum: Figure
        /// actDCF (``VerificationScores/actualCost(_:)``).
        public var actual: Figure
        /// The errors at the threshold of minDCF.
        public var errors: RuleOfThirty
    }

    /// Figures of closed-set identification.
    public struct ClosedSet: Equatable, Sendable {
        /// The figures that ``EvaluationReport`` has too.
        public var rates: EvaluationReport.ClosedSet
        /// The cumulative match characteristic (``ClosedSetScores/cumulativeMatchCurve``).
        public var cumulativeMatchCurve: [Double]
    }
}

extension MetricsReport {
    /// The report of some trials.
    ///
    /// - Parameters:
    ///   - trials: the trials.
    ///   - costs: the operating points, at least one.
    ///   - bootstrap: how intervals are drawn; without, figures have none.
    /// - Throws: ``EvaluationError`` when there are no targets or no nontargets, or labels
    ///   contradict each other.
    public init(
        _ trials: ScoredTrials,
        costs: [DetectionCost] = [.priorOnePercent, .priorFivePercent],
        bootstrap: SpeakerBootstrap?
    ) throws {
        try self.init(
            trials, speakers: SpeakerComponents(trials), costs: costs, bootstrap: bootstrap)
    }

    /// The report of a corpus' outcomes; trials of verification are the enrolled speakers' clips
    /// against all models, as in ``EvaluationReport``.
    ///
    /// - Parameters:
    ///   - outcomes: every clip compared with every enrolled speaker.
    ///   - costs: the operating points, at least one.
    ///   - bootstrap: how intervals are drawn; without, figures have none.
    /// - Throws: ``EvaluationError`` when there are no targets or no nontargets, or one clip is
    ///   said to be of two speakers.
    public init(
        _ outcomes: [IdentificationOutcome],
        costs: [DetectionCost] = [.priorOnePercent, .priorFivePercent],
        bootstrap: SpeakerBootstrap?
    ) throws {
        let claimants = outcomes.lazy.filter { $0.rank != nil }
        verification = try Verification(
            SpeakerPairs(claimants.flatMap(\.trials)), costs: costs, bootstrap: bootstrap)
        let resampling = IdentificationResampling(outcomes)
        let closed = try ClosedSetScores(outcomes)
        closedSet = ClosedSet(
            rates: try EvaluationReport.ClosedSet(
                closed, resampling: resampling, bootstrap: bootstrap),
            cumulativeMatchCurve: closed.cumulativeMatchCurve)
        guard outcomes.contains(where: { $0.rank == nil }) else { return }
        openSet = try EvaluationReport.OpenSet(
            OpenSetScores(outcomes), resampling: resampling, bootstrap: bootstrap)
    }

    /// The reports of the trials of each condition, in order; none where a condition has no
    /// targets or no nontargets.
    ///
    /// - Parameters:
    ///   - trials: the trials, read with the column of conditions.
    ///   - costs: the operating points, at least one.
    ///   - bootstrap: how intervals are drawn; without, figures have none.
    /// - Returns: conditions and their reports.
    /// - Throws: ``EvaluationError`` when labels contradict each other.
    public static func byCondition(
        _ trials: ScoredTrials,
        costs: [DetectionCost] = [.priorOnePercent, .priorFivePercent],
        bootstrap: SpeakerBootstrap?
    ) throws -> [(condition: String, report: MetricsReport?)] {
        // Who is who is known from all trials; a condition's own may not tell.
        let speakers = try SpeakerComponents(trials)
        return try trials.conditionGroups.map { group in
            let part = trials.trials(of: group)
            do {
                return (
                    group.name,
                    try MetricsReport(
                        part, speakers: speakers, costs: costs, bootstrap: bootstrap)
                )
            } catch EvaluationError.noTargets, EvaluationError.noNontargets {
                return (group.name, nil)
            }
        }
    }

    private init(
        _ trials: ScoredTrials, speakers: SpeakerComponents, costs: [DetectionCost],
        bootstrap: SpeakerBootstrap?
    ) throws {
        verification = try Verification(
            speakers.pairs(trials.table.rows, count: trials.count), costs: costs,
            bootstrap: bootstrap)
        let cross = Result { () throws(IdentificationCross.Obstacle) in
            try IdentificationCross(trials, speakers: speakers)
        }
        switch cross {
        case .failure(let obstacle): identificationObstacle = obstacle.description
        case .success(let cross):
            let resampling = IdentificationResampling(cross, speakers: speakers)
            guard cross.clips.contains(where: { $0.rank > 0 }) else { return }
            let closed = try ClosedSetScores(cross)
            closedSet = ClosedSet(
                rates: try EvaluationReport.ClosedSet(
                    closed, resampling: resampling, bootstrap: bootstrap),
                cumulativeMatchCurve: closed.cumulativeMatchCurve)
            guard cross.clips.contains(where: { $0.rank == 0 }) else { return }
            openSet = try EvaluationReport.OpenSet(
                OpenSetScores(cross), resampling: resampling, bootstrap: bootstrap)
        }
    }
}

extension MetricsReport.Verification {
    fileprivate init(
        _ pairs: consuming SpeakerPairs, costs: [DetectionCost], bootstrap: SpeakerBootstrap?
    ) throws {
        enrolledSpeakers = pairs.enrolled
        strangers = pairs.strangers
        let resampling = try VerificationResampling(
            pairs, costs: costs + [.priorOnePercent, .priorFivePercent], averaged: costs.count)
        let figures = try resampling.figures(bootstrap)
        let scores = resampling.scores
        equalErrorRate = figures.equalErrorRate
        interpolatedEqualErrorRate = figures.interpolatedEqualErrorRate
        areaUnderCurve = figures.areaUnderCurve
        logLikelihoodRatioCost = figures.logLikelihoodRatioCost
        minimumLogLikelihoodRatioCost = figures.minimumLogLikelihoodRatioCost
        expectedCalibrationError = figures.expectedCalibrationError
        self.costs = try costs.enumerated().map { index, cost in
            MetricsReport.Cost(
                cost: cost, minimum: figures.minimumCosts[index],
                actual: figures.actualCosts[index],
                errors: try scores.errors(at: scores.minimumCostThreshold(cost)))
        }
        meanMinimumCost = figures.meanMinimumCost
        meanActualCost = figures.meanActualCost
        minimumCostPriorOnePercent = figures.minimumCosts[costs.count]
        minimumCostPriorFivePercent = figures.minimumCosts[costs.count + 1]
        equalErrorThreshold = scores.equalErrorThreshold
        equalErrors = try scores.errors(at: equalErrorThreshold)
        reliability = resampling.reliability
        targets = scores.targets.count
        nontargets = scores.nontargets.count
        isPooled = resampling.isPooled
    }
}
