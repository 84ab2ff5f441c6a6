import ArgumentParser
import MixtureTables
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
    @OptionGroup var missingArguments: MissingArguments
    @OptionGroup var modelArguments: MixtureModelArguments
    @OptionGroup var keep: KeepArguments
    @OptionGroup var rows: RowArguments
    @OptionGroup var common: OutputOptions

    func validate() throws {
        if common.json, rows.output == "-" {
            throw ValidationError(
                "--output: with --json standard output holds the table's figures; give the name "
                    + "of a file")
        }
    }

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
            try rows.check(dataArguments, modelArguments)
            let model = try modelArguments.load()
            var source = missingArguments.applied(to: dataArguments.source(), for: model)
            source.kept = keep.kept()
            var scores = try TableScores(model, source)
            console.remark(scores.blocks.remarks, of: source.name)
            MixtureRemarks.units(of: model, console)
            if console.isJSON && rows.output == nil {
                try scores.run() { _, _ in }
            } else {
                let writer = try rows.writer(
                    [RowColumn("log_density")], kept: scores.blocks.keptColumnNames, console)
                try writer.write { append in
                    try scores.run() { block, densities in
                        try append(
                            Matrix(rows: densities.count, columns: 1, elements: densities),
                            block.kept)
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
