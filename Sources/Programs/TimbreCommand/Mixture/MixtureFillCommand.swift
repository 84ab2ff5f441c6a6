import ArgumentParser
import MixtureTables

struct MixtureFillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill",
        abstract: "Fill missing cells with what the model expects there.",
        discussion: """
            A missing cell becomes its mean given the row's other cells. Writes the model's \
            columns; of the others those that --keep names, all meaning every other one.
            """)

    @OptionGroup var dataArguments: DataArguments
    @OptionGroup var modelArguments: MixtureModelArguments
    @OptionGroup var keep: KeepArguments
    @OptionGroup var rows: RowArguments
    @OptionGroup var common: OutputOptions

    func run() throws {
        let console = common.console
        try finishing(console) {
            try rows.check(dataArguments, modelArguments)
            let model = try modelArguments.load()
            guard model.canFill else { throw WorkbenchError.cannotFillProjection }
            var source = dataArguments.source()
            source.missingCells = .marginalized
            source.kept = keep.kept(all: .others)
            var blocks = try DataBlocks(source, for: model)
            var filled = 0
            console.remark(blocks.remarks, of: source.name)
            let names = blocks.columnNames ?? model.displayNames
            let writer = try rows.writer(
                names.map { RowColumn($0) }, kept: blocks.keptColumnNames, console)
            try writer.write { append in
                while let block = try blocks.next() {
                    filled += block.values.elements.count(where: \.isNaN)
                    try append(
                        try model.fill(block.values), block.kept)
                }
            }
            console.remark("\(counted(filled, "cell")) filled")
            return .done
        }
    }
}
