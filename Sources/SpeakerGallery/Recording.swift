public import Foundation
public import SpeakerIdentification

/// What a gallery keeps of a recording; never the audio.
public struct Recording: Sendable, Equatable {
    /// The clip's name when it was enrolled.
    public let name: String
    /// SHA-256 of its samples, in hexadecimal digits; tells a recording from every other.
    public let digest: String
    /// Length in seconds.
    public let durationSeconds: Double
    /// Net speech in seconds.
    public let speechSeconds: Double
    /// Signal-to-noise ratio in decibels, where it could be measured.
    public let signalToNoiseDecibels: Double?
    /// When it was enrolled.
    public let enrolledAt: Date
    /// Its statistics under the gallery's background model.
    public let statistics: VoiceStatistics

    /// A recording of its parts.
    public init(
        name: String, digest: String, durationSeconds: Double, speechSeconds: Double,
        signalToNoiseDecibels: Double?, enrolledAt: Date, statistics: VoiceStatistics
    ) {
        self.name = name
        self.digest = digest
        self.durationSeconds = durationSeconds
        self.speechSeconds = speechSeconds
        self.signalToNoiseDecibels = signalToNoiseDecibels
        self.enrolledAt = enrolledAt
        self.statistics = statistics
    }
}

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
}
