import FileStorage

/// Which frames of a clip a front end keeps.
public enum FrameSelection: Sendable {
    /// Those that are speech.
    case speech
    /// Those that speech has not touched: they share no sample with a frame of speech, and nor do
    /// the frames that their time derivatives are taken from.
    ///
    /// Room, microphone and noise are heard in them and no voice, which tells how much of a result
    /// owes to those. Where a configuration has RASTA, whose memory fades but does not end, some of
    /// the speech before remains.
    case silence
}

extension FrameSelection {
    /// How many frames on either side of speech are kept from being silence.
    func distance(_ configuration: FrontEndConfiguration, derivativeReach: Int) -> Int {
        switch self {
        case .speech: 0
        case .silence:
            // Frames t and t + k share samples while k shifts are less than a segment.
            (configuration.segmentLength - 1) / configuration.frameShift + derivativeReach
        }
    }
}

/// The frames that were kept of a clip.
struct SelectedFrames {
    let frames: FrameStore
    /// How many frames of the clip are speech, kept or not.
    let speechCount: Int
    let powers: SpeechPowers
    let balance: BandBalance
}
