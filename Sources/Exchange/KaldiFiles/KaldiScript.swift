internal import NumericCore

/// A script of features (`.scp`): of each utterance the archive, where in it the matrix begins, and
/// which rows and columns of it are meant, as in `alice-1 feats.ark:8[0:99,0:12]`, both ends
/// included. Paths are relative to the working directory, as Kaldi takes them.
///
/// ```swift
/// let script = try KaldiScript(contentsOf: "feats.scp")
/// for entry in script.entries { use(try script.features(of: entry)) }
/// ```
public struct KaldiScript: Sendable, Equatable {
    /// Where an utterance's features are.
    public struct Entry: Sendable, Equatable {
        /// The utterance's name.
        public let key: String
        /// The file.
        public let archive: String
        /// The byte at which the matrix begins, behind its key; 0 for a file of its own.
        public let offset: Int
        /// The rows meant, from 0; nil for all.
        public let rows: ClosedRange<Int>?
        /// The columns meant, from 0; nil for all.
        public let columns: ClosedRange<Int>?
        /// The script's line, from 1.
        public let line: Int
    }

    /// The script's path.
    public let path: String
    /// The utterances in the script's order.
    public let entries: [Entry]

    /// Reads a script; the archives are not opened.
    ///
    /// - Throws: ``KaldiError``, also for commands, which are not run.
    public init(contentsOf path: String) throws(KaldiError) {
        try self.init(KaldiTable(contentsOf: path))
    }

    init(_ table: KaldiTable) throws(KaldiError) {
        var entries: [Entry] = []
        for line in table.lines { entries.append(try Self.entry(line, table)) }
        path = table.path
        self.entries = entries
    }

    /// An utterance's features.
    ///
    /// - Throws: ``KaldiError``, also where the matrix has not the rows and columns meant.
    public func features(of entry: Entry) throws(KaldiError) -> KaldiFeatures {
        let input = try KaldiInput(path: entry.archive, offset: entry.offset)
        let whole: Matrix<Float> = try KaldiObjects(input).matrix("the features of \(entry.key)")
        let rows = entry.rows ?? 0...max(0, whole.rows - 1)
        let columns = entry.columns ?? 0...max(0, whole.columns - 1)
        guard entry.rows != nil || entry.columns != nil else {
            return KaldiFeatures(key: entry.key, frames: whole)
        }
        guard rows.upperBound < whole.rows, columns.upperBound < whole.columns else {
            throw .malformed(
                path: path, place: .line(entry.line),
                expected: "a range within \(whole.rows)×\(whole.columns) numbers",
                got: "rows \(rows.lowerBound):\(rows.upperBound), "
                    + "columns \(columns.lowerBound):\(columns.upperBound)")
        }
        return KaldiFeatures(
            key: entry.key,
            frames: Matrix(
                rows: rows.count, columns: columns.count,
                elements: rows.flatMap { row in columns.map { whole[row, $0] } }))
    }

    private static func entry(
        _ line: KaldiTable.Line, _ table: KaldiTable
    ) throws(KaldiError) -> Entry {
        try table.requireFile(line)
        var place = Substring(line.value)
        var ranges: [ClosedRange<Int>?] = [nil, nil]
        if place.last == "]", let bracket = place.lastIndex(of: "[") {
            let words = place[place.index(after: bracket)...].dropLast()
                .split(separator: ",", omittingEmptySubsequences: false)
            guard words.count <= 2 else {
                throw table.malformed(line, "ranges of rows and columns", "\(words.count) ranges")
            }
            for (index, word) in words.enumerated() where word != ":" && !word.isEmpty {
                let ends = word.split(separator: ":", omittingEmptySubsequences: false).map {
                    number($0)
                }
                guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last else {
                    throw table.malformed(
                        line, "a range first:last, counted from 0", "'\(word.prefix(40))'")
                }
                ranges[index] = first...last
            }
            place = place[..<bracket]
        }
        var offset = 0
        if let colon = place.lastIndex(of: ":"), let number = number(place[colon...].dropFirst()) {
            offset = number
            place = place[..<colon]
        }
        guard !place.isEmpty else { throw table.malformed(line, "an archive", "'\(line.value)'") }
        return Entry(
            key: line.key, archive: String(place), offset: offset, rows: ranges[0],
            columns: ranges[1], line: line.number)
    }

    /// Digits alone, and no more than a file can have bytes.
    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
    }
}
