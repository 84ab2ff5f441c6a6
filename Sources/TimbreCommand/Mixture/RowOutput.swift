import ArgumentParser
import DataTables
import FileStorage
import Foundation
import NumericCore

/// A column of rows that are written.
struct RowColumn {
    /// How JSON shows its numbers.
    enum Kind {
        case number
        case whole
        case truth
    }

    let name: String
    let kind: Kind

    init(_ name: String, _ kind: Kind = .number) {
        self.name = name
        self.kind = kind
    }
}

/// Where rows of numbers go: standard output as CSV, or NDJSON with --json; a file as its
/// extension says.
struct RowArguments: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: """
            The file to write: .csv, .tsv, .npy, or .json for one object a line (default: CSV \
            on standard output).
            """)
    var output: String?

    func validate() throws {
        if let output { _ = try RowFormat(path: output) }
    }

    /// Calls `body` with what takes blocks of rows; a file is there whole afterwards or not at
    /// all.
    func write(
        _ columns: [RowColumn], _ console: Console,
        _ body: (_ append: (Matrix<Double>) throws -> Void) throws -> Void
    ) throws {
        guard let output else {
            let format = console.isJSON ? RowFormat.objects : .delimited(.comma)
            try console.result(bytes: format.header(columns))
            try body { try console.result(bytes: try format.bytes($0, columns)) }
            return
        }
        try OutputFolder.require(of: output)
        let format = try RowFormat(path: output)
        // Rows are kept until their number is known, which a NumPy file begins with, and because
        // the file must not be left half written.
        var store = RowStoreWriter<Double>(dimension: columns.count)
        try body { try store.append($0.elements) }
        let rows = try store.finish()
        try AtomicFile.write(to: output) { file in
            try file.append(
                format == .array
                    ? NumPyWriter.header(rows: rows.count, columns: columns.count)
                    : format.header(columns))
            try rows.forEachBlock(of: 4096) { try file.append(try format.bytes($0, columns)) }
        }
        console.remark("\(output): \(counted(rows.count, "row"))")
    }
}

/// How rows are written.
enum RowFormat: Equatable {
    case delimited(Separator)
    case objects
    case array

    init(path: String) throws {
        switch URL(fileURLWithPath: path).pathExtension.lowercased() {
        case "csv": self = .delimited(.comma)
        case "tsv": self = .delimited(.tab)
        case "json", "ndjson", "jsonl": self = .objects
        case "npy": self = .array
        default:
            throw ValidationError(
                "--output: a file that ends in .csv, .tsv, .npy or .json expected, got \(path)")
        }
    }

    func header(_ columns: [RowColumn]) -> [UInt8] {
        guard case .delimited(let separator) = self else { return [] }
        return DelimitedWriter(separator: separator).header(names: columns.map(\.name))
    }

    func bytes(_ rows: Matrix<Double>, _ columns: [RowColumn]) throws -> [UInt8] {
        switch self {
        case .delimited(let separator):
            return DelimitedWriter(separator: separator).rows(of: Table(values: rows))
        case .array: return NumPyWriter.bytes(of: rows)
        case .objects:
            let names = try columns.map { try Console.line(json: [$0.name]).dropFirst().dropLast() }
            var text = ""
            for n in 0..<rows.rows {
                let pairs = columns.indices.map { column -> String in
                    let value = rows[n, column]
                    let word =
                        switch columns[column].kind {
                        case .truth: value != 0 ? "true" : "false"
                        case .whole: "\(Int(value))"
                        case .number:
                            value.isNaN
                                ? "null"
                                : value.isInfinite
                                    ? (value > 0 ? "\"inf\"" : "\"-inf\"") : "\(value)"
                        }
                    return names[column] + ":" + word
                }
                text += "{" + pairs.joined(separator: ",") + "}\n"
            }
            return Array(text.utf8)
        }
    }
}
