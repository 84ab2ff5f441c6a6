internal import NumericCore
internal import RealModule

/// Noise to add to a clip, so that what is learnt of it holds in noise too.
public struct AddedNoise: Codable, Sendable, Hashable {
    /// Mean power of the clip's speech over that of the noise, in decibels.
    public let signalToNoiseDecibels: Double
    /// Where a low-pass of first order begins to weaken it, in Hz; nil for white noise. Speech,
    /// summed over people and time, falls off above about 500 Hz in the same way.
    public let cornerHertz: Double?

    /// Noise of a level and a colour.
    public init(signalToNoiseDecibels: Double, cornerHertz: Double? = nil) {
        self.signalToNoiseDecibels = signalToNoiseDecibels
        self.cornerHertz = cornerHertz
    }

    /// White noise, 15 dB below the speech.
    public static let white = AddedNoise(signalToNoiseDecibels: 15)
    /// Noise of the colour of speech, 15 dB below it.
    public static let speechShaped = AddedNoise(signalToNoiseDecibels: 15, cornerHertz: 500)

    /// Whether it can be made; what is decoded may be anything.
    public var isUsable: Bool {
        (-40...100).contains(signalToNoiseDecibels)
            && cornerHertz.map { $0 > 0 && $0.isFinite } ?? true
    }
}

/// Adds noise to one clip's samples; the same noise to the same clip, whatever its blocks.
///
///     y_t = a y_{t−1} + g e_t,   e ~ N(0, 1),   a = exp(−2π f / rate),   g² = P (1 − a²)
///
/// which has the power P; a is 0 for white noise.
public struct NoiseAdder {
    private let memory: Double
    private let gain: Double
    private var last: Double
    private var generator: SeededGenerator

    /// An adder that has added nothing yet.
    ///
    /// - Parameters:
    ///   - noise: which.
    ///   - speechPower: mean square of the clip's speech, of full scale, as ``ClipFeatures`` says.
    ///   - sampleRate: of the samples, in Hz.
    public init(_ noise: AddedNoise, speechPower: Double, sampleRate: Int) {
        let power = speechPower * .pow(10, -noise.signalToNoiseDecibels / 10)
        memory = noise.cornerHertz.map { .exp(-2 * Double.pi * $0 / Double(sampleRate)) } ?? 0
        gain = (power * (1 - memory * memory)).squareRoot()
        generator = SeededGenerator(seed: 0, stream: noise.cornerHertz == nil ? 0 : 1)
        // From the beginning it is as loud as ever.
        last = power.squareRoot() * generator.normal()
    }

    /// The next samples, with the noise.
    public mutating func add(to samples: [Float]) -> [Float] {
        samples.map { sample in
            last = memory * last + gain * generator.normal()
            return sample + Float(last)
        }
    }
}
