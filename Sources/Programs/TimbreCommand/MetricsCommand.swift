import ArgumentParser
import Reports
import ScoreEvaluation

struct MetricsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics",
        abstract: "Measure any system's scores.",
        discussion: """
            Reads model, clip, score and target or nontarget, set apart by tabs; or scores and \
            the key given by --trials, in the forms of Kaldi, VoxCeleb and NIST. Intervals are \
            95 % bootstrap intervals over speakers: what target trials join is one speaker. In the \
            output folder, report.html shows figures, curves and confusions on one page, \
            report.json holds the figures, and each picture is an SVG file.
            """)

    @Argument(help: "The scores; - for standard input.")
    var scores: String
    @Option(help: "The key that says which trials are targets, or utt2spk.")
    var trials: String?
    @Option(
        help: """
            The form of the files: table, kaldi, voxceleb, nist or utt2spk (default: told from \
            their first lines).
            """,
        transform: choice)
    var format: TrialFormat?
    @Option(help: "utt2spk: who speaks in which clip, for intervals over speakers.")
    var speakers: String?
    @OptionGroup var costs: CostArguments
    @Option(
        help: """
            Also measure the trials of each word of a column by themselves; of numbers in four \
            intervals. speaker tells how each speaker fares.
            """)
    var by: String?
    @Option(help: "The threshold of --by speaker (default: where both error rates meet).")
    var threshold: Double?
    @Option(help: "Replicates of the bootstrap; 0 for no intervals.")
    var bootstrap = 1000
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: "A folder for report.html, report.json and the pictures.")
    var folder: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard bootstrap >= 0 else {
            throw ValidationError("--bootstrap: a number from 0 expected, got \(bootstrap)")
        }
        if let threshold, threshold.isNaN {
            throw ValidationError("--threshold: a number expected, got \(threshold)")
        }
    }

    func run() throws {
        let console = output.console
        try finishing(console) {
            let folder = try folder.map { try EvaluationFolder($0) }
            let trials = try ScoredTrials(
                scores: TextFile(path: scores), key: trials.map { TextFile(path: $0) },
                format: format, speakers: speakers.map { TextFile(path: $0) },
                condition: by == "speaker" ? nil : by)
            if let line = trials.firstSurplusLine {
                console.remark(
                    "\(scores): \(counted(trials.surplus, "score")) of trials that are not in "
                        + "the key, the first on line \(line); left aside")
            }
            let operatingPoints = try costs.operatingPoints()
            let drawing =
                bootstrap == 0
                ? nil
                : try SpeakerBootstrap(
                    replicates: bootstrap, seed: output.seed)
            let report = try MetricsReport(trials, costs: operatingPoints, bootstrap: drawing)
            remarks(on: report, console)
            let printer = MetricsPrinter(console: console, averages: costs.isAveraged)
            try printer.show(report)
            var breakdown: PageTable?
            switch by {
            case nil: break
            case "speaker":
                let speakers = try SpeakerFigures.all(
                    of: trials, threshold: threshold ?? report.verification.equalErrorThreshold)
                let confusions = try SpeakerConfusion.all(of: trials)
                try printer.show(speakers, confusions: confusions)
                breakdown = PageTable(speakers, confusions: confusions)
            case let column?:
                let conditions = try MetricsReport.byCondition(
                    trials, costs: operatingPoints, bootstrap: drawing)
                try printer.show(conditions, by: column)
                breakdown = PageTable(conditions, by: column)
            }
            if let folder {
                try folder.write(json: Console.line(json: report))
                try folder.write(page(report, trials, breakdown))
            }
            return .done
        }
    }

    private func page(
        _ report: MetricsReport, _ trials: ScoredTrials, _ breakdown: PageTable?
    ) throws -> EvaluationPage {
        var page = try EvaluationPage(
            title: scores == "-" ? "Scores" : scores,
            figures: report.namedFigures(averages: costs.isAveraged),
            scores: EvaluationScores(trials))
        if let breakdown { page.tables.append(breakdown) }
        if let remark = fewErrors(report) { page.warnings.append(sentence(remark)) }
        page.facts = [
            ("Scores", scores), ("Trials", report.verification.trials),
            (
                "Intervals",
                bootstrap == 0 ? "none" : "\(bootstrap) replicates, seed \(output.seed)"
            ),
            ("Program", "Timbre \(TimbreProgram.configuration.version)"),
        ]
        page.command = GivenCommand.text
        return page
    }

    private func fewErrors(_ report: MetricsReport) -> String? {
        let errors = report.verification.equalErrors
        guard !errors.isMet else { return nil }
        return "the equal error rate rests on few errors, misses: \(errors.misses), false alarms: "
            + "\(errors.falseAlarms); \(RuleOfThirty.errors) of each are the least for a rate "
            + "within 30 %"
    }

    private func remarks(on report: MetricsReport, _ console: Console) {
        let verification = report.verification
        if let remark = fewErrors(report) { console.remark(remark) }
        if bootstrap > 0, verification.enrolledSpeakers < 40 {
            console.remark(
                "with \(counted(verification.enrolledSpeakers, "enrolled speaker")) the "
                    + "intervals are a little too narrow; 40 or more tell how much speakers differ"
            )
        }
        if bootstrap > 0, verification.isPooled {
            console.detail(
                "intervals were drawn on scores pooled into some 16384 levels; their ends are "
                    + "exact to about 1/8192")
        }
        if let obstacle = report.identificationObstacle {
            console.detail("no figures of identification: \(obstacle)")
        }
    }
}

/// At which operating points detection costs are measured.
struct CostArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Operating points of an evaluation: "
                + CostPreset.allCases.map(\.rawValue).joined(separator: ", ") + "."),
        transform: choice)
    var preset: CostPreset?
    @Option(help: "P_target, the share of targets to expect; may stand more than once.")
    var pTarget: [Double] = []
    @Option(help: "C_miss, the cost of a miss. (default: 1)")
    var cMiss: Double?
    @Option(help: "C_fa, the cost of a false alarm. (default: 1)")
    var cFa: Double?

    func validate() throws {
        if preset != nil, !pTarget.isEmpty || cMiss != nil || cFa != nil {
            throw ValidationError(
                "--preset names the operating points already; leave out --p-target, --c-miss "
                    + "and --c-fa")
        }
        do {
            _ = try operatingPoints()
        } catch {
            throw ValidationError("\(error)")
        }
    }

    var isAveraged: Bool { preset?.isAveraged ?? false }

    func operatingPoints() throws -> [DetectionCost] {
        if let preset { return preset.costs }
        return try (pTarget.isEmpty ? [0.01, 0.05] : pTarget).map {
            try DetectionCost(
                targetPrior: $0, missCost: cMiss ?? 1, falseAlarmCost: cFa ?? 1)
        }
    }
}
