internal import CVectorKernels

/// What matrices to be multiplied consist of: Float or Double.
public protocol ProductScalar: Sendable {
    /// Columns of a panel: as many as a vector holds.
    static var panelWidth: Int { get }
    /// `product_pack_floats` or `product_pack_doubles`.
    static func pack(
        _ columns: [UnsafePointer<Self>?], step: Int, depth: Int,
        into panels: UnsafeMutablePointer<Self>)
    /// `product_of_floats` or `product_of_doubles`.
    static func multiply(
        _ rows: [UnsafePointer<Self>?], step: Int, by panels: UnsafePointer<Self>, depth: Int,
        into result: UnsafeMutablePointer<Self>, stride: Int, columns: Int)
}

/// A matrix laid out as the right side of products, R of depth×columns.
///
///     result[i][j] = Σ_m left[i][m] R[m][j],   m = 0 … depth − 1 in this order
///
/// An element of a product is the same bits whatever other rows and columns there are, on one
/// ``ProcessorLevel``.
public final class ProductPanels<Scalar: ProductScalar>: @unchecked Sendable {
    /// Values of a column.
    public private(set) var depth = 0
    /// Number of columns.
    public private(set) var columns = 0
    private var base: UnsafeMutablePointer<Scalar>
    private var capacity = 0

    /// No columns yet.
    public init() { base = Self.allocate(0) }

    deinit { base.deallocate() }

    /// Takes over columns; the storage is reused.
    ///
    /// - Parameters:
    ///   - columns: where each of them begins.
    ///   - step: from one value of a column to the next.
    ///   - depth: values of a column.
    public func pack(_ columns: [UnsafePointer<Scalar>?], step: Int, depth: Int) {
        self.depth = depth
        self.columns = columns.count
        let width = Scalar.panelWidth
        let count = (columns.count + width - 1) / width * width * depth
        if count > capacity {
            base.deallocate()
            base = Self.allocate(count)
            capacity = count
        }
        Scalar.pack(columns, step: step, depth: depth, into: base)
    }

    /// Multiplies rows by these columns.
    ///
    /// - Parameters:
    ///   - rows: where each of them begins.
    ///   - step: from one value of a row to the next.
    ///   - columns: by how many of the columns, the first; nil for all.
    ///   - result: overwritten with a row of as many values for each.
    ///   - stride: from one row of the result to the next.
    public func multiply(
        _ rows: [UnsafePointer<Scalar>?], step: Int = 1, columns: Int? = nil,
        into result: UnsafeMutablePointer<Scalar>, stride: Int
    ) {
        Scalar.multiply(
            rows, step: step, by: base, depth: depth, into: result, stride: stride,
            columns: columns ?? self.columns)
    }

    /// The columns as rows of another product, their values ``ProductScalar/panelWidth`` apart.
    public var asRows: [UnsafePointer<Scalar>?] {
        let width = Scalar.panelWidth
        return (0..<columns).map {
            UnsafePointer(base + $0 / width * width * depth + $0 % width)
        }
    }

    private static func allocate(_ count: Int) -> UnsafeMutablePointer<Scalar> {
        let size = MemoryLayout<Scalar>.stride
        return UnsafeMutableRawPointer.allocate(
            byteCount: max(1, count) * size, alignment: Scalar.panelWidth * size
        ).bindMemory(to: Scalar.self, capacity: count)
    }
}

extension UnsafePointer {
    /// Where each of some rows begins that lie `stride` apart.
    @inlinable
    public func rows(_ count: Int, stride: Int) -> [UnsafePointer?] {
        (0..<count).map { self + $0 * stride }
    }
}

extension Float: ProductScalar {
    /// 16.
    public static var panelWidth: Int { Int(vector_lanes) }

    /// `product_pack_floats`.
    public static func pack(
        _ columns: [UnsafePointer<Float>?], step: Int, depth: Int,
        into panels: UnsafeMutablePointer<Float>
    ) {
        product_pack_floats(columns, Int32(columns.count), step, Int32(depth), panels)
    }

    /// `product_of_floats`.
    public static func multiply(
        _ rows: [UnsafePointer<Float>?], step: Int, by panels: UnsafePointer<Float>, depth: Int,
        into result: UnsafeMutablePointer<Float>, stride: Int, columns: Int
    ) {
        product_of_floats(
            rows, Int32(rows.count), step, panels, Int32(depth), result, stride, Int32(columns))
    }
}

extension Double: ProductScalar {
    /// 8.
    public static var panelWidth: Int { Int(vector_lanes) / 2 }

    /// `product_pack_doubles`.
    public static func pack(
        _ columns: [UnsafePointer<Double>?], step: Int, depth: Int,
        into panels: UnsafeMutablePointer<Double>
    ) {
        product_pack_doubles(columns, Int32(columns.count), step, Int32(depth), panels)
    }

    /// `product_of_doubles`.
    public static func multiply(
        _ rows: [UnsafePointer<Double>?], step: Int, by panels: UnsafePointer<Double>, depth: Int,
        into result: UnsafeMutablePointer<Double>, stride: Int, columns: Int
    ) {
        product_of_doubles(
            rows, Int32(rows.count), step, panels, Int32(depth), result, stride, Int32(columns))
    }
}
