internal import FileStorage
public import NumericCore

/// Writes archives of features.
///
/// ```swift
/// try KaldiArchive.write(to: "feats.ark", script: "feats.scp") { append in
///     try append("alice-1", frames)
/// }
/// ```
public enum KaldiArchive {
    /// Takes an utterance's key and frames.
    public typealias Append = (String, any FrameSource<Float>) throws -> Void

    /// Writes what `body` appends; the archive, and then its script of a line for each utterance,
    /// `key archive:offset`, are there whole or not at all.
    ///
    /// - Parameters:
    ///   - path: the archive; the script names it like that.
    ///   - script: the script's path; nil for none.
    ///   - format: binary, or text.
    ///   - body: appends utterances; Kaldi's programs want them in the order of their keys' bytes.
    /// - Throws: ``KaldiError/invalidKey(_:reason:)``, ``KaldiError/notFinite(key:frame:)``,
    ///   `AtomicFile.Failure`, and what `body` throws.
    public static func write(
        to path: String, script: String? = nil, format: KaldiFormat = .binary,
        _ body: (Append) throws -> Void
    ) throws {
        var index = Index(archive: path)
        try AtomicFile.write(to: path) { file in
            try body { key, frames in
                try index.add(key)
                try encode(frames, of: key, format) { bytes in
                    try file.append(bytes)
                    index.offset += bytes.count
                }
            }
        }
        if let script { try AtomicFile.write(Array(index.lines.utf8), to: script) }
    }

    /// Where each utterance of an archive begins.
    private struct Index {
        let archive: String
        var offset = 0
        private(set) var lines = ""
        private var keys: Set<String> = []

        init(archive: String) {
            self.archive = archive
        }

        /// The next utterance; its matrix begins behind key and blank.
        mutating func add(_ key: String) throws(KaldiError) {
            try KaldiArchive.check(key)
            guard keys.insert(key).inserted else {
                throw .invalidKey(key, reason: "a second utterance of that name")
            }
            lines += "\(key) \(archive):\(offset + key.utf8.count + 1)\n"
        }
    }

    /// Gives the bytes of an utterance, block by block.
    private static func encode(
        _ frames: any FrameSource<Float>, of key: String, _ format: KaldiFormat,
        _ append: ([UInt8]) throws -> Void
    ) throws {
        try append(Array((key + " ").utf8))
        var output = KaldiOutput(format)
        output.begin()
        output.matrixHeader(
            rows: frames.count, columns: frames.count == 0 ? 0 : frames.dimension)
        var start = 0
        try frames.forEachBlock(of: 4096) { block in
            if let bad = block.elements.firstIndex(where: { !$0.isFinite }) {
                throw KaldiError.notFinite(key: key, frame: start + bad / block.columns)
            }
            output.rows(block)
            try append(output.take())
            start += block.rows
        }
        output.matrixEnd()
        try append(output.take())
    }

    /// Refuses keys that cannot be ones, or that occur twice.
    ///
    /// - Throws: ``KaldiError/invalidKey(_:reason:)``.
    public static func check(_ keys: [String]) throws(KaldiError) {
        var index = Index(archive: "")
        for key in keys { try index.add(key) }
    }

    /// Refuses what cannot be a key.
    ///
    /// - Throws: ``KaldiError/invalidKey(_:reason:)``.
    private static func check(_ key: String) throws(KaldiError) {
        guard !key.isEmpty, key.utf8.allSatisfy({ $0 > 32 && $0 != 127 }),
            key.utf8.count < KaldiObjects.longestToken
        else { throw .invalidKey(key, reason: "empty, too long, or with a blank in it") }
    }
}
