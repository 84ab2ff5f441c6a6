/// Whether a clip can say anything about its speaker.
public enum ClipQuality: String, Codable, Sendable {
    /// It can.
    case ok
    /// There is speech, but too little.
    case tooShort = "too_short"
    /// There is no speech.
    case noSpeech = "no_speech"
    /// The recording was overdriven.
    case clipped
    /// Speech hardly stands out of the noise.
    case tooNoisy = "too_noisy"

    /// What is asked of a clip.
    public struct Limits: Sendable {
        /// Least speech, in seconds.
        public var speechSeconds = 0.1
        /// Largest share of clipped samples.
        public var clippedFraction = 0.2
        /// Least signal-to-noise ratio, in decibels.
        public var signalToNoiseDecibels = -3.0
        /// Least power above 4 kHz, in decibels relative to that below, before a clip that should
        /// have some is taken for a telephone's.
        public var highBandDecibels = -37.0
        /// How alike the parts of a clip are at least when one voice is heard in it
        /// (``SpeakerHomogeneity``).
        public var speakerHomogeneity = 0.25

        /// The limits as documented at each.
        public init() {}
    }

    /// The judgement of a clip's measures.
    ///
    /// - Parameters:
    ///   - speechSeconds: net speech.
    ///   - clippedFraction: share of clipped samples, 0 to 1.
    ///   - signalToNoiseDecibels: nil when it could not be measured, which is no fault.
    ///   - limits: what is asked.
    public init(
        speechSeconds: Double, clippedFraction: Double, signalToNoiseDecibels: Double?,
        limits: Limits = Limits()
    ) {
        if speechSeconds <= 0 {
            self = .noSpeech
        } else if speechSeconds < limits.speechSeconds {
            self = .tooShort
        } else if clippedFraction > limits.clippedFraction {
            self = .clipped
        } else if let ratio = signalToNoiseDecibels, ratio < limits.signalToNoiseDecibels {
            self = .tooNoisy
        } else {
            self = .ok
        }
    }
}

extension ClipQuality {
    /// The judgement in words, with a remedy.
    public var explanation: String {
        switch self {
        case .ok: "good enough"
        case .noSpeech: "no speech in it; check the recording, or choose another channel"
        case .tooShort: "too little speech in it; record some seconds of speech"
        case .clipped: "overdriven; record it again with less gain"
        case .tooNoisy: "speech hardly stands out of the noise; record it closer to the mouth"
        }
    }
}
