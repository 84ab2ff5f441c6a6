import ArgumentParser
import MixtureTables
import FileStorage
import NumericCore

/// Where rows of numbers go: standard output as CSV, or NDJSON with --json; a file as its
/// extension says.
struct RowArguments: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: """
            The file to write: .csv, .tsv, .npy, or .json for one object a line (default: CSV \
            on standard output, as for -).
            """)
    var output: String?

    func validate() throws {
        if let output, output != "-" { _ = try RowFormat(path: output) }
    }

    /// Refuses an output that would take the place of an input.
    func check(
        _ data: DataArguments, _ model: MixtureModelArguments, _ further: [OutputFiles.Named] = []
    ) throws {
        try OutputFiles.check(
            [("--output", output)],
            inputs: [("DATA", data.data), ("--model", model.model)] + further)
    }

    /// What writes rows of these columns, behind words of kept ones.
    func writer(
        _ columns: [RowColumn], kept: [String], _ console: Console
    ) throws -> RowWriter {
        try RowWriter(output == "-" ? nil : output, columns, kept: kept, console: console)
    }
}

/// Writes rows: first the words of columns that are kept, then numbers.
struct RowWriter {
    /// Takes a block of numbers and the words before them.
    typealias Append = (Matrix<Double>, [TextColumn]) throws -> Void

    private let path: String?
    private let format: RowFormat
    private let columns: [RowColumn]
    private let kept: [String]
    private let console: Console

    /// - Throws: `ValidationError` when the format cannot hold the columns.
    init(
        _ path: String?, _ columns: [RowColumn], kept: [String] = [], console: Console
    ) throws {
        self.path = path
        self.columns = columns
        self.kept = kept
        self.console = console
        format =
            if let path { try RowFormat(path: path) } else {
                console.isJSON ? .objects : .delimited(.comma)
            }
        guard kept.isEmpty || format != .array else {
            throw ValidationError(
                "--keep: an array holds numbers alone; write .csv, .tsv or .json")
        }
        var names = Set(columns.map(\.name))
        if let name = kept.first(where: { !names.insert($0).inserted }) {
            throw ValidationError(
                "--keep: there would be two columns '\(name)'; name those to keep, or rename it")
        }
    }

    /// Calls `body` with what takes blocks of rows; a file is there whole afterwards or not at
    /// all.
    func write(_ body: (Append) throws -> Void) throws {
        guard let path else {
            // Nothing is said before there is an answer.
            var header = format.header(kept, columns)
            try body { rows, words in
                try console.result(bytes: header + (try format.bytes(rows, words, columns)))
                header = []
            }
            if !header.isEmpty { try console.result(bytes: header) }
            return
        }
        var count = 0
        if format == .array {
            // The array begins with the number of its rows.
            var store = RowStoreWriter<Double>(dimension: columns.count)
            try body { rows, _ in try store.append(rows.elements) }
            let rows = try store.finish()
            count = rows.count
            try AtomicFile.write(to: path) { file in
                try file.append(NumPyWriter.header(rows: rows.count, columns: rows.dimension))
                try rows.forEachBlock(of: 4096) { try file.append(NumPyWriter.bytes(of: $0)) }
            }
        } else {
            try AtomicFile.write(to: path) { file in
                try file.append(format.header(kept, columns))
                try body { rows, words in
                    count += rows.rows
                    try file.append(try format.bytes(rows, words, columns))
                }
            }
        }
        console.remark("\(path): \(counted(count, "row"))")
    }
}
