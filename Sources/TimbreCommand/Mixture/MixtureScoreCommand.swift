import ArgumentParser
import MixtureWorkbench
import NumericCore

struct MixtureScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Tell how likely each row is: its log-density, in nats.",
        discussion: """
            With --json one object of the whole table: mean_log_likelihood, aic, bic, count; \
            the rows' own only with --output.
            """)

    @OptionGroup var dataArguments: DataArguments
    @OptionGroup var modelArguments: MixtureModelArguments
    @OptionGroup var rows: RowArguments
    @OptionGroup var common: OutputOptions

    private struct Line: Encodable {
        let count: Int
        let meanLogLikelihood: Double
        let logLikelihood: Double
        let aic: Double
        let bic: Double
        let parameters: Int
        let inDataUnits: Bool
    }

    func run() throws {
        let console = common.console
        try finishing(console) {
            let model = try modelArguments.load()
            MixtureRemarks.units(of: model, console)
            let source = dataArguments.source(for: model)
            var scores = try TableScores(model, source)
            if console.isJSON && rows.output == nil {
                try scores.run(threads: common.threadCount) { _ in }
            } else {
                try rows.write([RowColumn("log_density")], console) { append in
                    try scores.run(threads: common.threadCount) {
                        try append(Matrix(rows: $0.count, columns: 1, elements: $0))
                    }
                }
            }
            let figures = try scores.figures
            if console.isJSON {
                try console.result(
                    json: Line(
                        count: scores.count, meanLogLikelihood: figures.meanLogLikelihood,
                        logLikelihood: figures.logLikelihood, aic: figures.aic,
                        bic: figures.bic, parameters: figures.parameterCount,
                        inDataUnits: model.isInDataUnits))
            } else {
                console.remark(
                    "\(counted(scores.count, "row")), mean log-density "
                        + "\(fixed(figures.meanLogLikelihood, 6)) nats, AIC "
                        + "\(fixed(figures.aic, 3)), BIC \(fixed(figures.bic, 3))")
            }
            return .done
        }
    }
}

/// What is said of models in several commands.
enum MixtureRemarks {
    static func units(of model: TableMixture, _ console: Console) {
        guard !model.isInDataUnits else { return }
        console.remark(
            "the model leaves principal components out: log-densities are those of the "
                + "projection, not of the data's columns")
    }
}
