public import NumericCore

/// Some frames of a source, in rising order.
public struct FrameSubset<Source: FrameSource>: FrameSource {
    private let source: Source
    private let indices: [Int]

    /// The frames at some indices.
    ///
    /// - Precondition: indices rise and exist.
    public init(_ source: Source, indices: [Int]) {
        self.source = source
        self.indices = indices
    }

    /// Number of frames.
    public var count: Int { indices.count }
    /// Length of one frame.
    public var dimension: Int { source.dimension }

    /// The frames of a range; those between its first and last are read at once.
    public func frames(in range: Range<Int>) throws -> Matrix<Source.Scalar> {
        guard let first = range.first, let last = range.last else {
            return Matrix(rows: 0, columns: dimension, elements: [])
        }
        let offset = indices[first]
        let span = try source.frames(in: offset..<indices[last] + 1)
        return Matrix(
            rows: range.count, columns: dimension,
            elements: range.flatMap { span.row(indices[$0] - offset) })
    }
}
