import CVectorKernels
import NumericCore

extension FrontEndConfiguration {
    /// The high-pass y[n] = x[n] − a·x[n−1].
    public struct PreEmphasis: Codable, Sendable, Hashable {
        /// The coefficient a; 0 leaves the samples alone.
        public var coefficient: Double
        /// Where a sample has no predecessor.
        public var scope: PreEmphasisScope

        /// A coefficient and where it applies.
        public init(coefficient: Double, scope: PreEmphasisScope) {
            self.coefficient = coefficient
            self.scope = scope
        }
    }

    /// Where a sample has no predecessor.
    public enum PreEmphasisScope: String, Codable, Sendable, CaseIterable {
        /// At each frame's start: y[0] = x[0] − a·x[0]. Applied after the offset is removed.
        case withinFrame
        /// At the clip's start: y[0] = x[0]. Applied before padding and framing.
        case wholeSignal
    }

    /// Gaussian noise added to every sample once, the same for every run.
    public struct Dither: Codable, Sendable, Hashable {
        /// Standard deviation, in the units that ``SampleScale`` gives the samples; 0 for none.
        public var amplitude: Double
        /// The seed of the noise.
        public var seed: UInt32

        /// Noise of a strength, from a seed.
        public init(amplitude: Double, seed: UInt32) {
            self.amplitude = amplitude
            self.seed = seed
        }
    }
}

/// What happens to samples before they are cut into frames: a check, the scale, dither, and
/// pre-emphasis of the whole signal.
struct SampleConditioner {
    /// The largest magnitude of a sample at unit scale. It leaves room for recordings of any
    /// gain and keeps every energy well inside what a Float holds.
    static let limit: Float = 65536

    private let scale: Float
    private let ditherAmplitude: Double
    private let coefficient: Float
    private var noise: SeededGenerator
    private var previous: Float = 0
    private(set) var count = 0

    init(_ configuration: FrontEndConfiguration) {
        scale = Float(configuration.sampleScale.rawValue)
        ditherAmplitude = configuration.dither.amplitude
        noise = SeededGenerator(seed: UInt64(configuration.dither.seed))
        coefficient =
            configuration.preEmphasis.scope == .wholeSignal
            ? Float(configuration.preEmphasis.coefficient) : 0
    }

    /// Conditions the clip's next samples in place.
    ///
    /// - Throws: ``FrontEndError/unusableSample(index:value:)``.
    mutating func condition(_ samples: inout [Float]) throws {
        if samples_summary(samples, samples.count).peak > Self.limit,
            // A comparison with not-a-number is false, so this finds it too.
            let bad = samples.firstIndex(where: { !($0.magnitude <= Self.limit) })
        {
            throw FrontEndError.unusableSample(index: count + bad, value: samples[bad])
        }
        count += samples.count
        if scale != 1 {
            for index in samples.indices { samples[index] *= scale }
        }
        if ditherAmplitude > 0 {
            for index in samples.indices {
                samples[index] += Float(ditherAmplitude * noise.normal())
            }
        }
        if coefficient != 0 {
            for index in samples.indices {
                let sample = samples[index]
                samples[index] = sample - coefficient * previous
                previous = sample
            }
        }
    }
}
