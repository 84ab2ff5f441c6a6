internal import NumericCore

/// Reads an archive of features (`.ark`) from its beginning to its end: a key, a blank, a matrix,
/// and so on; binary (also compressed) or text, also mixed.
///
/// ```swift
/// var archive = try KaldiArchiveReader(contentsOf: "feats.ark")
/// while let utterance = try archive.next() { print(utterance.key, utterance.frames.rows) }
/// ```
public struct KaldiArchiveReader {
    private let input: KaldiInput

    /// Opens an archive.
    ///
    /// - Throws: ``KaldiError`` when it is not there or no plain file.
    public init(contentsOf path: String) throws(KaldiError) {
        input = try KaldiInput(path: path)
    }

    /// An archive whose bytes are already there; `path` only names them in errors.
    public init(bytes: [UInt8], path: String) {
        input = KaldiInput(bytes: bytes, path: path)
    }

    /// The next utterance; nil at the end. After an error the reader must not be used.
    ///
    /// - Throws: ``KaldiError``.
    public mutating func next() throws(KaldiError) -> KaldiFeatures? {
        while let byte = try input.peek(), isBlank(byte) { _ = try input.next() }
        guard let key = try key() else { return nil }
        return KaldiFeatures(
            key: key, frames: try KaldiObjects(input).matrix("the features of \(key)"))
    }

    private func key() throws(KaldiError) -> String? {
        let place = input.place(inText: false)
        var bytes: [UInt8] = []
        while let byte = try input.peek(), byte > 32, bytes.count < KaldiObjects.longestToken {
            bytes.append(byte)
            _ = try input.next()
        }
        let end = try input.peek()
        if bytes.isEmpty && end == nil { return nil }
        guard let key = String(validating: bytes, as: UTF8.self), !key.isEmpty,
            end == UInt8(ascii: " ") || end == UInt8(ascii: "\t")
        else {
            throw .malformed(
                path: input.path, place: place, expected: "a key and a blank",
                got: "'\(String(decoding: bytes.prefix(40), as: UTF8.self))'")
        }
        _ = try input.next()
        return key
    }
}
