internal import NumericCore

/// How a compressed matrix keeps its numbers (Kaldi, `matrix/compressed-matrix.h`): in a range that
/// begins at `minimum` and is `range` wide,
///
///     16 bits u: minimum + range · u / 65535        8 bits u: minimum + range · u / 255
///
/// or, with the 0th, 25th, 75th and 100th percentile of each column p₀ … p₁₀₀ in 16 bits,
///
///     u ≤ 64:         p₀ + (p₂₅ − p₀) u / 64
///     64 < u ≤ 192:   p₂₅ + (p₇₅ − p₂₅) (u − 64) / 128
///     192 < u:        p₇₅ + (p₁₀₀ − p₇₅) (u − 192) / 63
enum KaldiCompression: String {
    /// Percentiles of each column, then its bytes, column after column.
    case percentiles = "CM"
    /// 16 bits each, row after row.
    case short = "CM2"
    /// 8 bits each, row after row.
    case byte = "CM3"
}

extension KaldiObjects {
    /// The rest of a compressed matrix, behind its token.
    func compressed(
        _ compression: KaldiCompression, _ what: String
    ) throws(KaldiError) -> Matrix<Float> {
        let place = place
        guard input.remaining >= 16 else { throw ended("the range and sizes of \(what)") }
        let header = try input.bytes(16)
        let (minimum, range) = header.withUnsafeBytes { ($0.single(at: 0), $0.single(at: 4)) }
        guard minimum.isFinite, range.isFinite, range >= 0 else {
            throw malformed(
                "a finite range of \(what)", "\(range) from \(minimum) on", at: place)
        }
        guard let rows = Self.count(header[8..<12]), let columns = Self.count(header[12...]) else {
            throw malformed("sizes of \(what) of at least 0", "a negative one", at: place)
        }
        try check(rows, columns, what, at: place)
        // Both are of 31 bits, so that nothing here overflows.
        let size =
            switch compression {
            case .percentiles: columns * (8 + rows)
            case .short: 2 * rows * columns
            case .byte: rows * columns
            }
        guard size <= input.remaining else {
            throw ended("\(rows)×\(columns) numbers of \(what) in \(size) bytes")
        }
        let values = try input.bytes(size).withUnsafeBytes { bytes in
            switch compression {
            case .short:
                (0..<rows * columns).map {
                    minimum + range * (Float(bytes.short(at: 2 * $0)) / 65535)
                }
            case .byte: bytes.map { minimum + range * (Float($0) / 255) }
            case .percentiles:
                Self.expanded(bytes, rows, columns) { minimum + range * (Float($0) / 65535) }
            }
        }
        return Matrix(rows: rows, columns: columns, elements: values)
    }

    private static func expanded(
        _ bytes: UnsafeRawBufferPointer, _ rows: Int, _ columns: Int, _ value: (UInt16) -> Float
    ) -> [Float] {
        var values = [Float](repeating: 0, count: rows * columns)
        for column in 0..<columns {
            let p = (0..<4).map { value(bytes.short(at: 8 * column + 2 * $0)) }
            let start = 8 * columns + rows * column
            for row in 0..<rows {
                let u = Float(bytes[start + row])
                values[row * columns + column] =
                    if u <= 64 {
                        p[0] + (p[1] - p[0]) * (u / 64)
                    } else if u <= 192 {
                        p[1] + (p[2] - p[1]) * ((u - 64) / 128)
                    } else {
                        p[2] + (p[3] - p[2]) * ((u - 192) / 63)
                    }
            }
        }
        return values
    }
}
