import NumericCore

/// Writes rows as CSV: RFC 4180, lines ending in LF, numbers in the shortest form that reads back
/// as the same Double, missing cells as `NaN`.
///
/// ```swift
/// try AtomicFile.write(to: "scores.csv") { file in
///     try file.append(DelimitedWriter().header(names: ["name", "x", "y"]))
///     try file.append(DelimitedWriter().rows(of: table))
/// }
/// ```
public struct DelimitedWriter: Sendable {
    /// The separator: a comma for CSV, a tab for TSV.
    public var separator: Separator

    /// A writer with a separator; blanks are written as one space.
    public init(separator: Separator = .comma) {
        self.separator = separator
    }

    /// The header line.
    public func header(names: [String]) -> [UInt8] {
        line(names.map(quoted))
    }

    /// One line for each row: the words, then the numbers. Columns kept as they stand are words
    /// too, behind the others.
    public func rows(of table: Table) -> [UInt8] {
        var bytes: [UInt8] = []
        for row in 0..<table.values.rows {
            let words = (table.textColumns + table.keptColumns).map { quoted($0.values[row]) }
            bytes += line(words + table.values.row(row).map(Self.text(of:)))
        }
        return bytes
    }

    private var mark: String {
        switch separator {
        case .comma: ","
        case .semicolon: ";"
        case .tab: "\t"
        case .bar: "|"
        case .blanks: " "
        }
    }

    private func line(_ cells: [String]) -> [UInt8] {
        Array(cells.joined(separator: mark).utf8) + [UInt8(ascii: "\n")]
    }

    private func quoted(_ text: String) -> String {
        let needsQuotes =
            text.isEmpty
            || text.utf8.contains { byte in
                separator.matches(byte) || isBlank(byte)
                    || [UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(byte)
            }
        guard needsQuotes else { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    /// A number in the shortest form that reads back as the same Double.
    static func text(of value: Double) -> String {
        if value.isNaN { return "NaN" }
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
