/// What was read of a piece of a file; lines and numbers of names count within the piece.
struct ParsedPiece: Sendable {
    var models = NameIndex()
    var clips = NameIndex()
    var conditions = NameIndex()
    var rows: [TrialRow] = []
    var lines = 0
    var fault: LineFault?
}

/// A line that is not of the file's form.
struct LineFault: Error, Equatable {
    var line: Int
    var expected: String
    var found: String
}

/// Reads whole lines of one layout.
struct PieceParser: Sendable {
    let layout: LineLayout
    /// The column of the trials' condition.
    let condition: Int?
    private let target: [UInt8]
    private let nontarget: [UInt8]

    init(layout: LineLayout, condition: Int?) {
        self.layout = layout
        self.condition = condition
        target = Array(layout.labels[0].utf8)
        nontarget = Array(layout.labels[1].utf8)
    }

    /// Reads a piece up to its first faulty line, leaving out its first `skipped` lines.
    func parse(_ piece: [UInt8], skipping skipped: Int) -> ParsedPiece {
        var result = ParsedPiece()
        result.rows.reserveCapacity(piece.count / 32)
        piece.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: Range<Int>.self, capacity: layout.fieldCount + 1) {
                fields in
                var start = 0
                while start < bytes.count {
                    let end = fieldsOfLine(bytes, from: start, into: fields)
                    result.lines += 1
                    let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end.line])
                    start = end.line + 1
                    if end.isBlank || result.lines <= skipped { continue }
                    do throws(LineFault) {
                        try append(
                            Line(
                                bytes: bytes, fields: fields, count: end.fields,
                                number: result.lines, text: line), to: &result)
                    } catch {
                        result.fault = error
                        return
                    }
                }
            }
        }
        return result
    }

    private struct Line {
        let bytes: UnsafeRawBufferPointer
        let fields: UnsafeMutableBufferPointer<Range<Int>>
        let count: Int
        let number: Int
        let text: UnsafeRawBufferPointer

        subscript(_ field: Int) -> UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(rebasing: bytes[fields[field]])
        }

        func fault(expected: String) -> LineFault {
            let text = text.last == UInt8(ascii: "\r") ? text.dropLast() : text[...]
            return LineFault(
                line: number, expected: expected, found: String(decoding: text, as: UTF8.self))
        }
    }

    /// Cuts a line; `fields` takes one more than the layout has, so that a surplus shows.
    @inline(__always)
    private func fieldsOfLine(
        _ bytes: UnsafeRawBufferPointer, from start: Int,
        into fields: UnsafeMutableBufferPointer<Range<Int>>
    ) -> (line: Int, fields: Int, isBlank: Bool) {
        var index = start
        var field = start
        var count = 0
        var isBlankLine = true
        let tabsOnly = layout.separator == .tab
        func close(_ end: Int) {
            if end > field || tabsOnly {
                if count < fields.count { fields[count] = field..<end }
                count += 1
            }
            field = end + 1
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") { break }
            if byte == UInt8(ascii: "\t") || (byte == UInt8(ascii: " ") && !tabsOnly) {
                close(index)
            } else if !isBlank(byte) {
                isBlankLine = false
            }
            index += 1
        }
        let endsInReturn = index > start && bytes[index - 1] == UInt8(ascii: "\r")
        close(endsInReturn ? index - 1 : index)
        return (index, count, isBlankLine)
    }

    @inline(__always)
    private func append(_ line: Line, to result: inout ParsedPiece) throws(LineFault) {
        guard line.count == layout.fieldCount else { throw line.fault(expected: layout.form) }
        var score = 0.0
        if let column = layout.score {
            guard let number = decimalNumber(line[column]) else {
                throw line.fault(expected: "a score in column \(column + 1)")
            }
            score = number
        }
        var isTarget = false
        if let column = layout.label {
            let word = line[column]
            isTarget = word.elementsEqual(target)
            guard isTarget || word.elementsEqual(nontarget) else {
                throw line.fault(
                    expected:
                        "'\(layout.labels[0])' or '\(layout.labels[1])' in column \(column + 1)")
            }
        }
        var clip = line[layout.clip]
        if let side = layout.side {
            // Segment and side stand together, and so do their names.
            clip = UnsafeRawBufferPointer(
                rebasing: line.bytes[
                    line.fields[layout.clip].lowerBound..<line.fields[side].upperBound])
        }
        result.rows.append(
            TrialRow(
                score: score,
                model: try number(line[layout.model], in: &result.models, line),
                clip: try number(clip, in: &result.clips, line),
                line: UInt32(truncatingIfNeeded: line.number), isTarget: isTarget,
                condition: try condition.map { column throws(LineFault) in
                    try number(line[column], in: &result.conditions, line)
                } ?? 0))
    }

    /// The number of a name that is neither empty nor malformed.
    @inline(__always)
    private func number(
        _ name: UnsafeRawBufferPointer, in index: inout NameIndex, _ line: Line
    ) throws(LineFault) -> UInt32 {
        let known = index.count
        let number = index.number(of: name)
        if index.count > known, name.isEmpty || String(validating: name, as: UTF8.self) == nil {
            throw line.fault(expected: layout.form)
        }
        return number
    }
}
