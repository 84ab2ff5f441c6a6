internal import NumericCore

/// Reads Kaldi's objects one after the other: tokens, whole numbers, numbers in vectors.
///
/// Binary content begins with a zero byte and `B`; there tokens end with one blank, a whole number
/// is its size, 4, and its four bytes, and all numbers are little-endian (Kaldi, `base/io-funcs.h`,
/// `matrix/kaldi-vector.cc`). Everything else is text.
struct KaldiObjects {
    /// The longest token or key that is read, in bytes.
    static let longestToken = 4096

    let input: KaldiInput
    let isBinary: Bool

    /// Objects from the input's place on.
    init(_ input: KaldiInput) throws(KaldiError) {
        self.input = input
        isBinary = try input.peek() == 0
        guard isBinary else { return }
        _ = try input.next()
        guard try input.peek() == UInt8(ascii: "B") else {
            throw malformed("B behind a zero byte", try upcoming())
        }
        _ = try input.next()
    }

    /// Where the next object stands.
    var place: KaldiError.Place { input.place(inText: !isBinary) }

    func malformed(
        _ expected: String, _ got: String, at place: KaldiError.Place? = nil
    ) -> KaldiError {
        .malformed(path: input.path, place: place ?? self.place, expected: expected, got: got)
    }

    /// The next byte, in words.
    func upcoming() throws(KaldiError) -> String {
        guard let byte = try input.peek() else { return "the end of the file" }
        return byte > 32 && byte < 127
            ? "'\(Character(UnicodeScalar(byte)))'"
            : "byte 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
    }

    func skipBlanks() throws(KaldiError) {
        while let byte = try input.peek(), isBlank(byte) { _ = try input.next() }
    }

    /// The next token, and the blank behind it.
    func token(_ expected: String) throws(KaldiError) -> String {
        if !isBinary { try skipBlanks() }
        return try word(expected, at: place)
    }

    /// One of some tokens.
    @discardableResult
    func token(among choices: [String]) throws(KaldiError) -> String {
        let expected = choices.joined(separator: " or ")
        if !isBinary { try skipBlanks() }
        let place = place
        let token = try word(expected, at: place)
        guard choices.contains(token) else { throw malformed(expected, "'\(token)'", at: place) }
        return token
    }

    private func word(
        _ expected: String, at place: KaldiError.Place
    ) throws(KaldiError) -> String {
        var bytes: [UInt8] = []
        while let byte = try input.peek(), byte > 32, bytes.count < Self.longestToken {
            bytes.append(byte)
            _ = try input.next()
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
            throw malformed(expected, try bytes.isEmpty ? upcoming() : "no UTF-8", at: place)
        }
        guard let blank = try input.peek(), isBlank(blank) else {
            throw malformed("a blank behind '\(text.prefix(40))'", try upcoming())
        }
        _ = try input.next()
        return text
    }

    /// A whole number of binary content that is not negative.
    func count(_ expected: String) throws(KaldiError) -> Int {
        let place = place
        guard input.remaining >= 5 else { throw ended(expected) }
        let bytes = try input.bytes(5)
        guard bytes[0] == 4 else {
            throw malformed("\(expected) of 4 bytes", "one of \(bytes[0])", at: place)
        }
        guard let count = Self.count(bytes[1...]) else {
            throw malformed("\(expected) of at least 0", "a negative one", at: place)
        }
        return count
    }

    /// Four bytes as a whole number; nil where it is negative.
    static func count(_ bytes: ArraySlice<UInt8>) -> Int? {
        let bits = bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return Int32(bitPattern: bits) < 0 ? nil : Int(bits)
    }

    /// So many numbers of four or eight bytes each; none is NaN.
    func numbers<Scalar: FrameScalar>(
        _ count: Int, size: Int, _ what: String
    ) throws(KaldiError) -> [Scalar] {
        guard count <= input.remaining / size else {
            throw ended("\(count) numbers of \(what) in \(size) bytes each")
        }
        let start = input.position
        let bytes = try input.bytes(count * size)
        let values = bytes.withUnsafeBytes { bytes in
            (0..<count).map { index in
                size == 4
                    ? Scalar(bytes.single(at: 4 * index)) : Scalar(bytes.double(at: 8 * index))
            }
        }
        if let bad = values.firstIndex(where: \.isNaN) {
            throw malformed("a number of \(what)", "nan", at: .byte(start + bad * size))
        }
        return values
    }

    func ended(_ expected: String) -> KaldiError {
        malformed(expected, "the end of the file after \(input.remaining) bytes")
    }

    /// A vector: `FV` or `DV`, its length and numbers; or numbers in brackets. None is NaN.
    func vector(_ what: String) throws(KaldiError) -> [Double] {
        guard isBinary else {
            let place = place
            let rows = try textRows(what)
            guard rows.count <= 1 else {
                throw malformed("\(what) in one line", "\(rows.count) lines", at: place)
            }
            return rows.first ?? []
        }
        let type = try token(among: ["FV", "DV"])
        return try numbers(count("a length"), size: type == "FV" ? 4 : 8, what)
    }

    /// Rows of numbers in brackets, which line ends or semicolons part.
    func textRows(_ what: String) throws(KaldiError) -> [[Double]] {
        try skipBlanks()
        guard try input.peek() == UInt8(ascii: "[") else {
            throw malformed("[ before \(what)", try upcoming())
        }
        _ = try input.next()
        var rows: [[Double]] = []
        var row: [Double] = []
        while true {
            guard let byte = try input.peek() else {
                throw malformed("] behind \(what)", "the end of the file")
            }
            switch byte {
            case UInt8(ascii: "]"), UInt8(ascii: "\n"), UInt8(ascii: ";"):
                if let first = rows.first, !row.isEmpty, row.count != first.count {
                    throw malformed(
                        "\(first.count) numbers of \(what) as in the first row", "\(row.count)")
                }
                if !row.isEmpty { rows.append(row) }
                row = []
                _ = try input.next()
                if byte == UInt8(ascii: "]") { return rows }
            case _ where isBlank(byte): _ = try input.next()
            default: row.append(try decimal(what))
            }
        }
    }

    private func decimal(_ what: String) throws(KaldiError) -> Double {
        let place = place
        var bytes: [UInt8] = []
        while let byte = try input.peek(), byte > 32, byte != UInt8(ascii: "]"),
            byte != UInt8(ascii: ";"), bytes.count < 64
        {
            bytes.append(byte)
            _ = try input.next()
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let value = Double(text), !value.isNaN else {
            throw malformed(
                "a number of \(what)", text.isEmpty ? try upcoming() : "'\(text)'", at: place)
        }
        return value
    }

    /// Nothing but blanks, and those only in text, to the end of the file.
    func end() throws(KaldiError) {
        if !isBinary { try skipBlanks() }
        guard input.remaining == 0 else {
            throw malformed("the end of the file", try upcoming())
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The number in the two bytes at an offset, little-endian.
    func short(at offset: Int) -> UInt16 {
        UInt16(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// The number of single precision at an offset, little-endian.
    func single(at offset: Int) -> Float {
        Float(
            bitPattern: UInt32(
                littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }

    /// The number of double precision at an offset, little-endian.
    func double(at offset: Int) -> Double {
        Double(
            bitPattern: UInt64(
                littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
    }
}

/// Blanks and line ends.
func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
