import FileStorage

/// Collects rows and hands them to a ``FrameStore`` many at a time.
struct RowWriter {
    private var store: FrameStoreWriter
    private var rows: [Float]
    private let dimension: Int
    private var filled = 0

    init(dimension: Int, memoryLimit: Int) {
        self.dimension = dimension
        store = FrameStoreWriter(dimension: dimension, memoryLimit: memoryLimit)
        rows = [Float](repeating: 0, count: dimension * 256)
    }

    /// Lets `write` fill the next row's `dimension` values.
    mutating func append(_ write: (UnsafeMutableBufferPointer<Float>) -> Void) throws {
        rows.withUnsafeMutableBufferPointer { rows in
            write(UnsafeMutableBufferPointer(rebasing: rows[filled..<filled + dimension]))
        }
        filled += dimension
        if filled == rows.count { try flush() }
    }

    /// All rows; the writer must not be used again.
    mutating func finish() throws -> FrameStore {
        try flush()
        return try store.finish()
    }

    private mutating func flush() throws {
        try store.append(rows[..<filled])
        filled = 0
    }
}
