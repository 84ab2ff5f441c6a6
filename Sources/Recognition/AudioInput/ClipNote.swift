/// Something done to a clip, or found in it, that its user may want to know.
public enum ClipNote: Hashable, Codable, Sendable, CustomStringConvertible {
    /// The mean of so many channels was taken.
    case mixedDown(channels: Int)
    /// One channel, counted from 1, was taken of several.
    case choseChannel(Int, channels: Int)
    /// The sample rate was lowered; both in Hz.
    case resampled(from: Int, to: Int)
    /// The clip ends early, or has damage inside; what is there was used. `expectedSeconds` is
    /// none where the header does not tell.
    case truncated(expectedSeconds: Double?, gotSeconds: Double)

    /// The note in plain words.
    public var description: String {
        switch self {
        case .mixedDown(let channels): "the mean of \(channels) channels was taken"
        case .choseChannel(let number, let channels):
            "channel \(number) of \(channels) was taken"
        case .resampled(let from, let to): "resampled from \(from) Hz to \(to) Hz"
        case .truncated(let expected?, let got):

            "cut short or damaged: \(got) s of \(expected) s are there and were used"
        case .truncated(nil, let got): "cut short or damaged: \(got) s are there and were used"
        }
    }
}
