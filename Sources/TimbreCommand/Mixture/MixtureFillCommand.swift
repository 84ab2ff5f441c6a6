import ArgumentParser
import MixtureWorkbench

struct MixtureFillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill",
        abstract: "Fill missing cells with what the model expects there.",
        discussion: """
            A missing cell becomes its mean given the row's other cells. Writes the model's \
            columns; those of text are left out.
            """)

    @OptionGroup var dataArguments: DataArguments
    @OptionGroup var modelArguments: MixtureModelArguments
    @OptionGroup var rows: RowArguments
    @OptionGroup var common: OutputOptions

    func validate() throws {
        if dataArguments.missing == .refuse {
            throw ValidationError("--missing: missing cells are what is filled; leave it out")
        }
    }

    func run() throws {
        let console = common.console
        try finishing(console) {
            let model = try modelArguments.load()
            var source = dataArguments.source(for: model)
            source.missingCells = .marginalized
            var blocks = try DataBlocks(source, for: model)
            var filled = 0
            let names = blocks.columnNames ?? model.displayNames
            try rows.write(names.map { RowColumn($0) }, console) { append in
                while let block = try blocks.next() {
                    filled += block.values.elements.count(where: \.isNaN)
                    try append(try model.fill(block.values, threads: common.threadCount))
                }
            }
            console.remark("\(counted(filled, "cell")) filled")
            return .done
        }
    }
}
