import ArgumentParser
import MixtureTables
import NumericCore

struct MixtureSampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Draw rows from a model, in the units of its data.")

    @OptionGroup var modelArguments: MixtureModelArguments
    @Option(help: "How many rows.")
    var count: Int
    @Flag(help: "Say of each row which component it came from, in a last column, label.")
    var labels = false
    @OptionGroup var rows: RowArguments
    @OptionGroup var common: OutputOptions

    func validate() throws {
        guard count >= 1 else {
            throw ValidationError("--count: a number from 1 expected, got \(count)")
        }
    }

    func run() throws {
        let console = common.console
        try finishing(console) {
            try OutputFiles.check(
                [("--output", rows.output)], inputs: [("--model", modelArguments.model)])
            let model = try modelArguments.load()
            if !model.isInDataUnits {
                console.remark(
                    "the model leaves principal components out: rows have no spread in those "
                        + "directions")
            }
            var generator = SeededGenerator(seed: common.seed)
            let columns =
                model.displayNames.map { RowColumn($0) }
                + (labels ? [RowColumn("label", .whole)] : [])
            try rows.writer(columns, kept: [], console).write { append in
                var left = count
                while left > 0 {
                    let sample = try model.sample(min(left, 4096), using: &generator)
                    left -= sample.labels.count
                    try append(
                        labels
                            ? Matrix(
                                rows: sample.rows.rows, columns: columns.count,
                                elements: sample.labels.enumerated().flatMap { n, label in
                                    Array(sample.rows.row(n)) + [Double(label)]
                                }) : sample.rows, [])
                }
            }
            return .done
        }
    }
}
