import ArgumentParser
import MixtureTables

struct MixtureInspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show a model's parameters, in the units of its data.",
        discussion: """
            For each component its weight and, of each column, mean ± standard deviation. With \
            --json also the covariances.
            """)

    @Argument(help: "The model, as timbre mixture fit writes it, or a diagonal mixture of Kaldi's.")
    var model: String
    @OptionGroup var common: TalkOptions

    func run() throws {
        let console = common.console
        try finishing(console) {
            let model = try TableMixture(contentsOf: model)
            let printer = MixturePrinter(console: console)
            if console.isJSON {
                try console.result(json: try printer.object(of: model, file: self.model))
            } else {
                try printer.show(model)
            }
            return .done
        }
    }
}
