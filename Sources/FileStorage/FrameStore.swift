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
        case memory([Scalar])
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
        switch storage {
        case .memory(let values):
            return Matrix(
                rows: range.count, columns: dimension, elements: Array(values[elements]))
        case .file(let file):
            let size = MemoryLayout<Scalar>.stride
            let values = try [Scalar](unsafeUninitializedCapacity: elements.count) {
                buffer, count in
                let wanted = UnsafeMutableBufferPointer(rebasing: buffer[..<elements.count])
                try file.read(
                    into: UnsafeMutableRawBufferPointer(wanted), at: elements.lowerBound * size)
                count = elements.count
            }
            return Matrix(rows: range.count, columns: dimension, elements: values)
        }
    }
}

/// Appends frames to a ``RowStore`` in the making.
public struct RowStoreWriter<Scalar: FrameScalar> {
    /// Bytes held in memory before they go to disk: 8 MiB.
    public static var defaultMemoryLimit: Int { 8 << 20 }

    /// Length D of one frame.
    public let dimension: Int
    /// Number of frames appended so far.
    public private(set) var count = 0
    private let limit: Int
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
    }

    /// Appends whole frames, one after the other.
    ///
    /// - Throws: ``TemporaryFile/Failure`` when the temporary file cannot be made or written.
    public mutating func append(_ values: some Collection<Scalar>) throws {
        precondition(
            dimension > 0 && values.count % dimension == 0,
            "frames of \(dimension) values, got \(values.count) values")
        pending.append(contentsOf: values)
        count += values.count / dimension
        if pending.count >= limit { try spill() }
    }

    /// The frames appended, ready to be read; the writer must not be used again.
    ///
    /// - Throws: ``TemporaryFile/Failure`` when the temporary file cannot be written.
    public mutating func finish() throws -> RowStore<Scalar> {
        guard let file else {
            return RowStore(count: count, dimension: dimension, storage: .memory(pending))
        }
        try spill()
        return RowStore(count: count, dimension: dimension, storage: .file(file))
    }

    private mutating func spill() throws {
        let file = try self.file ?? TemporaryFile(prefix: "timbre-frames")
        self.file = file
        try pending.withUnsafeBytes { try file.append($0) }
        pending.removeAll(keepingCapacity: true)
    }
}
