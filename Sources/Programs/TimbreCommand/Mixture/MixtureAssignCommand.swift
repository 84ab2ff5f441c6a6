import ArgumentParser
import MixtureTables
import NumericCore

struct MixtureAssignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign",
        abstract: "Tell to which component each row belongs, and how much.",
        discussion: """
            A row each: the label, which is the most responsible component counted from 0, and \
            the responsibilities of all components, which sum to 1.
            """)

    @OptionGroup var dataArguments: DataArguments
    @OptionGroup var missingArguments: MissingArguments
    @OptionGroup var modelArguments: MixtureModelArguments
    @Flag(help: "The label alone.")
    var hard = false
    @OptionGroup var keep: KeepArguments
    @OptionGroup var rows: RowArguments
    @OptionGroup var common: OutputOptions

    func run() throws {
        let console = common.console
        try finishing(console) {
            try rows.check(dataArguments, modelArguments)
            let model = try modelArguments.load()
            var source = missingArguments.applied(to: dataArguments.source(), for: model)
            source.kept = keep.kept()
            var blocks = try DataBlocks(source, for: model)
            console.remark(blocks.remarks, of: source.name)
            let count = model.mixture.componentCount
            let soft = (0..<(hard ? 0 : count)).map { RowColumn("responsibility_\($0)") }
            let writer = try rows.writer(
                [RowColumn("label", .whole)] + soft, kept: blocks.keptColumnNames, console)
            try writer.write { append in
                while let block = try blocks.next() {
                    let labels = try model.labels(
                        of: block.values)
                    let responsibilities =
                        hard
                        ? nil
                        : try model.responsibilities(
                            of: block.values)
                    try append(
                        Matrix(
                            rows: labels.count, columns: 1 + soft.count,
                            elements: labels.enumerated().flatMap { n, label in
                                [Double(label)] + (responsibilities.map { $0.row(n) } ?? [])
                            }), block.kept)
                }
            }
            return .done
        }
    }
}
