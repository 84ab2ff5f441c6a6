public import Foundation

/// The contents of a text file, and the name by which errors call it.
public struct TextFile: Sendable {
    /// The name for error messages, usually the path.
    public var name: String
    /// The bytes, UTF-8.
    public var contents: Data

    /// A file's contents.
    public init(name: String, contents: Data) {
        self.name = name
        self.contents = contents
    }
}

/// How the fields of a line are set apart.
enum FieldSeparator {
    /// One tab; fields may be empty and hold spaces.
    case tab
    /// Any run of spaces and tabs.
    case blanks

    func matches(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\t") || (self == .blanks && byte == UInt8(ascii: " "))
    }
}

extension TextFile {
    /// Calls `body` with each line that is not blank.
    func forEachLine(
        separatedBy separator: FieldSeparator, _ body: (TextLine) throws -> Void
    ) throws {
        try contents.withUnsafeBytes { bytes in
            var start = 0
            var number = 0
            while start < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
                let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.count
                start += end + 1
                number += 1
                var line = UnsafeRawBufferPointer(rebasing: rest[..<end])
                if line.last == UInt8(ascii: "\r") { line = .init(rebasing: line.dropLast()) }
                if line.allSatisfy(FieldSeparator.blanks.matches) { continue }
                try body(TextLine(file: name, number: number, bytes: line, separator: separator))
            }
        }
    }
}

/// One line of a file, cut into fields; it must not outlive the call that it is given to.
struct TextLine {
    let file: String
    /// Counts from 1.
    let number: Int
    let fields: [UnsafeRawBufferPointer]
    private let bytes: UnsafeRawBufferPointer

    init(file: String, number: Int, bytes: UnsafeRawBufferPointer, separator: FieldSeparator) {
        self.file = file
        self.number = number
        self.bytes = bytes
        var fields: [UnsafeRawBufferPointer] = []
        fields.reserveCapacity(4)
        var start = 0
        for end in 0...bytes.count {
            if end < bytes.count, !separator.matches(bytes[end]) { continue }
            if end > start || separator == .tab {
                fields.append(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            }
            start = end + 1
        }
        self.fields = fields
    }

    /// The text of a field.
    func text(_ field: Int, expected: String) throws(EvaluationError) -> String {
        guard let text = String(validating: fields[field], as: UTF8.self), !text.isEmpty else {
            throw malformed(expected: expected)
        }
        return text
    }

    /// The score in a field; `inf` and `-inf` are scores, `nan` is not.
    func score(_ field: Int) throws(EvaluationError) -> Double {
        guard let text = String(validating: fields[field], as: UTF8.self),
            let score = Double(text), !score.isNaN
        else {
            throw malformed(expected: "a score in column \(field + 1)")
        }
        return score
    }

    /// The label in a field: one of two words.
    func label(
        _ field: Int, target: StaticString, nontarget: StaticString
    ) throws(EvaluationError) -> Bool {
        let word = String(decoding: fields[field], as: UTF8.self)
        if word == target.description { return true }
        if word == nontarget.description { return false }
        throw malformed(expected: "'\(target)' or '\(nontarget)' in column \(field + 1)")
    }

    func malformed(expected: String) -> EvaluationError {
        .malformedLine(
            file: file, line: number, expected: expected,
            found: String(decoding: bytes, as: UTF8.self))
    }
}
