/// Rows of numbers that can be read in any order, from memory or from disk.
public protocol FrameSource<Scalar>: Sendable {
    /// What the values are: Float or Double.
    associatedtype Scalar: FrameScalar
    /// Number of frames T.
    var count: Int { get }
    /// Length D of one frame.
    var dimension: Int { get }
    /// The frames of a range, one a row.
    ///
    /// - Throws: what the disk behind them throws when it does not give them back.
    func frames(in range: Range<Int>) throws -> Matrix<Scalar>
}

extension Matrix: FrameSource where Element: FrameScalar {
    /// Number of frames: the rows.
    public var count: Int { rows }
    /// Length of one frame: the columns.
    public var dimension: Int { columns }
    /// The rows of a range.
    public func frames(in range: Range<Int>) -> Matrix<Element> { rows(in: range) }
}

extension FrameSource {
    /// Calls `body` with consecutive blocks of at most `size` frames.
    public func forEachBlock(
        of size: Int, in range: Range<Int>? = nil, _ body: (Matrix<Scalar>) throws -> Void
    ) throws {
        let range = range ?? 0..<count
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(start + size, range.upperBound)
            try body(try frames(in: start..<end))
            start = end
        }
    }
}
