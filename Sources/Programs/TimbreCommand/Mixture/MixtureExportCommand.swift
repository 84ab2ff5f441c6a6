import ArgumentParser
import GaussianMixtures
import KaldiFiles
import MixtureTables
import Timbre

struct MixtureExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a model for Kaldi.",
        discussion: """
            Covariances are diagonal or spherical. A model with --standardize is brought to the \
            data's units. Of a background model one stream is written, numbered as its frames \
            stand side by side in timbre features. Numbers are rounded to single precision, as \
            Kaldi's are. The way back needs no command: every command of timbre mixture \
            takes Kaldi's models, too.
            """)

    @Argument(
        help: """
            The model: of timbre mixture fit, of Kaldi, or a background model, also \
            \(ShippedModels.names.joined(separator: ", ")).
            """)
    var model: String
    @Option(name: .shortAndLong, help: "The file to write, such as final.dubm.")
    var output: String
    @Option(help: "kaldi for binary, kaldi-text for decimals.")
    var format = Format.kaldi
    @Option(help: "Which stream of a background model, from 1.")
    var stream: Int?
    @OptionGroup var common: TalkOptions

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case kaldi
        case kaldiText = "kaldi-text"

        var kaldiFormat: KaldiFormat { self == .kaldi ? .binary : .text }
    }

    private struct Line: Encodable {
        let output: String
        let format: String
        let components: Int
        let columns: Int
    }

    func validate() throws {
        try OutputFiles.requireModel("--output", output)
    }

    func run() throws {
        let console = common.console
        try finishing(console) {
            try OutputFiles.check([("--output", output)], inputs: [("MODEL", model)])
            let mixture = try mixture()
            try KaldiMixtureFile.write(mixture, to: output, format: format.kaldiFormat)
            if console.isJSON {
                try console.result(
                    json: Line(
                        output: output, format: format.rawValue,
                        components: mixture.componentCount, columns: mixture.dimension))
            } else {
                try console.result(
                    "\(output): \(counted(mixture.componentCount, "component")), "
                        + counted(mixture.dimension, "column"))
            }
            return .done
        }
    }

    private func mixture() throws -> GaussianMixture {
        if try isBackground() { return try chosen(of: ModelArgument.load(model).mixtures) }
        guard stream == nil else {
            throw ValidationError("--stream: \(model) is no background model; leave it out")
        }
        return try TableMixture(contentsOf: model).diagonalMixture()
    }

    private func isBackground() throws -> Bool {
        if ShippedModels.names.contains(model) { return true }
        return (try? Safetensors(contentsOf: model))?.metadata["format"] == BackgroundModel.format
    }

    private func chosen(of streams: [GaussianMixture]) throws -> GaussianMixture {
        let number = stream ?? (streams.count == 1 ? 1 : 0)
        guard (1...streams.count).contains(number) else {
            throw ValidationError(
                "--stream: a number from 1 to \(streams.count) expected, as many streams as "
                    + "\(model) has, got \(stream.map(String.init) ?? "none")")
        }
        return streams[number - 1]
    }
}
