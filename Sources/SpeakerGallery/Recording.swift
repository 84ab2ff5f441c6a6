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
    /// Share of clipped samples, 0 to 1; nil where it was not kept.
    public let clippedFraction: Double?
    /// When it was enrolled.
    public let enrolledAt: Date
    /// Its statistics under the gallery's background model.
    public let statistics: VoiceStatistics

    /// A recording of its parts.
    public init(
        name: String, digest: String, durationSeconds: Double, speechSeconds: Double,
        signalToNoiseDecibels: Double?, clippedFraction: Double? = nil, enrolledAt: Date,
        statistics: VoiceStatistics
    ) {
        self.name = name
        self.digest = digest
        self.durationSeconds = durationSeconds
        self.speechSeconds = speechSeconds
        self.signalToNoiseDecibels = signalToNoiseDecibels
        self.clippedFraction = clippedFraction
        self.enrolledAt = enrolledAt
        self.statistics = statistics
    }
}
