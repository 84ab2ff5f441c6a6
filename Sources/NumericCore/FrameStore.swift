import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Frames kept in memory while they are few and in a temporary file once they are many, so that
/// what an hour of audio needs in memory is what a few minutes need.
///
/// ```swift
/// var writer = FrameStoreWriter(dimension: 60)
/// try writer.append([Float](repeating: 0, count: 60))
/// let store = try writer.finish()
/// store.count  // 1
/// ```
public struct FrameStore: FrameSource {
    fileprivate enum Storage: Sendable {
        case memory([Float])
        case file(TemporaryFile)
    }

    /// Number of frames T.
    public let count: Int
    /// Length D of one frame.
    public let dimension: Int
    fileprivate let storage: Storage

    /// The frames of a range, one a row.
    ///
    /// - Throws: ``FrameStoreError`` when the temporary file cannot be read.
    public func frames(in range: Range<Int>) throws -> Matrix<Float> {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "no frames \(range)")
        let elements = range.lowerBound * dimension..<range.upperBound * dimension
        switch storage {
        case .memory(let values):
            return Matrix(
                rows: range.count, columns: dimension, elements: Array(values[elements]))
        case .file(let file):
            return Matrix(
                rows: range.count, columns: dimension, elements: try file.read(elements))
        }
    }
}

/// Appends frames to a ``FrameStore`` in the making.
public struct FrameStoreWriter {
    /// Frames held in memory before they go to disk: 4 MiB.
    public static let defaultMemoryLimit = 4 << 20

    /// Length D of one frame.
    public let dimension: Int
    /// Number of frames appended so far.
    public private(set) var count = 0
    private let limit: Int
    private var pending: [Float] = []
    private var file: TemporaryFile?

    /// A writer of frames of one length.
    ///
    /// - Parameters:
    ///   - dimension: length D of one frame.
    ///   - memoryLimit: bytes held in memory before they go to a temporary file.
    public init(dimension: Int, memoryLimit: Int = defaultMemoryLimit) {
        self.dimension = dimension
        limit = max(1, memoryLimit / MemoryLayout<Float>.size)
    }

    /// Appends whole frames, one after the other.
    ///
    /// - Throws: ``FrameStoreError`` when the temporary file cannot be made or written.
    public mutating func append(_ values: some Collection<Float>) throws {
        precondition(
            dimension > 0 && values.count % dimension == 0,
            "frames of \(dimension) values, got \(values.count) values")
        pending.append(contentsOf: values)
        count += values.count / dimension
        if pending.count >= limit { try spill() }
    }

    /// The frames appended, ready to be read; the writer must not be used again.
    ///
    /// - Throws: ``FrameStoreError`` when the temporary file cannot be written.
    public mutating func finish() throws -> FrameStore {
        guard file != nil else {
            return FrameStore(count: count, dimension: dimension, storage: .memory(pending))
        }
        try spill()
        guard let file else { throw FrameStoreError.write(code: EIO) }
        return FrameStore(count: count, dimension: dimension, storage: .file(file))
    }

    private mutating func spill() throws {
        let file = try self.file ?? TemporaryFile()
        self.file = file
        try file.append(pending)
        pending.removeAll(keepingCapacity: true)
    }
}

/// A fault of the disk behind a ``FrameStore``.
public enum FrameStoreError: Error, Equatable, CustomStringConvertible {
    /// The temporary file could not be made (C `errno`).
    case create(directory: String, code: Int32)
    /// It could not be written.
    case write(code: Int32)
    /// It could not be read back, or ended early.
    case read(code: Int32)

    /// What happened and what to do about it.
    public var description: String {
        switch self {
        case .create(let directory, let code):
            "cannot make a temporary file in \(directory): \(reason(code)); "
                + "set TMPDIR to a folder that can be written"
        case .write(let code):
            "cannot write a temporary file: \(reason(code)); "
                + "free some space, or set TMPDIR to a larger disk"
        case .read(let code):
            "cannot read a temporary file back: \(reason(code)); check the disk under TMPDIR"
        }
    }

    private func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// A file without a name: it is gone when the last reader is, or the process.
private final class TemporaryFile: Sendable {
    private let descriptor: Int32

    init() throws {
        let directory = NSTemporaryDirectory()
        var template = Array((directory + "/timbre-frames-XXXXXX").utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw FrameStoreError.create(directory: directory, code: errno)
        }
        unlink(template)
    }

    deinit { close(descriptor) }

    func append(_ values: [Float]) throws {
        try values.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let slice = UnsafeRawBufferPointer(rebasing: bytes[written...])
                let n = write(descriptor, slice.baseAddress, slice.count)
                if n < 0 && errno == EINTR { continue }
                guard n > 0 else { throw FrameStoreError.write(code: errno) }
                written += n
            }
        }
    }

    func read(_ range: Range<Int>) throws -> [Float] {
        let size = MemoryLayout<Float>.size
        return try [Float](unsafeUninitializedCapacity: range.count) { buffer, count in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            var done = 0
            while done < range.count * size {
                let offset = off_t(range.lowerBound * size + done)
                let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
                let n = pread(descriptor, rest.baseAddress, range.count * size - done, offset)
                if n < 0 && errno == EINTR { continue }
                guard n > 0 else { throw FrameStoreError.read(code: n == 0 ? EIO : errno) }
                done += n
            }
            count = range.count
        }
    }
}
