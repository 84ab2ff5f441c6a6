public import NumericCore

/// Frames of speech: rows of Float.
public typealias FrameStore = RowStore<Float>
/// Appends frames of speech to a ``FrameStore`` in the making.
public typealias FrameStoreWriter = RowStoreWriter<Float>

/// Frames kept in memory while they are few and in a temporary file once they are many, so that
/// what an hour of audio needs in memory is what a few minutes need.
///
/// ```swift
/// var writer = FrameStoreWriter(dimension: 60)
/// try writer.append([Float](repeating: 0, count: 60))
/// let store = try writer.finish()
/// store.count  // 1
/// ```
public struct RowStore<Scalar: FrameScalar>: FrameSource {
    fileprivate enum Storage: Sendable {
        /// In chunks of as many values, but for the last.
        case memory([[Scalar]], chunkLength: Int)
        case file(TemporaryFile)
    }

    /// Number of frames T.
    public let count: Int
    /// Length D of one frame.
    public let dimension: Int
    fileprivate let storage: Storage

    /// The frames of a range, one a row.
    ///
    /// - Throws: ``TemporaryFile/Failure`` when the temporary file cannot be read.
    public func frames(in range: Range<Int>) throws -> Matrix<Scalar> {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "no frames \(range)")
        let elements = range.lowerBound * dimension..<range.upperBound * dimension
        let values = try [Scalar](unsafeUninitializedCapacity: elements.count) { buffer, count in
            let wanted = UnsafeMutableBufferPointer(rebasing: buffer[..<elements.count])
            switch storage {
            case .memory(let chunks, let chunkLength):
                var place = elements.lowerBound
                while place < elements.upperBound {
                    let start = place % chunkLength
                    let end = min(start + elements.upperBound - place, chunkLength)
                    let target = wanted[(place - elements.lowerBound)...]
                    _ = UnsafeMutableBufferPointer(rebasing: target).update(
                        fromContentsOf: chunks[place / chunkLength][start..<end])
                    place += end - start
                }
            case .file(let file):
                try file.read(
                    into: UnsafeMutableRawBufferPointer(wanted),
                    at: elements.lowerBound * MemoryLayout<Scalar>.stride)
            }
            count = elements.count
        }
        return Matrix(rows: range.count, columns: dimension, elements: values)
    }
}

/// Appends frames to a ``RowStore`` in the making.
public struct RowStoreWriter<Scalar: FrameScalar> {
    /// Bytes held in memory before they go to disk: 16 MiB.
    public static var defaultMemoryLimit: Int { 16 << 20 }

    /// Length D of one frame.
    public let dimension: Int
    /// Number of frames appended so far.
    public private(set) var count = 0
    private let limit: Int
    /// Growing one array would copy it again and again, each time into memory not touched before.
    private let chunkLength: Int
    private var chunks: [[Scalar]] = []
    private var pending: [Scalar] = []
    private var file: TemporaryFile?

    /// A writer of frames of one length.
    ///
    /// - Parameters:
    ///   - dimension: length D of one frame.
    ///   - memoryLimit: bytes held in memory before they go to a temporary file.
    public init(dimension: Int, memoryLimit: Int = defaultMemoryLimit) {
        self.dimension = dimension
        limit = max(1, memoryLimit / MemoryLayout<Scalar>.size)
        chunkLength = min(limit, Self.chunkBytes / MemoryLayout<Scalar>.size)
    }

    private static var chunkBytes: Int { 1 << 16 }

    /// Appends whole frames, one after the other.
    ///
    /// - Throws: ``TemporaryFile/Failure`` when the temporary file cannot be made or written.
    public mutating func append(_ values: ArraySlice<Scalar>) throws {
        precondition(
            dimension > 0 && values.count % dimension == 0,
            "frames of \(dimension) values, got \(values.count) values")
        count += values.count / dimension
        var rest = values
        while !rest.isEmpty {
            let part = rest.prefix(chunkLength - pending.count)
            pending.append(contentsOf: part)
            rest = rest[part.endIndex...]
            if pending.count == chunkLength { try finishChunk() }
        }
    }

    /// Appends whole frames, one after the other.
    ///
    /// - Throws: ``TemporaryFile/Failure`` when the temporary file cannot be made or written.
    public mutating func append(_ values: [Scalar]) throws { try append(values[...]) }

    /// The frames appended, ready to be read; the writer must not be used again.
    ///
    /// - Throws: ``TemporaryFile/Failure`` when the temporary file cannot be written.
    public mutating func finish() throws -> RowStore<Scalar> {
        chunks.append(pending)
        guard let file else {
            return RowStore(
                count: count, dimension: dimension,
                storage: .memory(chunks, chunkLength: chunkLength))
        }
        try writeChunks(to: file)
        return RowStore(count: count, dimension: dimension, storage: .file(file))
    }

    private mutating func finishChunk() throws {
        chunks.append(pending)
        pending = []
        pending.reserveCapacity(chunkLength)
        guard file != nil || chunks.count * chunkLength >= limit else { return }
        let file = try self.file ?? TemporaryFile(prefix: "timbre-frames")
        self.file = file
        try writeChunks(to: file)
    }

    private mutating func writeChunks(to file: TemporaryFile) throws {
        for chunk in chunks { try chunk.withUnsafeBytes { try file.append($0) } }
        chunks = []
    }
}
