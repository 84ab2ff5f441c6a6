import KaldiFiles

/// Bytes as Kaldi writes them, put together by hand.
enum KaldiBytes {
    static func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// A whole number: its size, then little-endian.
    static func count(_ value: Int32) -> [UInt8] { [4] + bytes(value) }

    static func bytes<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    static func floats(_ values: [Float]) -> [UInt8] { values.flatMap { bytes($0.bitPattern) } }
    static func doubles(_ values: [Double]) -> [UInt8] { values.flatMap { bytes($0.bitPattern) } }

    static func vector(_ values: [Float]) -> [UInt8] {
        ascii("FV ") + count(Int32(values.count)) + floats(values)
    }

    static func matrix(_ rows: Int32, _ columns: Int32, _ values: [Float]) -> [UInt8] {
        ascii("FM ") + count(rows) + count(columns) + floats(values)
    }

    static let start: [UInt8] = [0, UInt8(ascii: "B")]
}

/// What an error says where it is about a file's content; nil for other errors.
func complaint(_ error: KaldiError?) -> String? {
    guard case .malformed = error else { return nil }
    return error?.description
}
