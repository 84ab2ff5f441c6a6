import ScoreEvaluation

/// Prints the figures of `timbre metrics`: tables for people, or a JSON object a line.
struct MetricsPrinter {
    let console: Console
    /// Whether the mean over the operating points is a figure of its own.
    let averages: Bool

    func show(_ report: MetricsReport) throws {
        if console.isJSON {
            try console.result(json: report)
        } else {
            try console.table(rows(report), rightAligned: [1, 2, 3, 4])
        }
    }

    private struct ConditionLine: Encodable {
        let by: String
        let value: String
        let metrics: MetricsReport?
    }

    /// Conditions, a line each.
    func show(_ conditions: [(condition: String, report: MetricsReport?)], by column: String) throws
    {
        if console.isJSON {
            for (condition, report) in conditions {
                try console.result(
                    json: ConditionLine(by: column, value: condition, metrics: report))
            }
            return
        }
        var rows = [
            [
                column.uppercased(), "EER", "95 % LOW", "95 % HIGH", "MINDCF", "CLLR", "TOP-1",
                "OVER",
            ]
        ]
        for (condition, report) in conditions {
            guard let report else {
                rows.append([condition, "", "", "", "", "", "", "no targets or no nontargets"])
                continue
            }
            let verification = report.verification
            let rate = verification.equalErrorRate
            let few = verification.equalErrors.isMet ? "" : ", too few errors"
            rows.append([
                condition, percent(rate.value, 2), text(rate.low), text(rate.high),
                fixed(verification.meanMinimumCost.value, 3),
                fixed(verification.logLikelihoodRatioCost.value, 3),
                text(report.closedSet?.rates.top1.value), trials(verification) + few,
            ])
        }
        try console.result("")
        try console.table(rows, rightAligned: [1, 2, 3, 4, 5, 6])
    }

    private func rows(_ report: MetricsReport) -> [[String]] {
        var rows = [["FIGURE", "VALUE", "95 % LOW", "95 % HIGH", "ERRORS", "OVER"]]
        func add(
            _ name: String, _ figure: Figure, _ over: String, errors: String = "",
            isRate: Bool = false
        ) {
            func text(_ value: Double?) -> String {
                value.map { isRate ? percent($0, 2) : fixed($0, 3) } ?? ""
            }
            rows.append([
                name, text(figure.value), text(figure.low), text(figure.high), errors, over,
            ])
        }
        let verification = report.verification
        let over = trials(verification)
        add(
            "EER", verification.equalErrorRate, over, errors: text(verification.equalErrors),
            isRate: true)
        add("EER, interpolated", verification.interpolatedEqualErrorRate, over, isRate: true)
        for cost in verification.costs {
            let point = pointName(cost.cost)
            add("minDCF \(point)", cost.minimum, over, errors: text(cost.errors))
            add("actDCF \(point)", cost.actual, over)
        }
        if averages {
            add("minDCF, mean", verification.meanMinimumCost, over)
            add("actDCF, mean", verification.meanActualCost, over)
        }
        add("Cllr", verification.logLikelihoodRatioCost, over)
        add("min Cllr", verification.minimumLogLikelihoodRatioCost, over)
        add("ECE", verification.expectedCalibrationError, over)
        add("AUC", verification.areaUnderCurve, over)
        if let closed = report.closedSet?.rates {
            let wrong = Int(((1 - closed.top1.value) * Double(closed.count)).rounded())
            let over = counted(closed.count, "clip")
            add("top-1", closed.top1, over, errors: "\(wrong)", isRate: true)
            add("top-5", closed.top5, over, isRate: true)
        }
        if let open = report.openSet {
            let over = "\(counted(open.unknownCount, "clip")) of strangers"
            add("FNIR at FPIR 1 %", open.falseNegativeRateAtOnePercent, over, isRate: true)
            add("FNIR at FPIR 10 %", open.falseNegativeRateAtTenPercent, over, isRate: true)
        }
        return rows
    }

    private func pointName(_ cost: DetectionCost) -> String {
        let costs =
            cost.missCost == 1 && cost.falseAlarmCost == 1
            ? "" : ", \(cost.missCost):\(cost.falseAlarmCost)"
        return "\(cost.targetPrior)\(costs)"
    }

    private func trials(_ verification: MetricsReport.Verification) -> String {
        "\(counted(verification.targets, "target")), "
            + counted(verification.nontargets, "nontarget")
    }

    private func text(_ errors: RuleOfThirty) -> String {
        "\(errors.misses) + \(errors.falseAlarms)\(errors.isMet ? "" : ", too few")"
    }

    private func text(_ rate: Double?) -> String { rate.map { percent($0, 2) } ?? "" }
}

extension MetricsPrinter {
    private struct SpeakerLine: Encodable {
        struct Trials: Encodable {
            let count: Int
            let errors: Int
            let errorRate: Double?
            let meanScore: Double?

            init(_ trials: SpeakerFigures.Trials) {
                count = trials.count
                errors = trials.errors
                errorRate = trials.errorRate
                meanScore = trials.meanScore
            }
        }
        let by = "speaker"
        let value: String
        let enrolled: Bool
        let own: Trials
        let asModel: Trials
        let asVoice: Trials
        let takenFor: [String: Int]
    }

    /// Speakers, a line each.
    func show(_ speakers: [SpeakerFigures], confusions: [SpeakerConfusion]) throws {
        let confusions = Dictionary(grouping: confusions, by: \.speaker)
        if console.isJSON {
            for speaker in speakers {
                let pairs = (confusions[speaker.name] ?? []).map { ($0.takenFor, $0.count) }
                try console.result(
                    json: SpeakerLine(
                        value: speaker.name, enrolled: speaker.isEnrolled,
                        own: .init(speaker.own), asModel: .init(speaker.asModel),
                        asVoice: .init(speaker.asVoice),
                        takenFor: Dictionary(pairs, uniquingKeysWith: +)))
            }
            return
        }
        var rows = [
            [
                "SPEAKER", "MISSES", "MEAN", "LETS IN", "MEAN", "GETS IN", "MEAN",
                "MOSTLY TAKEN FOR",
            ]
        ]
        for speaker in speakers {
            var row = [speaker.name]
            for trials in [speaker.own, speaker.asModel, speaker.asVoice] {
                row.append(trials.count > 0 ? "\(trials.errors)/\(trials.count)" : "")
                row.append(trials.meanScore.map { fixed($0, 2) } ?? "")
            }
            row.append(confusions[speaker.name]?.first.map { "\($0.takenFor) (\($0.count))" } ?? "")
            rows.append(row)
        }
        try console.result("")
        try console.table(rows, rightAligned: [1, 2, 3, 4, 5, 6])
    }
}
