import ArgumentParser
import MixtureTables
import GaussianMixtures

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
    @Option(help: "Whether the first row holds names (default: told from it).")
    var header: HeaderChoice?
    @Option(
        help: """
            Further words for a missing cell, separated by commas, such as none,-99; empty cells, \
            NA, N/A, NaN, NULL and ? are missing anyhow.
            """)
    var missingWords: String?

    enum HeaderChoice: String, CaseIterable, ExpressibleByArgument {
        case yes
        case no
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

    /// Words with commas between them.
    private static func words(_ text: String) -> [String] {
        text.split(separator: ",").map {
            String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// Columns written with commas between them.
    static func references(_ text: String) -> [ColumnReference] {
        words(text).map { ColumnReference($0) }
    }

    /// The table; `path` stands in for the argument.
    func source(of path: String? = nil) -> DataSource {
        var source = DataSource(path: path ?? data)
        source.format = DelimitedFormat(
            separator: separator, hasHeader: header.map { $0 == .yes },
            missingWords: DelimitedFormat.commonMissingWords
                .union(missingWords.map(Self.words) ?? []))
        source.columns = columns.map(Self.references)
        return source
    }
}

/// What a missing cell is.
struct MissingArguments: ParsableArguments {
    @Option(
        help: """
            marginalize: missing cells are integrated out; refuse: they are a fault (default: \
            as the model was fitted, else refuse).
            """)
    var missing: MissingChoice?

    enum MissingChoice: String, CaseIterable, ExpressibleByArgument {
        case marginalize
        case refuse
    }

    /// The source with its missing cells treated as asked for, or as the model was fitted.
    func applied(to source: DataSource, for model: TableMixture? = nil) -> DataSource {
        var source = source
        source.missingCells =
            missing.map { $0 == .marginalize ? .marginalized : .refused }
            ?? model?.summary?.missingCells ?? .refused
        return source
    }
}

/// Which columns go along with the answers.
struct KeepArguments: ParsableArguments {
    @Option(
        help: """
            Columns of the table that are written before the answers, as they stand there: by \
            name or by number, separated by commas, or all.
            """)
    var keep: String?

    /// What is kept; `all` is what the word all means.
    func kept(all: KeptColumns = .all) -> KeptColumns {
        keep == "all" ? all : .these(keep.map(DataArguments.references) ?? [])
    }
}

/// Which model.
struct MixtureModelArguments: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: """
            The model, as timbre mixture fit writes it, or a diagonal mixture of Kaldi's \
            (final.dubm).
            """)
    var model: String

    func load() throws -> TableMixture { try TableMixture(contentsOf: model) }
}

extension Console {
    /// What a reader decided by itself.
    func remark(_ remarks: [TableRemark], of file: String) {
        for remark in remarks { self.remark("\(file): \(remark)") }
    }

    /// What a fit to a table should not be believed for.
    func remark(on data: StoredData) {
        remark(data.remarks, of: data.name)
        guard !data.constantColumns.isEmpty else { return }
        let (count, names) = (data.constantColumns.count, data.constantColumns.prefix(6))
        remark(
            "\(data.name): \(names.joined(separator: ", "))"
                + (count > names.count ? " and \(count - names.count) more" : "")
                + " never change\(count == 1 ? "s" : ""): the variance floor decides how likely the "
                + "rows are; leave \(count == 1 ? "the column" : "the columns") out (--columns)")
    }
}
