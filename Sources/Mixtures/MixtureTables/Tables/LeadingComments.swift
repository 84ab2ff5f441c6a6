/// The lines at the top of a text that begin with `#`, as `numpy.savetxt` and many instruments
/// write them; blank lines among them count too.
struct LeadingComments {
    /// What stands behind each `#`, without the blanks around it, and the number of its line.
    private(set) var lines: [(text: [UInt8], line: Int)] = []
    /// Bytes up to the first line that is none of them.
    private(set) var byteCount = 0
    /// Lines up to there.
    private(set) var lineCount = 0

    /// No such lines.
    init() {}

    init(_ text: [UInt8]) {
        var start = 0
        var number = 0
        while start < text.count {
            let line = text[start...].prefix {
                $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r")
            }
            let content = trimmed(line)
            guard content.isEmpty || content.first == UInt8(ascii: "#") else { break }
            number += 1
            start = line.endIndex + Self.lineEnd(text[line.endIndex...])
            guard !content.isEmpty else { continue }
            lines.append((Array(trimmed(content.drop { $0 == UInt8(ascii: "#") })), number))
            (byteCount, lineCount) = (start, number)
        }
    }

    /// LF, CR LF, CR or, at the end of the text, nothing.
    private static func lineEnd(_ rest: ArraySlice<UInt8>) -> Int {
        rest.starts(with: [UInt8(ascii: "\r"), UInt8(ascii: "\n")]) ? 2 : min(1, rest.count)
    }
}
