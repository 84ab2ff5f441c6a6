internal import NumericCore

/// Bytes of Kaldi's objects, as ``KaldiObjects`` reads them.
struct KaldiOutput {
    let format: KaldiFormat
    private(set) var bytes: [UInt8] = []

    init(_ format: KaldiFormat) {
        self.format = format
    }

    private var isBinary: Bool { format == .binary }

    /// What stands before an object of its own.
    mutating func begin() {
        if isBinary { bytes += [0, UInt8(ascii: "B")] }
    }

    mutating func token(_ token: String) { bytes += Array((token + " ").utf8) }

    /// The end of a line, in text.
    mutating func line() {
        if !isBinary { bytes.append(UInt8(ascii: "\n")) }
    }

    mutating func vector(_ values: [Float]) {
        guard isBinary else {
            bytes += Array((" [ " + Self.text(values) + " ]\n").utf8)
            return
        }
        token("FV")
        count(values.count)
        append(values)
    }

    mutating func matrix(_ matrix: Matrix<Float>) {
        matrixHeader(rows: matrix.rows, columns: matrix.columns)
        rows(matrix)
        matrixEnd()
    }

    mutating func matrixHeader(rows: Int, columns: Int) {
        guard isBinary else {
            bytes += Array(" [".utf8)
            return
        }
        token("FM")
        count(rows)
        count(columns)
    }

    mutating func rows(_ matrix: Matrix<Float>) {
        guard isBinary else {
            for row in 0..<matrix.rows {
                bytes += Array(("\n  " + Self.text(Array(matrix.row(row)))).utf8)
            }
            return
        }
        append(matrix.elements)
    }

    mutating func matrixEnd() {
        if !isBinary { bytes += Array(" ]\n".utf8) }
    }

    /// What has been gathered so far; the output is empty afterwards.
    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    private mutating func count(_ count: Int) {
        bytes.append(4)
        withUnsafeBytes(of: Int32(count).littleEndian) { bytes += $0 }
    }

    private mutating func append(_ values: [Float]) {
        values.map(\.bitPattern.littleEndian).withUnsafeBytes { bytes += $0 }
    }

    private static func text(_ values: [Float]) -> String {
        values.map { "\($0)" }.joined(separator: " ")
    }
}
