import RealModule

/// The mean powers of a clip's speech and of its other frames.
struct SpeechPowers {
    /// Frames at this level or under it are digital silence.
    static let silenceDecibels = -120.0
    /// Fewer frames without speech than these say little about the noise.
    static let enoughFrames = 30

    private static let silence = Float(Double.pow(10, silenceDecibels / 10))
    private var speech = (sum: 0.0, count: 0)
    private var rest = (sum: 0.0, count: 0)

    /// Counts a frame whose samples have this mean square, of full scale.
    mutating func add(meanSquare: Float, isSpeech: Bool) {
        guard meanSquare > Self.silence else { return }
        if isSpeech {
            speech = (speech.sum + Double(meanSquare), speech.count + 1)
        } else {
            rest = (rest.sum + Double(meanSquare), rest.count + 1)
        }
    }

    /// S: the mean power of the speech; 0 without any.
    var speechPower: Double { speech.count > 0 ? speech.sum / Double(speech.count) : 0 }

    /// 10 log₁₀((S − N) / N), as ``ClipFeatures/signalToNoiseDecibels`` says.
    func signalToNoiseDecibels(_ levels: LevelHistogram) -> Double? {
        guard speech.count > 0 else { return nil }
        let signal = speechPower
        let noise: Double
        if rest.count >= Self.enoughFrames {
            noise = rest.sum / Double(rest.count)
        } else {
            guard let quiet = levels.percentile(0.1, above: Self.silenceDecibels) else {
                return nil
            }
            noise = .pow(10, quiet / 10)
        }
        return signal > noise ? 10 * .log10((signal - noise) / noise) : nil
    }
}
