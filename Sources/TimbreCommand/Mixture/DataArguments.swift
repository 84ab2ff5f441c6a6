import ArgumentParser
import DataTables
import GaussianMixtures
import MixtureWorkbench

/// Which table, and how it is read.
struct DataArguments: ParsableArguments {
    @Argument(help: "The table: CSV, TSV or .npy; - for standard input.")
    var data: String
    @Option(
        help: """
            The columns of numbers, by name or by number from 1, separated by commas (default: \
            all that are numeric, or those of the model).
            """)
    var columns: String?
    @Option(
        help: """
            comma, semicolon, tab, bar or blanks, or the character itself (default: told from \
            the first rows).
            """,
        transform: Self.separator)
    var separator: Separator?
    @Option(help: "yes or no: whether the first row holds names (default: told from it).")
    var header: HeaderChoice?
    @Option(
        help: """
            marginalize: missing cells are integrated out; refuse: they are a fault (default: \
            as the model was fitted, else refuse).
            """)
    var missing: MissingChoice?

    enum HeaderChoice: String, CaseIterable, ExpressibleByArgument {
        case yes
        case no
    }

    enum MissingChoice: String, CaseIterable, ExpressibleByArgument {
        case marginalize
        case refuse
    }

    private static func separator(_ word: String) throws -> Separator {
        switch word {
        case ",": .comma
        case ";": .semicolon
        case "\t", "\\t": .tab
        case "|": .bar
        case " ": .blanks
        default: try choice(word)
        }
    }

    /// Columns written with commas between them.
    static func references(_ text: String) -> [ColumnReference] {
        text.split(separator: ",").map {
            ColumnReference(String($0.drop { $0 == " " }))
        }
    }

    func source(of path: String? = nil, for model: TableMixture? = nil) -> DataSource {
        var source = DataSource(path: path ?? data)
        source.format = DelimitedFormat(
            separator: separator, hasHeader: header.map { $0 == .yes })
        source.columns = columns.map(Self.references)
        source.missingCells =
            missing.map { $0 == .marginalize ? .marginalized : .refused }
            ?? model?.summary.missingCells ?? .refused
        return source
    }
}

/// Which model.
struct MixtureModelArguments: ParsableArguments {
    @Option(name: .shortAndLong, help: "The model, as timbre mixture fit writes it.")
    var model: String

    func load() throws -> TableMixture { try TableMixture(contentsOf: model) }
}
