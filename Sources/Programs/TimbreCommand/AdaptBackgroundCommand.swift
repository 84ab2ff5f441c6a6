import ArgumentParser
import Foundation
import GaussianMixtures
import Timbre

struct AdaptBackgroundCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adapt-background",
        abstract: "Draw a background model towards your own recordings.",
        discussion: """
            Give clips recorded as yours will be, of as many different people as you can; nobody \
            needs to know who speaks in them, and --list needs no column speaker. Best leave out \
            the people who will be enrolled. The new model is another one: galleries of the \
            original keep that, and their speakers have to be enrolled again in a gallery of the \
            new one. Threshold and calibration stay the original's; timbre calibrate learns new \
            ones.
            """)

    @Option(name: .shortAndLong, help: "The model file to write.")
    var output: String
    @Option(help: "The background model to adapt: a shipped one's name, or a file.")
    var model = "speech-16k"
    @Option(
        help: """
            How many frames of its own move a component half-way to them. The fewer, the \
            farther the model goes.
            """)
    var relevanceFactor = BackgroundAdaptation.relevanceFactor
    @Option(
        help: "What is adapted: means, weights, variances, separated by commas. (default: means)",
        transform: { try MaximumAPosteriori.Parameters(parsing: $0) })
    var adapt: MaximumAPosteriori.Parameters = .means
    @Option(help: "The model's name (default: the file's).")
    var name: String?
    @OptionGroup var clipArguments: ClipArguments
    @OptionGroup var readerOptions: ReaderOptions
    @OptionGroup var common: OutputOptions

    private struct Line: Encodable {
        let model: String
        let identity: String
        let adaptedFrom: String
        let streams: Int
        let components: Int
        let clips: Int
        let refused: Int
        let speechSeconds: Double
        let framesPerComponent: Double
        let threshold: Double
        let calibrated: Bool
    }

    func run() throws {
        let console = common.console
        try finishing(console) {
            try OutputFolder.require(of: output)
            let clips = try clipArguments.resolved(needsSpeakers: false)
            var job = try BackgroundAdaptation(ModelArgument.load(model))
            job.adaptation = try MaximumAPosteriori(
                relevanceFactor: relevanceFactor, parameters: adapt)
            job.reader = readerOptions.reader
            job.name = name ?? OutputFolder.baseName(output)
            var status = ExitStatus.done
            let bar = ProgressBar(console)
            let outcome = try job.run(clips) { done, total in
                bar.show(Double(done) / Double(total), "reading clips")
            } onRefusal: { clip, error in
                bar.clear()
                console.error(clip.message(error))
                status = max(status, ExitStatus(error))
            }
            bar.clear()
            try outcome.model.file.write(to: output)
            remark(on: outcome, job, console)
            try show(outcome, of: job, refused: clips.count - outcome.clipCount, console)
            return status
        }
    }

    private func remark(
        on outcome: BackgroundAdaptation.Outcome, _ job: BackgroundAdaptation, _ console: Console
    ) {
        let frames = outcome.framesPerComponent
        if frames < relevanceFactor {
            console.remark(
                "\(fixed(outcome.speechSeconds, 1)) s of speech are little: a component saw "
                    + "\(fixed(frames, 1)) frames on average, fewer than the relevance factor "
                    + "of \(fixed(relevanceFactor, 1)), so the model stays nearer the original; "
                    + "\(fixed(outcome.speechSeconds * relevanceFactor / frames, 0)) s would "
                    + "weigh as much as it")
        }
        console.warn(ifUncalibrated: outcome.model)
        if outcome.model.isCalibrated {
            console.remark(
                "threshold and calibration were learnt for \(job.original.name); learn new ones "
                    + "by timbre calibrate")
        }
    }

    private func show(
        _ outcome: BackgroundAdaptation.Outcome, of job: BackgroundAdaptation, refused: Int,
        _ console: Console
    ) throws {
        let model = outcome.model
        guard console.isJSON else {
            try console.result(
                "\(output): \(adapt) of \(job.original.name) adapted to "
                    + "\(counted(outcome.clipCount, "clip")), "
                    + "\(fixed(outcome.speechSeconds, 1)) s of speech")
            return
        }
        try console.result(
            json: Line(
                model: output, identity: model.identity.hexadecimal,
                adaptedFrom: job.original.identity.hexadecimal, streams: model.mixtures.count,
                components: model.componentCount, clips: outcome.clipCount, refused: refused,
                speechSeconds: outcome.speechSeconds,
                framesPerComponent: outcome.framesPerComponent,
                threshold: model.scoring.threshold, calibrated: model.isCalibrated))
    }
}
