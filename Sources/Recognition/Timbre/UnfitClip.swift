public import SpeakerIdentification

/// A clip that is not fit to learn a voice from, or to tell one by.
public struct UnfitClip: Error, Equatable, Sendable, CustomStringConvertible {
    /// The clip's name.
    public let clip: String
    /// Why not.
    public let quality: ClipQuality

    /// Why not, and what to do about it.
    public var description: String { "\(clip): \(quality.explanation)" }
}
