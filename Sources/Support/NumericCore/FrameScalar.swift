/// What the values of frames may be: Float for speech, Double for general data.
public protocol FrameScalar: BinaryFloatingPoint, Sendable {
    /// The same values as Double; exact.
    static func doubles(_ values: [Self]) -> [Double]
}

extension Float: FrameScalar {
    /// The same values as Double.
    public static func doubles(_ values: [Float]) -> [Double] { values.map(Double.init) }
}

extension Double: FrameScalar {
    /// The values themselves.
    public static func doubles(_ values: [Double]) -> [Double] { values }
}
