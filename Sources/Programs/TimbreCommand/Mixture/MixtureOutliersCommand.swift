import ArgumentParser
import MixtureTables
import GaussianMixtures
import NumericCore

struct MixtureOutliersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outliers",
        abstract: "Find the rows that the model does not expect.",
        discussion: """
            A row each: its number, its score −log p(x) in nats, and whether the score is above \
            the threshold. The threshold is what the wanted share of ordinary rows exceeds: of \
            --reference, best rows that the model was not fitted to, else of DATA itself.
            """)

    @OptionGroup var dataArguments: DataArguments
    @OptionGroup var missingArguments: MissingArguments
    @OptionGroup var modelArguments: MixtureModelArguments
    @Option(help: "The share of ordinary rows that may be called outliers.")
    var falseAlarmRate: Double
    @Option(help: "A table of ordinary rows, which tell the threshold.")
    var reference: String?
    @Flag(help: "The outliers alone.")
    var only = false
    @OptionGroup var keep: KeepArguments
    @OptionGroup var rows: RowArguments
    @OptionGroup var common: OutputOptions

    func validate() throws {
        guard falseAlarmRate >= 0, falseAlarmRate < 1 else {
            throw ValidationError(
                "--false-alarm-rate: from 0 to below 1 expected, got \(falseAlarmRate)")
        }
        if dataArguments.data == "-", reference == "-" {
            throw ValidationError("--reference: standard input is the data already")
        }
    }

    func run() throws {
        let console = common.console
        try finishing(console) {
            try rows.check(dataArguments, modelArguments, [("--reference", reference)])
            let model = try modelArguments.load()
            let own = try scores(model, dataArguments.data, kept: keep.kept(), console)
            MixtureRemarks.units(of: model, console)
            let ordinary = try reference.map {
                try scores(model, $0, kept: .these([]), console)
            }
            let threshold = try OutlierThreshold(
                scores: (ordinary ?? own).values, falseAlarmRate: falseAlarmRate)
            let columns = [
                RowColumn("row", .whole), RowColumn("score"), RowColumn("outlier", .truth),
            ]
            var found = 0
            let writer = try rows.writer(columns, kept: own.kept.map(\.name), console)
            try writer.write { append in
                for part in shardRanges(
                    count: own.values.count, shards: 1 + own.values.count / 4096)
                {
                    let kept = part.filter { !only || threshold.isOutlier(own.values[$0]) }
                    try append(
                        Matrix(
                            rows: kept.count, columns: 3,
                            elements: kept.flatMap { n in
                                let score = own.values[n]
                                return [
                                    Double(n + 1), score, threshold.isOutlier(score) ? 1 : 0,
                                ]
                            }),
                        own.kept.map { column in
                            TextColumn(
                                name: column.name, values: kept.map { column.values[$0] })
                        })
                    found += part.count { threshold.isOutlier(own.values[$0]) }
                }
            }
            console.remark(
                "\(counted(found, "outlier")) among \(counted(own.values.count, "row")): scores "
                    + "above \(fixed(threshold.score, 6)) nats, which at most "
                    + "\(percent(falseAlarmRate, 2)) of the rows of "
                    + "\(reference ?? "the data themselves") exceed")
            return .done
        }
    }

    private func scores(
        _ model: TableMixture, _ path: String, kept: KeptColumns, _ console: Console
    ) throws -> OutlierScores {
        var source = missingArguments.applied(to: dataArguments.source(of: path), for: model)
        source.kept = kept
        let scores = try OutlierScores(model, source)
        console.remark(scores.remarks, of: source.name)
        return scores
    }
}
