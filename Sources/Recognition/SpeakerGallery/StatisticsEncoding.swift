internal import GaussianMixtures
internal import NumericCore
package import SpeakerIdentification

/// Statistics as bytes, all little-endian: a version byte, a byte that says whether second-order
/// sums follow, the number of streams, K, D and the number of frames (UInt32), then for each stream
/// the log-likelihood (Float64), and N, F and perhaps S as Float32.
///
/// Sums of one recording have no use for more than Float's seven digits.
package enum StatisticsEncoding {
    private static let version: UInt8 = 1
    private static let headerSize = 18
    private static let logLikelihoodSize = 8

    package static func encode(_ statistics: VoiceStatistics, keepsSecond: Bool) -> [UInt8] {
        var bytes: [UInt8] = [version, keepsSecond ? 1 : 0]
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
        }
        append(UInt32(clamping: statistics.streams.count))
        append(UInt32(clamping: statistics.streams[0].componentCount))
        append(UInt32(clamping: statistics.streams[0].dimension))
        append(UInt32(clamping: statistics.frameCount))
        for stream in statistics.streams {
            append(stream.logLikelihood.bitPattern)
            let sums =
                stream.zeroth + stream.first.elements + (keepsSecond ? stream.second.elements : [])
            sums.map { Float($0).bitPattern.littleEndian }.withUnsafeBytes { bytes += $0 }
        }
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

    /// The statistics of a background model with some streams of K components in D dimensions.
    ///
    /// - Throws: ``Damaged`` when the bytes are not what was written for such a model.
    package static func decode(
        _ bytes: [UInt8], streamCount: Int, componentCount: Int, dimension: Int
    ) throws(Damaged) -> VoiceStatistics {
        guard bytes.count >= headerSize, bytes[0] == version, bytes[1] <= 1 else {
            throw Damaged(reason: "statistics of an unknown form")
        }
        let shape = [streamCount, componentCount, dimension]
        guard shape.indices.allSatisfy({ count(in: bytes, at: 2 + 4 * $0) == shape[$0] }) else {
            throw Damaged(reason: "statistics of another background model")
        }
        let hasSecond = bytes[1] == 1
        let size = logLikelihoodSize + 4 * componentCount * (1 + dimension * (hasSecond ? 2 : 1))
        guard bytes.count == headerSize + streamCount * size else {
            throw Damaged(reason: "statistics cut short")
        }
        var streams: [SufficientStatistics] = []
        for start in stride(from: headerSize, to: bytes.count, by: size) {
            streams.append(
                try decodeStream(
                    bytes[start..<start + size], hasSecond: hasSecond,
                    componentCount: componentCount, dimension: dimension,
                    frameCount: count(in: bytes, at: 14)))
        }
        return VoiceStatistics(streams: streams)
    }

    private static func count(in bytes: [UInt8], at offset: Int) -> Int {
        bytes.withUnsafeBytes {
            Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        }
    }

    private static func decodeStream(
        _ bytes: ArraySlice<UInt8>, hasSecond: Bool, componentCount: Int, dimension: Int,
        frameCount: Int
    ) throws(Damaged) -> SufficientStatistics {
        let logLikelihood = bytes.withUnsafeBytes {
            UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
        }
        func values(from first: Int, count: Int) -> [Double] {
            bytes.withUnsafeBytes { buffer in
                (first..<first + count).map { index in
                    let bits = buffer.loadUnaligned(
                        fromByteOffset: logLikelihoodSize + 4 * index, as: UInt32.self)
                    return Double(Float(bitPattern: UInt32(littleEndian: bits)))
                }
            }
        }
        let matrixCount = componentCount * dimension
        let second =
            hasSecond
            ? values(from: componentCount + matrixCount, count: matrixCount)
            : [Double](repeating: 0, count: matrixCount)
        do {
            return try SufficientStatistics(
                zeroth: values(from: 0, count: componentCount),
                first: Matrix(
                    rows: componentCount, columns: dimension,
                    elements: values(from: componentCount, count: matrixCount)),
                second: Matrix(rows: componentCount, columns: dimension, elements: second),
                logLikelihood: Double(bitPattern: logLikelihood), frameCount: frameCount)
        } catch {
            throw Damaged(reason: error.description)
        }
    }

    package struct Damaged: Error { package let reason: String }
}
