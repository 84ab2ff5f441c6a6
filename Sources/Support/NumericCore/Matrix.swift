/// A dense matrix in row-major order: element (i, j) lies at `i * columns + j`.
///
/// Frames are `Matrix<Float>` of T×D, one frame a row; model parameters are `Matrix<Double>`.
///
/// ```swift
/// let frames = Matrix<Float>(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
/// frames[1, 0]       // 4
/// Array(frames.row(0))  // [1, 2, 3]
/// ```
public struct Matrix<Element: Sendable>: Sendable {
    /// Number of rows.
    public let rows: Int
    /// Number of columns.
    public let columns: Int
    /// The elements, row after row; `rows * columns` of them.
    public var elements: [Element]

    /// A matrix of the given elements, row after row.
    ///
    /// - Precondition: `elements.count == rows * columns`. Sizes that come from outside are
    ///   checked by whoever reads them, before a matrix is made.
    @inlinable
    public init(rows: Int, columns: Int, elements: [Element]) {
        precondition(
            rows >= 0 && columns >= 0 && elements.count == rows * columns,
            "a \(rows)×\(columns) matrix needs \(rows * columns) elements, got \(elements.count)")
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    /// A matrix with the same value everywhere.
    @inlinable
    public init(rows: Int, columns: Int, repeating value: Element) {
        self.init(
            rows: rows, columns: columns,
            elements: [Element](repeating: value, count: rows * columns))
    }

    /// The element in a row and column.
    @inlinable
    public subscript(row: Int, column: Int) -> Element {
        get { elements[row * columns + column] }
        set { elements[row * columns + column] = newValue }
    }

    /// The indices of a row's elements within ``elements``.
    @inlinable
    public func rowRange(_ row: Int) -> Range<Int> {
        row * columns..<(row + 1) * columns
    }

    /// One row, without a copy.
    @inlinable
    public func row(_ row: Int) -> ArraySlice<Element> {
        elements[rowRange(row)]
    }

    /// The rows of a range, copied.
    public func rows(in range: Range<Int>) -> Matrix {
        Matrix(
            rows: range.count, columns: columns,
            elements: Array(elements[range.lowerBound * columns..<range.upperBound * columns]))
    }
}

extension Matrix: Equatable where Element: Equatable {}
