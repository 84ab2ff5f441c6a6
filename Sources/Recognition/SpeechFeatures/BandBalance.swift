import CVectorKernels
import RealModule

/// How much of a clip's speech lies above 4 kHz. What went through a telephone has nothing there,
/// at whatever rate it is stored.
public struct BandBalance: Sendable {
    /// Where the upper part begins, in hertz: telephones end at 3400, and codecs for them at 4000.
    public static let edge = 4000.0
    /// Rates whose upper part is narrower than this say nothing, in hertz.
    private static let leastWidth = 2000.0

    private let isHeard: Bool
    private var low = 0.0
    private var high = 0.0

    init(_ configuration: FrontEndConfiguration) {
        isHeard = Self.firstBin(configuration) != nil
    }

    /// The first bin of a power spectrum in the upper part; nil where there is hardly any.
    static func firstBin(_ configuration: FrontEndConfiguration) -> Int? {
        let rate = Double(configuration.sampleRate)
        guard rate / 2 >= edge + leastWidth else { return nil }
        return Int((edge * Double(configuration.transformLength) / rate).rounded(.up))
    }

    /// The power of both parts of a spectrum; zeros where there is no upper part.
    static func split(
        _ power: UnsafeMutableBufferPointer<Float>, at bin: Int?,
        into halves: UnsafeMutableBufferPointer<Float>
    ) {
        guard let bin, let bins = power.baseAddress else {
            halves.update(repeating: 0)
            return
        }
        halves[0] = frame_sum(bins, Int32(bin))
        halves[1] = frame_sum(bins + bin, Int32(power.count - bin))
    }

    /// Counts a frame of speech by the power of its parts.
    mutating func add(low: Float, high: Float) {
        self.low += Double(low)
        self.high += Double(high)
    }

    /// The upper part over the lower, in decibels, at least −120; nil where nothing was counted.
    var decibels: Double? {
        isHeard && low > 0 ? 10 * .log10(max(high / low, 1e-12)) : nil
    }
}
