import ArgumentParser
import GaussianMixtures
import SpeechFeatures
import Timbre

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a background model on many voices.",
        discussion: """
            Give clips of as many different people as you can, recorded as yours will be. Every \
            clip is taken for another voice, unless --list names the speakers. The same seed \
            gives the same bytes, whatever --threads says.
            """)

    @Option(name: .shortAndLong, help: "The model file to write.")
    var output: String

    @OptionGroup var training: TrainingArguments
    @Option(help: "A folder that keeps the state, so that an interrupted training goes on.")
    var checkpoint: String?
    @Option(help: "The model's name (default: the file's).")
    var name: String?
    @Option(help: "Where the audio comes from, kept in the model.")
    var source: String?
    @Option(help: "The licence of the audio, kept in the model.")
    var licence: String?
    @OptionGroup var clipArguments: ClipArguments
    @OptionGroup var readerOptions: ReaderOptions
    @OptionGroup var common: OutputOptions

    private struct Line: Encodable {
        let model: String
        let identity: String
        let streams: Int
        let components: Int
        let iterations: Int
        let converged: Bool
        let meanLogLikelihoods: [Double]
        let reseeded: Int
        let clips: Int
        let refused: Int
        let threshold: Double
        let calibrated: Bool
    }

    func run() throws {
        let console = common.console
        try finishing(console) {
            try OutputFolder.require(of: output)
            let clips = try clipArguments.resolved()
            var description = ["name": name ?? OutputFolder.baseName(output)]
            description["source"] = source
            description["licence"] = licence
            var job = try training.job(seed: common.seed)
            job.reader = readerOptions.reader
            job.description = description
            if let checkpoint { try OutputFolder.make(checkpoint) }
            job.checkpointFolder = checkpoint
            let (model, states, refused, status) = try TrainingRun(console: console)
                .run(job, clips)
            try model.file.write(to: output)
            console.warn(ifUncalibrated: model)
            if console.isJSON {
                try console.result(
                    json: Line(
                        model: output, identity: model.identity.hexadecimal,
                        streams: states.count, components: model.componentCount,
                        iterations: states.reduce(0) { $0 + $1.history.count },
                        converged: states.allSatisfy(\.hasConverged),
                        meanLogLikelihoods: states.map {
                            $0.history.last?.meanLogLikelihood ?? .nan
                        },
                        reseeded: states.flatMap(\.history).reduce(0) {
                            $0 + $1.reseededCount
                        },
                        clips: clips.count - refused, refused: refused,
                        threshold: model.scoring.threshold, calibrated: model.isCalibrated))
            } else {
                try console.result(
                    "\(output): \(states.count) × \(model.componentCount) components from "
                        + "\(counted(clips.count - refused, "clip")), "
                        + "\(counted(states.reduce(0) { $0 + $1.history.count }, "iteration")), "
                        + (states.allSatisfy(\.hasConverged) ? "converged" : "not yet converged"))
            }
            return status
        }
    }
}

/// How a background model is trained.
struct TrainingArguments: ParsableArguments {
    @Option(help: "Number of Gaussians.")
    var components = 512
    @Option(help: "speech-16k, telephone-8k, or a JSON file with a front-end configuration.")
    var features = "speech-16k"
    @Option(
        help: "Where EM begins: k-means++ or binary-splitting. (default: binary-splitting)",
        transform: choice)
    var start: FitOptions.Start = .binarySplitting
    @Option(help: "EM iterations at most, with all Gaussians. (default: 12)")
    var iterations: Int?
    @Option(
        help: """
            Relevance factors of adapting speakers, in frames: one, or one for each equal part of a \
            frame, separated by commas. (default: 3 for cepstra, 10 for each order of derivatives)
            """)
    var relevance: String?
    @Option(
        help: """
            What is adapted to a speaker: means, weights, variances, separated by commas. \
            (default: means)
            """,
        transform: { try MaximumAPosteriori.Parameters(parsing: $0) })
    var adapt: MaximumAPosteriori.Parameters = .means
    @Option(help: "Components evaluated per frame when scoring; 0 for all.")
    var topComponents = 10

    func job(seed: UInt64) throws -> BackgroundTraining {
        var options = FitOptions.frames(componentCount: components)
        options.start = start
        options.seed = seed
        if let iterations { options.maximumIterations = iterations }
        let configuration = try FrontEndArgument.load(features)
        let relevanceFactors = try relevance.map { text in
            try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
                guard let factor = Double(word), factor > 0, factor.isFinite else {
                    throw ValidationError(
                        "--relevance: positive numbers, separated by commas; got \(text)")
                }
                return factor
            }
        }
        var job = BackgroundTraining(
            configuration, options,
            adaptation: try MaximumAPosteriori(
                relevanceFactors: relevanceFactors
                    ?? BackgroundTraining.relevanceFactors(for: configuration),
                parameters: adapt))
        job.topComponents = topComponents > 0 ? topComponents : nil
        return job
    }
}

/// Runs a training and shows how it goes on.
struct TrainingRun {
    let console: Console

    func run(
        _ job: BackgroundTraining, _ clips: [LabelledClip]
    ) throws -> (model: BackgroundModel, states: [FitState], refused: Int, status: ExitStatus) {
        let reading = ProgressBar(console)
        var fitting: ProgressBar?
        var states: [Int: FitState] = [:]
        let streams = job.configuration.normalizations.count
        var refused = 0
        var status = ExitStatus.done
        let model = try job.run(clips) { progress in
            switch progress {
            case .read(let done, let total):
                reading.show(Double(done) / Double(total), "reading clips")
            case .iteration(let stream, let state):
                reading.clear()
                states[stream] = state
                guard let iteration = state.history.last else { return }
                let text =
                    "stream \(stream + 1) of \(streams), iteration \(state.history.count), "
                    + "\(iteration.componentCount) components, "
                    + "\(fixed(iteration.meanLogLikelihood, 4)) nats per frame"
                console.detail(text)
                let bar = fitting ?? ProgressBar(console)
                fitting = bar
                bar.show(
                    (Double(stream)
                        + Double(state.history.count) / Double(job.options.plannedIterations))
                        / Double(streams), text)
            }
        } onRefusal: { clip, error in
            refused += 1
            reading.clear()
            console.error(clip.message(error))
            status = max(status, ExitStatus(error))
        }
        fitting?.clear()
        return (model, states.sorted { $0.key < $1.key }.map(\.value), refused, status)
    }
}
