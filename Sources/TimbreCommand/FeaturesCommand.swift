import ArgumentParser
import FileStorage
import SpeechFeatures
import Timbre

struct FeaturesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "features",
        abstract: "Write what the front end makes of a clip, as a NumPy file.",
        discussion: """
            Presets: \(FrontEndConfiguration.presets.keys.sorted().joined(separator: ", ")). \
            Stages: power (the power spectrum), fbank (logarithms of mel band energies), mfcc \
            (cepstra before deltas, speech activity and normalisation), final.
            """)

    @Argument(help: "An audio file, or - for standard input.")
    var clip: String
    @Option(name: .shortAndLong, help: "The .npy file to write: float32, frames × values.")
    var output: String
    @Option(help: "How far to go: power, fbank, mfcc or final. (default: final)", transform: choice)
    var stage: FrontEndStage = .final
    @Option(help: "A preset or a JSON file with a front-end configuration.")
    var features = "speech-16k"
    @Option(
        help: """
            The background model whose front end and mean are used (default for speech-16k and \
            telephone-8k: the shipped one).
            """)
    var model: String?
    @OptionGroup var readerOptions: ReaderOptions
    @OptionGroup var common: OutputOptions

    private struct Line: Encodable {
        let output: String
        let stage: String
        let frames: Int
        let columns: Int
    }

    func run() throws {
        let console = common.console
        try finishing(console) {
            let frontEnd = try makeFrontEnd()
            let source: Clip = clip == "-" ? .standardInput : .file(clip)
            let audio = try readerOptions.reader.open(
                source, sampleRate: frontEnd.configuration.sampleRate)
            let frames = try frontEnd.stage(stage) { try audio.nextBlock() }
            for note in audio.notes { console.remark("\(clip): \(note)") }
            try NumPyFile.write(frames, to: output)
            if console.isJSON {
                try console.result(
                    json: Line(
                        output: output, stage: stage.rawValue, frames: frames.count,
                        columns: frames.dimension))
            } else {
                try console.result("\(output): \(frames.count) frames × \(frames.dimension) values")
            }
            return .done
        }
    }

    private func makeFrontEnd() throws -> FrontEnd {
        if let model { return try ModelArgument.load(model).frontEnd() }
        let configuration = try FrontEndArgument.load(features)
        let plain = try FrontEnd(configuration)
        // The shipped model of a preset knows the moments that its last stage needs.
        guard stage == .final, let name = ShippedModels.names.first(where: { $0 == features })
        else { return plain }
        return try ShippedModels.load(name).frontEnd()
    }
}
