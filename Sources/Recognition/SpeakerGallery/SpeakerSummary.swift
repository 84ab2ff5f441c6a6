public import Foundation

/// What a gallery says of an enrolled speaker.
public struct SpeakerSummary: Sendable, Equatable {
    /// The name.
    public let name: String
    /// How many recordings there are.
    public let recordingCount: Int
    /// Net speech of all of them, in seconds.
    public let speechSeconds: Double
    /// When the speaker was first enrolled.
    public let createdAt: Date
    /// Tags, notes, consent and expiry.
    public let facts: SpeakerFacts
    /// Whether the speaker is looked for in clips.
    public let standing: SpeakerStanding

    /// Whether the speaker takes part in rankings.
    public var isLookedFor: Bool { recordingCount > 0 && standing == .admitted }
}
