public import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A text file of scores or trials, and the name by which errors call it.
public struct TextFile: Sendable {
    /// The name for error messages, usually the path.
    public let name: String
    private let source: Source
    /// How many bytes are read at a time.
    var pieceSize = 1 << 23

    private enum Source: Sendable {
        case memory(Data)
        case path(String)
    }

    /// Contents that are in memory, UTF-8.
    public init(name: String, contents: Data) {
        self.name = name
        source = .memory(contents)
    }

    /// A file on disk, read piece by piece when it is needed; `-` is standard input.
    public init(path: String) {
        name = path == "-" ? "standard input" : path
        source = .path(path)
    }

    /// The file's pieces in order, each of whole lines.
    ///
    /// - Throws: ``EvaluationError`` when the file is not there or cannot be read.
    func pieces() throws(EvaluationError) -> TextPieces {
        switch source {
        case .memory(let data): TextPieces(name: name, contents: Array(data))
        case .path(let path): try TextPieces(name: name, path: path, size: pieceSize)
        }
    }
}

/// Cuts a file into pieces that end where a line ends.
struct TextPieces: ~Copyable {
    private let size: Int
    private let name: String
    private let descriptor: Int32?
    /// What was read and not yet handed out.
    private var pending: [UInt8]

    init(name: String, contents: [UInt8]) {
        self.name = name
        descriptor = nil
        size = 0
        pending = contents
    }

    init(name: String, path: String, size: Int) throws(EvaluationError) {
        self.name = name
        self.size = size
        pending = []
        guard path != "-" else {
            descriptor = STDIN_FILENO
            return
        }
        let opened = open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else {
            if errno == ENOENT { throw .missingFile(name) }
            throw .unreadableFile(name, reason: String(cString: strerror(errno)))
        }
        descriptor = opened
    }

    deinit {
        if let descriptor, descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// The next pieces; none at the end.
    mutating func next(_ count: Int) throws(EvaluationError) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        while pieces.count < count, let piece = try next() { pieces.append(piece) }
        return pieces
    }

    /// The next piece, never empty; none at the end.
    mutating func next() throws(EvaluationError) -> [UInt8]? {
        while var piece = try read() {
            guard let end = piece.lastIndex(of: UInt8(ascii: "\n")) else {
                // A line that is longer than a piece.
                pending = piece
                continue
            }
            pending = Array(piece[(end + 1)...])
            piece.removeLast(pending.count)
            return piece
        }
        guard !pending.isEmpty else { return nil }
        defer { pending = [] }
        return pending
    }

    /// What is pending with as much more as fits; none when nothing more comes.
    private mutating func read() throws(EvaluationError) -> [UInt8]? {
        guard let descriptor else { return nil }
        let kept = pending
        let capacity = kept.count + size
        var code: Int32 = 0
        let piece = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            kept.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
            count = kept.count
            while count < capacity {
                guard let base = buffer.baseAddress else { return }
                #if canImport(Glibc)
                    let taken = Glibc.read(descriptor, base + count, capacity - count)
                #else
                    let taken = Darwin.read(descriptor, base + count, capacity - count)
                #endif
                if taken < 0, errno == EINTR { continue }
                if taken < 0 { code = errno }
                if taken <= 0 { return }
                count += taken
            }
        }
        guard code == 0 else {
            throw .unreadableFile(name, reason: String(cString: strerror(code)))
        }
        return piece.count > kept.count ? piece : nil
    }
}
