import NumericCore
import RealModule
package import Timbre

/// A voice made of pulses: a glottal pulse train with wandering pitch and some breath through
/// three formant resonances, vowel after vowel, with pauses.
package struct SyntheticVoice: Sendable {
    /// Mean pitch, in hertz.
    package let pitch: Double
    /// The length of the vocal tract moves all formants by one factor.
    package let formantScale: Double
    /// Formant bandwidth, in hertz.
    package let bandwidth: Double
    /// Noise among the pulses, as a share of their height.
    package let breath: Double

    /// Formants of vowels as Peterson and Barney measured them, rounded, in hertz.
    private static let vowels: [[Double]] = [
        [730, 1090, 2440], [270, 2290, 3010], [300, 870, 2240], [530, 1840, 2480],
    ]

    package static let anna = SyntheticVoice(
        pitch: 210, formantScale: 1.15, bandwidth: 90, breath: 0.02)
    package static let boris = SyntheticVoice(
        pitch: 95, formantScale: 0.88, bandwidth: 70, breath: 0.01)
    package static let clara = SyntheticVoice(
        pitch: 165, formantScale: 1, bandwidth: 45, breath: 0.15)
    /// Whom nobody has enrolled.
    package static let stranger = SyntheticVoice(
        pitch: 290, formantScale: 1.35, bandwidth: 250, breath: 0.03)

    package static let enrolled: [(name: String, voice: SyntheticVoice)] = [
        ("anna", anna), ("boris", boris), ("clara", clara),
    ]

    /// Different utterances for different seeds.
    package func samples(seconds: Double, seed: UInt64, sampleRate: Int = 16000) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        let rate = Double(sampleRate)
        var samples: [Float] = []
        let count = Int(seconds * rate)
        samples.reserveCapacity(count)
        var resonators: [Resonator] = []
        var (phase, pitch, left, syllables) = (0.0, self.pitch, 0, 0)
        for _ in 0..<count {
            if left == 0 {
                // Every other syllable is a pause; the vowels take turns.
                syllables += 1
                left = Int(rate * (0.06 + 0.06 * generator.uniform()))
                pitch = self.pitch * (1 + 0.06 * generator.normal())
                let vowel = Self.vowels[syllables / 2 % Self.vowels.count]
                resonators = vowel.map {
                    Resonator(
                        hertz: $0 * formantScale * (1 + 0.03 * generator.normal()),
                        bandwidth: bandwidth, rate: rate)
                }
            }
            left -= 1
            phase += pitch / rate
            let isPause = syllables % 2 == 0
            var value = isPause ? 0 : breath * generator.normal()
            if phase >= 1 {
                phase -= 1
                value += isPause ? 0 : 1
            }
            for index in resonators.indices { value = resonators[index].filter(value) }
            samples.append(Float(0.3 * value + 0.0002 * generator.normal()))
        }
        let peak = samples.map(abs).max() ?? 1
        return samples.map { 0.5 * $0 / peak }
    }

    package func clip(_ seconds: Double, seed: UInt64, sampleRate: Int = 16000) -> Clip {
        .samples(
            samples(seconds: seconds, seed: seed, sampleRate: sampleRate),
            sampleRate: sampleRate, name: "utterance \(seed)")
    }
}

/// y[n] = g x[n] + 2r cos θ y[n−1] − r² y[n−2].
private struct Resonator {
    private let gain: Double
    private let (first, second): (Double, Double)
    private var (last, beforeLast) = (0.0, 0.0)

    init(hertz: Double, bandwidth: Double, rate: Double) {
        let radius = Double.exp(-Double.pi * bandwidth / rate)
        first = 2 * radius * .cos(2 * Double.pi * hertz / rate)
        second = -radius * radius
        gain = 1 - first - second
    }

    mutating func filter(_ x: Double) -> Double {
        let y = gain * x + first * last + second * beforeLast
        (last, beforeLast) = (y, last)
        return y
    }
}
