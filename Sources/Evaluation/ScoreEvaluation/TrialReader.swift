internal import NumericCore

/// Reads the lines of a file by a layout.
///
/// Pieces of the file are read on several threads, each with names of its own, and joined in the
/// file's order; the result does not depend on where the pieces were cut.
struct TrialReader: Sendable {
    var role: FileRole
    var format: TrialFormat?
    /// The column whose words are the trials' conditions.
    var condition: String?

    /// - Throws: ``EvaluationError`` that names the line.
    func read(_ file: TextFile) throws -> (rows: TrialRows, layout: LineLayout?) {
        var pieces = try file.pieces()
        var result = TrialRows(file: file.name)
        var line = 0
        var parser: PieceParser?
        while true {
            // The first piece alone, for its first line tells how to read the others.
            let wave = try pieces.next(parser == nil ? 1 : Threads.count)
            guard let first = wave.first else { break }
            var skipped = 0
            if parser == nil {
                guard let start = firstLine(of: first) else {
                    line += first.count { $0 == UInt8(ascii: "\n") }
                    continue
                }
                let layout = try LineLayout(
                    of: start.text, role: role, format: format, file: file.name,
                    number: line + start.number)
                if layout.header != nil { skipped = start.number }
                parser = PieceParser(
                    layout: layout, condition: try conditionColumn(layout, file: file.name))
            }
            guard let parser else { break }
            let header = skipped
            let parsed = try orderedMap(count: wave.count) { index in
                parser.parse(wave[index], skipping: index == 0 ? header : 0)
            }
            for piece in parsed { try result.append(piece, line: &line) }
        }
        return (result, parser?.layout)
    }

    private func firstLine(of piece: [UInt8]) -> (text: String, number: Int)? {
        var number = 0
        var rest = piece[...]
        while !rest.isEmpty {
            number += 1
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            if line.contains(where: { !isBlank($0) }) {
                var text = String(decoding: line, as: UTF8.self)
                if text.last == "\r" { text.removeLast() }
                return (text, number)
            }
            rest = rest[line.endIndex...].dropFirst()
        }
        return nil
    }

    private func conditionColumn(
        _ layout: LineLayout, file: String
    ) throws(EvaluationError) -> Int? {
        guard let condition else { return nil }
        guard let column = layout.header?.firstIndex(of: condition) else {
            throw .noSuchColumn(file: file, column: condition, columns: layout.header ?? [])
        }
        return column
    }
}

func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
}

extension TrialRows {
    /// Adds what was read of the next piece; `line` counts the lines before it.
    fileprivate mutating func append(_ piece: ParsedPiece, line: inout Int) throws {
        if let fault = piece.fault {
            throw EvaluationError.malformedLine(
                file: file, line: line + fault.line, expected: fault.expected, found: fault.found)
        }
        guard line + piece.lines < UInt32.max, rows.count + piece.rows.count < UInt32.max else {
            throw EvaluationError.outOfRange(
                name: "the number of lines of \(file)", value: Double(line + piece.lines),
                expected: "fewer than 4294967295")
        }
        let models = piece.models.numbers(in: &models)
        let clips = piece.clips.numbers(in: &clips)
        let conditions = piece.conditions.numbers(in: &conditions)
        for row in piece.rows {
            rows.append(
                TrialRow(
                    score: row.score, model: models[Int(row.model)], clip: clips[Int(row.clip)],
                    line: row.line + UInt32(line), isTarget: row.isTarget,
                    condition: conditions.isEmpty ? 0 : conditions[Int(row.condition)]))
        }
        line += piece.lines
    }
}
