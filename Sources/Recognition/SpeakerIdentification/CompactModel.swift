internal import CVectorKernels

/// Makes the compact form of a model; ``ModelLayout`` says what it is.
enum CompactModel {
    /// Whitened shifts further out than this many of their root mean square are cut off there.
    private static let reach: Float = 3
    /// No voice is further away, in standard deviations; squares of what a file may hold instead
    /// need not be finite.
    private static let furthest: Float = 0x1p20
    /// Half a byte holds −7…7.
    private static let levels: Float = 7

    /// Writes the compact form of a model's parameters.
    static func store(
        _ parameters: UnsafePointer<Float>, _ background: ScoringBackground,
        _ layout: ModelLayout, into compact: UnsafeMutablePointer<UInt8>
    ) {
        let used = layout.compactDimension
        let width = AdaptedMixture.width(dimension: layout.dimension, variances: layout.variances)
        for (index, stream) in background.streams.enumerated() {
            let place = AdaptedMixture.Place<UnsafePointer<Float>>(index, layout, parameters)
            let shifts = place.shifts ?? place.differences
            let step = place.shifts == nil ? width : layout.dimension
            var values = [Float](repeating: 0, count: layout.compactValueCount)
            var squares = [Float](repeating: 0, count: layout.compactComponentCount)
            for k in 0..<layout.componentCount {
                for d in 0..<used {
                    let shift =
                        shifts[k * step + d] * stream.deviations[k * layout.dimension + d]
                    // In this order, not-a-number is cut off, too.
                    let value = min(furthest, max(-furthest, shift))
                    values[k * used + d] = value
                    squares[k] += value * value / 2
                }
            }
            let mean = 2 * squares.reduce(0, +) / Float(max(1, layout.componentCount * used))
            let units = [reach * mean.squareRoot() / levels, (squares.max() ?? 0) / 255]
            for (part, unit) in units.enumerated() {
                UnsafeMutableRawPointer(compact + 8 * index + 4 * part)
                    .storeBytes(of: unit.bitPattern.littleEndian, as: UInt32.self)
            }
            let bytes = compact + layout.compactShifts(of: index)
            pack(values, unit: units[0], into: bytes)
            for (k, square) in squares.enumerated() where units[1] > 0 {
                bytes[values.count / 2 + k] = UInt8(clamping: Int((square / units[1]).rounded()))
            }
        }
    }

    /// Of each 32 values the first 16 in the low halves of 16 bytes.
    private static func pack(
        _ values: [Float], unit: Float, into bytes: UnsafeMutablePointer<UInt8>
    ) {
        let lanes = Int(vector_lanes)
        func half(_ index: Int) -> UInt8 {
            guard unit > 0 else { return 8 }
            return UInt8(min(levels, max(-levels, (values[index] / unit).rounded())) + 8)
        }
        for block in 0..<values.count / (2 * lanes) {
            for lane in 0..<lanes {
                let first = 2 * block * lanes + lane
                bytes[block * lanes + lane] = half(first) | half(first + lanes) << 4
            }
        }
    }
}
