#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the values of frames may be: Float for speech, Double for general data.
public protocol FrameScalar: BinaryFloatingPoint, Sendable {
    /// eˣ in the scalar's own precision.
    static func exponential(_ x: Self) -> Self
    /// The same values as Double; exact.
    static func doubles(_ values: [Self]) -> [Double]
}

extension Float: FrameScalar {
    /// eˣ.
    public static func exponential(_ x: Float) -> Float { exp(x) }
    /// The same values as Double.
    public static func doubles(_ values: [Float]) -> [Double] { values.map(Double.init) }
}

extension Double: FrameScalar {
    /// eˣ.
    public static func exponential(_ x: Double) -> Double { exp(x) }
    /// The values themselves.
    public static func doubles(_ values: [Double]) -> [Double] { values }
}
