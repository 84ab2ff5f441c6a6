import ArgumentParser
import Reports
import Foundation
import ScoreEvaluation
import Timbre

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure how well a corpus is identified.",
        discussion: """
            Enrols the speakers of enroll.tsv, identifies the clips of probe.tsv, and those of \
            unknown.tsv, whose speakers are not enrolled, if the folder has it. Intervals are \
            95 % bootstrap intervals over speakers. In the output folder, report.html shows \
            figures, curves and confusions on one page, report.json holds the figures, scores.tsv \
            the trials behind EER, DCF and Cllr, known-impostors.tsv the same with scores that \
            know the true speaker to be enrolled, which the ranking is made of, strangers.tsv \
            those of unknown.tsv, which only the open-set figures count, and each picture is an \
            SVG file.

            Scores are relative to other voices. In verification a nontarget trial is scored as \
            though the clip's speaker were not enrolled, an unknown impostor; figures of known \
            impostors, whom their own model gives away, stand beside. A normalisation or cohort \
            that is not the background model's leaves scores uncalibrated: Cllr is left out.
            """)

    @Argument(help: "The folder that the lists' paths are relative to, with the lists.")
    var corpus: String
    @Option(help: "The list of clips to enrol (default: enroll.tsv in the folder).")
    var enroll: String?
    @Option(help: "The list of clips to identify (default: probe.tsv in the folder).")
    var probe: String?
    @Option(help: "The list of strangers' clips (default: unknown.tsv in the folder, if any).")
    var unknown: String?
    @Option(help: "The background model: a shipped one's name, or a file.")
    var model = "speech-16k"
    @Option(help: "Train the background model on this list instead.")
    var background: String?
    @Option(help: "The folder that the background list's paths are relative to.")
    var backgroundRoot: String?
    @OptionGroup var training: TrainingArguments
    @Option(
        name: .shortAndLong,
        help: "A folder for report.html, report.json, the scores and the pictures.")
    var output: String?
    @Flag(
        help: """
            Also identify by the frames without speech alone, and say whether the corpus can be \
            solved without the voice.
            """)
    var silenceControl = false
    @OptionGroup var normalization: NormalizationArguments
    @OptionGroup var matching: MatchingArguments
    @OptionGroup var readerOptions: ReaderOptions
    @OptionGroup var common: OutputOptions

    func run() throws {
        let console = common.console
        try finishing(console) {
            let folder = try output.map { try EvaluationFolder($0) }
            let unknownList = unknown ?? optionalList("unknown.tsv")
            let enrollment = try ClipArguments.list(enroll ?? corpus + "/enroll.tsv", root: corpus)
            let probes = try ClipArguments.list(probe ?? corpus + "/probe.tsv", root: corpus)
            let strangers = try unknownList.map { try ClipArguments.list($0, root: corpus) } ?? []
            var evaluation = CorpusEvaluation(try backgroundModel(console))
            evaluation.options = matching.options
            evaluation.reader = readerOptions.reader
            try normalization.apply(to: &evaluation)
            let bar = ProgressBar(console)
            let outcome = try evaluation.run(
                enrollment: enrollment, probes: probes, strangers: strangers
            ) { done, total in bar.show(Double(done) / Double(total), "clips") }
            bar.clear()
            for refusal in outcome.refusals { console.error(refusal.message) }
            let bootstrap = try SpeakerBootstrap(
                replicates: 1000, seed: common.seed)
            var report = try EvaluationReport(
                outcome.identifications, isCalibrated: evaluation.isCalibrated,
                bootstrap: bootstrap)
            if silenceControl {
                let silence = try evaluation.ofSilence.run(
                    enrollment: enrollment, probes: probes, strangers: []
                ) { done, total in bar.show(Double(done) / Double(total), "clips, silence") }
                bar.clear()
                report.silenceControl = try control(silence, outcome, bootstrap, console)
            }
            let system = EvaluatedSystem(
                evaluation, cohort: normalization.cohort, voices: outcome.cohortCount)
            let json = try Self.json(Document(report: report, system: system))
            let figures = report.namedFigures(speakers: outcome.speakerCount)
            if let folder {
                try folder.write(json: json)
                try folder.write(scores: outcome.identifications)
                try folder.write(page(report, outcome, evaluation, system, bootstrap))
            }
            if console.isJSON {
                try console.result(json)
            } else {
                try console.table(PageTable("Figures", figures))
            }
            for remark in system.remarks { console.remark(remark) }
            return outcome.refusals.map { ExitStatus($0.error) }.max() ?? .done
        }
    }

    private func optionalList(_ name: String) -> String? {
        let path = corpus + "/" + name
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    private func backgroundModel(_ console: Console) throws -> BackgroundModel {
        guard let background else { return try ModelArgument.load(model) }
        var job = try training.job(seed: common.seed)
        job.reader = readerOptions.reader
        let clips = try ClipArguments.list(background, root: backgroundRoot)
        return try TrainingRun(console: console).run(job, clips).model
    }

    private func control(
        _ silence: CorpusEvaluation.Outcome, _ outcome: CorpusEvaluation.Outcome,
        _ bootstrap: SpeakerBootstrap, _ console: Console
    ) throws -> EvaluationReport.SilenceControl? {
        // What took part with its speech and could not without.
        let refused = Set(outcome.refusals.map(\.clip.name))
        let leftOut = silence.refusals.count { !refused.contains($0.clip.name) }
        guard !silence.identifications.isEmpty, silence.speakerCount > 1 else {
            console.remark(
                "no silence control: fewer than two speakers have clips with frames that speech "
                    + "does not touch")
            return nil
        }
        let control = try EvaluationReport.SilenceControl(
            silence.identifications, leftOut: leftOut, bootstrap: bootstrap)
        if control.isAboveChance {
            console.remark(control.finding)
        } else {
            console.detail(control.finding)
        }
        return control
    }

    /// The sections of the report, and beside them what was measured.
    private struct Document: Encodable {
        let report: EvaluationReport
        let system: EvaluatedSystem

        private enum CodingKeys: String, CodingKey { case system }

        func encode(to encoder: any Encoder) throws {
            try report.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(system, forKey: .system)
        }
    }

    private static func json(_ document: Document) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    private func page(
        _ report: EvaluationReport, _ outcome: CorpusEvaluation.Outcome,
        _ evaluation: CorpusEvaluation, _ system: EvaluatedSystem, _ bootstrap: SpeakerBootstrap
    ) throws -> EvaluationPage {
        let background = evaluation.background
        // The page has room for figures that the table leaves out.
        let figures =
            report.verification == nil
            ? report.namedFigures(speakers: outcome.speakerCount)
            : try MetricsReport(outcome.identifications, bootstrap: bootstrap)
                .namedFigures(
                    speakers: outcome.speakerCount, silenceControl: report.silenceControl,
                    knownImpostors: report.knownImpostors, isCalibrated: evaluation.isCalibrated)
        var scores = try EvaluationScores(outcome.identifications)
        scores.isCalibrated = evaluation.isCalibrated
        var page = try EvaluationPage(
            title: URL(fileURLWithPath: corpus).lastPathComponent, figures: figures,
            scores: scores)
        page.warnings += system.remarks.map(sentence)
        if let control = report.silenceControl, control.isAboveChance {
            page.warnings.append(sentence(control.finding))
        }
        page.refusals = outcome.refusals.map(\.message)
        page.facts = [
            ("Corpus", corpus),
            ("Background model", "\(background.name), \(background.identity.hexadecimal)"),
            (
                "Mixtures",
                "\(background.mixtures.count) of \(background.componentCount) components"
            ),
            ("Normalisation", system.normalizationText),
            ("Intervals", "\(bootstrap.replicates) replicates, seed \(bootstrap.seed)"),
            ("Program", "Timbre \(TimbreProgram.configuration.version)"),
        ]
        page.command = GivenCommand.text
        return page
    }
}

extension EvaluationFolder {
    /// The trials of enrolled speakers' clips, unknown and known impostors', and those of
    /// strangers' clips if there are any.
    fileprivate func write(scores outcomes: [IdentificationOutcome]) throws {
        let strangers = outcomes.filter { $0.rank == nil }
        let enrolled = outcomes.filter { $0.rank != nil }
        try write(TrialTable.write(enrolled.flatMap(\.trials)), as: "scores.tsv")
        try write(
            TrialTable.write(enrolled.flatMap(\.knownImpostorTrials)), as: "known-impostors.tsv")
        if !strangers.isEmpty {
            try write(TrialTable.write(strangers.flatMap(\.trials)), as: "strangers.tsv")
        }
    }
}
