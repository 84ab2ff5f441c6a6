import ArgumentParser
import FileStorage
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
            95 % bootstrap intervals over speakers. In the output folder, report.json holds the \
            figures, scores.tsv the trials behind EER, DCF and Cllr, and strangers.tsv those of \
            unknown.tsv, which only the open-set figures count.
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
    @Option(name: .shortAndLong, help: "A folder for report.json, scores.tsv and strangers.tsv.")
    var output: String?
    @OptionGroup var matching: MatchingArguments
    @OptionGroup var readerOptions: ReaderOptions
    @OptionGroup var common: OutputOptions

    func run() throws {
        let console = common.console
        try finishing(console) {
            if let output { try OutputFolder.make(output) }
            let unknownList = unknown ?? optionalList("unknown.tsv")
            let enrollment = try ClipList.read(enroll ?? corpus + "/enroll.tsv", root: corpus)
            let probes = try ClipList.read(probe ?? corpus + "/probe.tsv", root: corpus)
            let strangers = try unknownList.map { try ClipList.read($0, root: corpus) } ?? []
            var evaluation = CorpusEvaluation(try backgroundModel(console))
            evaluation.options = matching.options
            evaluation.reader = readerOptions.reader
            evaluation.threads = common.threadCount
            let bar = ProgressBar(console)
            let outcome = try evaluation.run(
                enrollment: enrollment, probes: probes, strangers: strangers
            ) { done, total in bar.show(Double(done) / Double(total), "clips") }
            bar.clear()
            for refusal in outcome.refusals { console.error(refusal.message) }
            let report = try EvaluationReport(
                outcome.identifications,
                bootstrap: SpeakerBootstrap(
                    replicates: 1000, seed: common.seed, threads: common.threadCount))
            try write(report, outcome, console)
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
        job.threads = common.threadCount
        job.reader = readerOptions.reader
        let clips = try ClipList.read(background, root: backgroundRoot)
        return try TrainingRun(console: console).run(job, clips).model
    }

    private func write(_ identifications: [IdentificationOutcome], _ path: String) throws {
        try AtomicFile.write(
            Array(TrialTable.write(identifications.flatMap(\.trials))), to: path)
    }

    private func write(
        _ report: EvaluationReport, _ outcome: CorpusEvaluation.Outcome, _ console: Console
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = try encoder.encode(report)
        if let output {
            try AtomicFile.write(Array(json) + [0x0A], to: output + "/report.json")
            try write(outcome.identifications.filter(\.isOfEnrolled), output + "/scores.tsv")
            let strangers = outcome.identifications.filter { !$0.isOfEnrolled }
            if !strangers.isEmpty { try write(strangers, output + "/strangers.tsv") }
        }
        if console.isJSON {
            try console.result(String(decoding: json, as: UTF8.self))
        } else {
            try console.table(EvaluationTable.rows(report, outcome), rightAligned: [1, 2, 3])
        }
    }
}

extension IdentificationOutcome {
    fileprivate var isOfEnrolled: Bool {
        if case .enrolled = speaker { true } else { false }
    }
}
