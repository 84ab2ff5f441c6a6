/// Some consecutive frames of a source, which are read when they are asked for.
public struct FrameRange<Source: FrameSource>: FrameSource {
    private let source: Source
    private let range: Range<Int>

    /// The frames of a range that lies within the source.
    public init(_ source: Source, _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= source.count, "no \(range)")
        self.source = source
        self.range = range
    }

    /// Number of frames: the length of the range.
    public var count: Int { range.count }
    /// Length D of one frame.
    public var dimension: Int { source.dimension }

    /// The frames of a range, counted from this one's first.
    ///
    /// - Throws: what the source throws.
    public func frames(in range: Range<Int>) throws -> Matrix<Source.Scalar> {
        let first = self.range.lowerBound
        return try source.frames(in: first + range.lowerBound..<first + range.upperBound)
    }
}
