internal import CVectorKernels

/// Quality measures of a clip's mono samples, at the clip's own rate, before any resampling.
public struct SampleMeasures: Equatable, Sendable {
    /// Share of full scale from which a sample can be clipped.
    public static let clippingLevel: Float = 0.999

    /// Number of samples.
    public private(set) var sampleCount = 0
    /// Their rate in Hz.
    public let sampleRate: Int
    /// The largest magnitude; full scale is 1, and a file of floats may exceed it.
    public private(set) var peak: Float = 0
    private var sum = 0.0
    private var clippedCount = 0
    private var run = ClippingRun()

    /// Length in seconds.
    public var seconds: Double { Double(sampleCount) / Double(sampleRate) }
    /// The mean of the samples.
    public var dcOffset: Double { sampleCount == 0 ? 0 : sum / Double(sampleCount) }
    /// Share of samples that are clipped: those in runs of two or more samples of one sign whose
    /// magnitude is at least ``clippingLevel``.
    ///
    /// A lone sample at full scale is a peak that fits. Sound that was clipped and then made
    /// quieter is not recognised.
    public var clippedFraction: Double {
        sampleCount == 0 ? 0 : Double(clippedCount) / Double(sampleCount)
    }
    /// Whether every sample is zero.
    public var isAllZero: Bool { peak == 0 }

    init(sampleRate: Int) { self.sampleRate = sampleRate }

    /// Takes samples in; stops at the first that is NaN or infinite and returns its index.
    mutating func add(_ samples: [Float]) -> Int? {
        let summary = samples_summary(samples, samples.count)
        guard summary.peak.isFinite else { return samples.firstIndex { !$0.isFinite } }
        peak = max(peak, summary.peak)
        sum += summary.sum
        sampleCount += samples.count
        if summary.peak < Self.clippingLevel {
            run = ClippingRun()
        } else {
            for sample in samples {
                clippedCount += run.extend(
                    by: sample, isLoud: sample.magnitude >= Self.clippingLevel)
            }
        }
        return nil
    }
}

/// The stretch of loud samples of one sign that the last sample belongs to.
private struct ClippingRun: Equatable {
    private var length = 0
    private var isPositive = false

    /// How many samples are now known to be clipped that were not before.
    mutating func extend(by sample: Float, isLoud: Bool) -> Int {
        guard isLoud else {
            length = 0
            return 0
        }
        length = isPositive == (sample > 0) ? length + 1 : 1
        isPositive = sample > 0
        return length == 1 ? 0 : length == 2 ? 2 : 1
    }
}
