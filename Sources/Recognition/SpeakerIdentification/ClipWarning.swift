/// What makes a clip a poor one to learn a voice from, though it can be used.
public enum ClipWarning: String, Codable, Sendable {
    /// Hardly anything above 4 kHz: it went through a telephone or a codec for speech.
    case narrowBand = "narrow_band"
    /// Parts of it are so little alike that several people seem to speak.
    case severalVoices = "several_voices"

    /// What a clip's measures give rise to; what was not measured is no fault.
    ///
    /// - Parameters:
    ///   - highBandDecibels: power above 4 kHz relative to that below.
    ///   - speakerHomogeneity: of the clip's least alike parts (``SpeakerHomogeneity``).
    ///   - limits: what is asked.
    /// - Returns: the warnings, none for a good clip.
    public static func all(
        highBandDecibels: Double?, speakerHomogeneity: Double?, limits: ClipQuality.Limits
    ) -> [ClipWarning] {
        var warnings: [ClipWarning] = []
        if let highBandDecibels, highBandDecibels < limits.highBandDecibels {
            warnings.append(.narrowBand)
        }
        if let speakerHomogeneity, speakerHomogeneity < limits.speakerHomogeneity {
            warnings.append(.severalVoices)
        }
        return warnings
    }

    /// The warning in words, with a remedy.
    public var explanation: String {
        switch self {
        case .narrowBand:
            "hardly anything above 4 kHz, as from a telephone; use the background model "
                + "telephone-8k, or another recording"
        case .severalVoices:
            "several people seem to speak in it; cut out the parts of one, or use another recording"
        }
    }
}
