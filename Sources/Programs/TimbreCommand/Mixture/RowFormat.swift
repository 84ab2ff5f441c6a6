import ArgumentParser
import MixtureTables
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

    func header(_ kept: [String], _ columns: [RowColumn]) -> [UInt8] {
        guard case .delimited(let separator) = self else { return [] }
        return DelimitedWriter(separator: separator).header(names: kept + columns.map(\.name))
    }

    /// Rows of numbers behind the words of kept columns.
    func bytes(
        _ rows: Matrix<Double>, _ kept: [TextColumn], _ columns: [RowColumn]
    ) throws -> [UInt8] {
        switch self {
        case .delimited(let separator):
            return DelimitedWriter(separator: separator)
                .rows(of: Table(values: rows, keptColumns: kept))
        case .array: return NumPyWriter.bytes(of: rows)
        case .objects:
            let names = columns.map { Self.quoted($0.name) }
            let words = kept.map { (name: Self.quoted($0.name), values: $0.values) }
            var text = ""
            for n in 0..<rows.rows {
                let pairs =
                    words.map { $0.name + ":" + Self.quoted($0.values[n]) }
                    + columns.indices.map {
                        names[$0] + ":" + Self.json(rows[n, $0], columns[$0].kind)
                    }
                text += "{" + pairs.joined(separator: ",") + "}\n"
            }
            return Array(text.utf8)
        }
    }

    private static func json(_ value: Double, _ kind: RowColumn.Kind) -> String {
        switch kind {
        case .truth: value != 0 ? "true" : "false"
        case .whole: "\(Int(value))"
        case .number:
            value.isNaN
                ? "null" : value.isInfinite ? (value > 0 ? "\"inf\"" : "\"-inf\"") : "\(value)"
        }
    }

    private static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // A string always encodes.
        return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}
