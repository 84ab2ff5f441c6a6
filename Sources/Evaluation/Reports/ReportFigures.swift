public import ScoreEvaluation

extension EvaluationReport {
    /// The figures by name.
    ///
    /// - Parameter speakers: the number of enrolled speakers.
    /// - Returns: the figures of the sections that there are.
    public func namedFigures(speakers: Int) -> [NamedFigure] {
        var figures: [NamedFigure] = []
        if let closedSet { figures += closedSet.namedFigures(speakers: speakers, hasErrors: false) }
        if let silenceControl { figures.append(silenceControl.namedFigure) }
        if let verification { figures += verification.namedFigures() }
        if let knownImpostors { figures += knownImpostors.namedFigures(suffix: Self.known) }
        if let openSet { figures += openSet.namedFigures }
        return figures
    }

    static func trials(_ targets: Int, _ nontargets: Int) -> String {
        "\(counted(targets, "target")), \(counted(nontargets, "nontarget"))"
    }
}

extension EvaluationReport {
    /// What figures of known impostors' trials are told apart by.
    static let known = ", known impostors"
}

extension EvaluationReport.Verification {
    func namedFigures(suffix: String = "") -> [NamedFigure] {
        let over = EvaluationReport.trials(targets, nontargets)
        func figure(_ name: String, _ figure: Figure, isRate: Bool = false) -> NamedFigure {
            NamedFigure(name + suffix, figure, over: over, isRate: isRate)
        }
        return [
            figure("EER", equalErrorRate, isRate: true),
            figure("minDCF 0.01", minimumCostPriorOnePercent),
            figure("minDCF 0.05", minimumCostPriorFivePercent),
        ] + (logLikelihoodRatioCost.map { [figure("Cllr", $0)] } ?? []) + [
            figure("min Cllr", minimumLogLikelihoodRatioCost)
        ]
    }
}

extension EvaluationReport.ClosedSet {
    func namedFigures(speakers: Int?, hasErrors: Bool = true) -> [NamedFigure] {
        let of = speakers.map { " of \(counted($0, "speaker"))" } ?? ""
        let over = counted(count, "clip") + of
        let wrong = Int(((1 - top1.value) * Double(count)).rounded())
        return [
            NamedFigure(
                "top-1", top1, over: over, errors: hasErrors ? "\(wrong)" : "", isRate: true),
            NamedFigure("top-5", top5, over: over, isRate: true),
        ]
    }
}

extension EvaluationReport.SilenceControl {
    var namedFigure: NamedFigure {
        NamedFigure(
            "top-1 from silence", top1,
            over: "\(counted(count, "clip")) of \(counted(speakerCount, "speaker")), "
                + "chance \(fixed(100 * chance, 1)) %", isRate: true)
    }

    /// What the control tells of its corpus.
    public var finding: String {
        let interval =
            top1.low.flatMap { low in
                top1.high.map { " (\(fixed(100 * low, 0))–\(fixed(100 * $0, 0)) %)" }
            } ?? ""
        let leftOut =
            leftOut == 0 ? "" : "; \(counted(leftOut, "clip")) had none and took no part"
        let figure =
            "from silence alone: top-1 \(fixed(100 * top1.value, 1)) %\(interval), "
            + "chance \(fixed(100 * chance, 1)) %\(leftOut)"
        return isAboveChance
            ? "this corpus can be solved without the voice, at least in part; \(figure)" : figure
    }
}

extension EvaluationReport.OpenSet {
    var namedFigures: [NamedFigure] {
        let over = "\(counted(unknownCount, "clip")) of strangers"
        return [
            NamedFigure(
                "FNIR at FPIR 1 %", falseNegativeRateAtOnePercent, over: over, isRate: true),
            NamedFigure(
                "FNIR at FPIR 10 %", falseNegativeRateAtTenPercent, over: over, isRate: true),
        ]
    }
}

extension MetricsReport {
    /// The figures by name.
    ///
    /// - Parameters:
    ///   - averages: whether the mean over the operating points is a figure of its own.
    ///   - speakers: the number of enrolled speakers, where that is to be told.
    ///   - silenceControl: the control, where there is one.
    ///   - knownImpostors: verification that knows the clips' speakers, where it differs.
    ///   - isCalibrated: whether scores are meant for log-likelihood ratios; figures of what they
    ///     are worth as such are left out otherwise.
    /// - Returns: the figures of the sections that there are.
    public func namedFigures(
        averages: Bool = false, speakers: Int? = nil,
        silenceControl: EvaluationReport.SilenceControl? = nil,
        knownImpostors: EvaluationReport.Verification? = nil, isCalibrated: Bool = true
    ) -> [NamedFigure] {
        let over = verification.trials
        var figures = [
            NamedFigure(
                "EER", verification.equalErrorRate, over: over,
                errors: Self.text(verification.equalErrors), isRate: true),
            NamedFigure(
                "EER, interpolated", verification.interpolatedEqualErrorRate, over: over,
                isRate: true),
        ]
        for cost in verification.costs {
            let point = Self.name(of: cost.cost)
            figures.append(
                NamedFigure(
                    "minDCF \(point)", cost.minimum, over: over, errors: Self.text(cost.errors)))
            if isCalibrated {
                figures.append(NamedFigure("actDCF \(point)", cost.actual, over: over))
            }
        }
        if averages {
            figures.append(NamedFigure("minDCF, mean", verification.meanMinimumCost, over: over))
            if isCalibrated {
                figures.append(NamedFigure("actDCF, mean", verification.meanActualCost, over: over))
            }
        }
        if isCalibrated {
            figures.append(NamedFigure("Cllr", verification.logLikelihoodRatioCost, over: over))
        }
        figures.append(
            NamedFigure("min Cllr", verification.minimumLogLikelihoodRatioCost, over: over))
        if isCalibrated {
            figures.append(NamedFigure("ECE", verification.expectedCalibrationError, over: over))
        }
        figures.append(NamedFigure("AUC", verification.areaUnderCurve, over: over))
        if let knownImpostors {
            figures += knownImpostors.namedFigures(suffix: EvaluationReport.known)
        }
        if let closedSet { figures += closedSet.rates.namedFigures(speakers: speakers) }
        if let silenceControl { figures.append(silenceControl.namedFigure) }
        if let openSet { figures += openSet.namedFigures }
        return figures
    }

    private static func name(of cost: DetectionCost) -> String {
        let costs =
            cost.missCost == 1 && cost.falseAlarmCost == 1
            ? "" : ", \(cost.missCost):\(cost.falseAlarmCost)"
        return "\(cost.targetPrior)\(costs)"
    }

    private static func text(_ errors: RuleOfThirty) -> String {
        "\(errors.misses) + \(errors.falseAlarms)\(errors.isMet ? "" : ", too few")"
    }
}

extension MetricsReport.Verification {
    /// What was measured on: `36 targets, 396 nontargets`.
    public var trials: String { EvaluationReport.trials(targets, nontargets) }
}
