internal import GaussianMixtures
internal import NumericCore

/// Statistics as bytes: a version byte, a byte that says whether second-order sums follow, K, D
/// and the number of frames (UInt32), the log-likelihood (Float64), then N, F and perhaps S as
/// Float32, all little-endian.
///
/// Sums of one recording have no use for more than Float's seven digits.
enum StatisticsEncoding {
    private static let version: UInt8 = 1
    private static let headerSize = 22

    static func encode(_ statistics: SufficientStatistics, keepsSecond: Bool) -> [UInt8] {
        var bytes: [UInt8] = [version, keepsSecond ? 1 : 0]
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
        }
        append(UInt32(clamping: statistics.componentCount))
        append(UInt32(clamping: statistics.dimension))
        append(UInt32(clamping: statistics.frameCount))
        append(statistics.logLikelihood.bitPattern)
        let sums =
            statistics.zeroth + statistics.first.elements
            + (keepsSecond ? statistics.second.elements : [])
        sums.map { Float($0).bitPattern.littleEndian }.withUnsafeBytes { bytes += $0 }
        return bytes
    }

    /// Whether every sum is within the range of Float, so that it can be read back.
    static func canHold(_ statistics: SufficientStatistics) -> Bool {
        let largest = Double(Float.greatestFiniteMagnitude)
        return statistics.frameCount <= UInt32.max
            && statistics.zeroth.allSatisfy { $0 <= largest }
            && statistics.first.elements.allSatisfy { abs($0) <= largest }
            && statistics.second.elements.allSatisfy { $0 <= largest }
    }

    /// The statistics of a background model with K components of D dimensions.
    ///
    /// - Throws: ``Damaged`` when the bytes are not what was written for such a model.
    static func decode(
        _ bytes: [UInt8], componentCount: Int, dimension: Int
    ) throws(Damaged) -> SufficientStatistics {
        guard bytes.count >= headerSize, bytes[0] == version, bytes[1] <= 1 else {
            throw Damaged(reason: "statistics of an unknown form")
        }
        func integer<T: FixedWidthInteger>(at offset: Int, as type: T.Type) -> T {
            bytes.withUnsafeBytes {
                T(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: type))
            }
        }
        let hasSecond = bytes[1] == 1
        guard integer(at: 2, as: UInt32.self) == UInt32(clamping: componentCount),
            integer(at: 6, as: UInt32.self) == UInt32(clamping: dimension)
        else { throw Damaged(reason: "statistics of another background model") }
        let matrixCount = componentCount * dimension
        let count = componentCount + matrixCount * (hasSecond ? 2 : 1)
        guard bytes.count == headerSize + 4 * count else {
            throw Damaged(reason: "statistics cut short")
        }
        let values = bytes.withUnsafeBytes { buffer in
            (0..<count).map { index in
                let bits = buffer.loadUnaligned(
                    fromByteOffset: headerSize + 4 * index, as: UInt32.self)
                return Double(Float(bitPattern: UInt32(littleEndian: bits)))
            }
        }
        let second =
            hasSecond
            ? Array(values[(componentCount + matrixCount)...])
            : [Double](repeating: 0, count: matrixCount)
        do {
            return try SufficientStatistics(
                zeroth: Array(values[..<componentCount]),
                first: Matrix(
                    rows: componentCount, columns: dimension,
                    elements: Array(values[componentCount..<componentCount + matrixCount])),
                second: Matrix(rows: componentCount, columns: dimension, elements: second),
                logLikelihood: Double(bitPattern: integer(at: 14, as: UInt64.self)),
                frameCount: Int(integer(at: 10, as: UInt32.self)))
        } catch {
            throw Damaged(reason: error.description)
        }
    }

    struct Damaged: Error { let reason: String }
}
