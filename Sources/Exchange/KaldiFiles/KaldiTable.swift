import Foundation

/// Kaldi's lists: a line for each key, which ends at the first blank, and something of it behind.
/// Keys are unique.
struct KaldiTable {
    struct Line {
        let number: Int
        let key: String
        let value: String

        /// The words of the value.
        var words: [String] {
            value.split { $0 == " " || $0 == "\t" }.map(String.init)
        }
    }

    let path: String
    let lines: [Line]

    /// Reads a list.
    init(contentsOf path: String) throws(KaldiError) {
        let input = try KaldiInput(path: path)
        try self.init(bytes: input.bytes(input.size), path: path)
    }

    init(bytes: [UInt8], path: String) throws(KaldiError) {
        self.path = path
        var lines: [Line] = []
        var keys: Set<String> = []
        let parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            func malformed(_ expected: String, _ got: String) -> KaldiError {
                .malformed(path: path, place: .line(index + 1), expected: expected, got: got)
            }
            guard let text = String(validating: part, as: UTF8.self) else {
                throw malformed("text in UTF-8", "other bytes")
            }
            let line = text.trimmingCharacters(in: .whitespaces.union(.newlines))
            if line.isEmpty {
                // Only behind the last line nothing may stand.
                if parts[index...].allSatisfy({ $0.allSatisfy(isBlank) }) { break }
                throw malformed("a key", "an empty line")
            }
            let pieces = line.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
            guard pieces.count == 2 else {
                throw malformed("a key, a blank and what it stands for", "'\(line.prefix(80))'")
            }
            let key = String(pieces[0])
            guard keys.insert(key).inserted else {
                throw malformed("a key once", "'\(key)' again")
            }
            lines.append(
                Line(
                    number: index + 1, key: key,
                    value: pieces[1].trimmingCharacters(in: .whitespaces)))
        }
        self.lines = lines
    }

    func malformed(_ line: Line, _ expected: String, _ got: String) -> KaldiError {
        .malformed(path: path, place: .line(line.number), expected: expected, got: got)
    }

    /// Refuses what Kaldi would run, or read from standard input.
    func requireFile(_ line: Line) throws(KaldiError) {
        guard !line.value.hasSuffix("|"), !line.value.hasPrefix("|") else {
            throw .command(path: path, line: line.number, text: line.value)
        }
        guard line.value != "-" else { throw malformed(line, "a file", "standard input") }
    }
}
