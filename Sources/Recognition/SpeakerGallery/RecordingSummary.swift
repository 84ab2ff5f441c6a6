public import Foundation
internal import GRDB

/// What a gallery says of a recording, without its statistics.
public struct RecordingSummary: Sendable, Equatable {
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

    /// A summary of its parts.
    public init(
        name: String, digest: String, durationSeconds: Double, speechSeconds: Double,
        signalToNoiseDecibels: Double?, clippedFraction: Double? = nil, enrolledAt: Date
    ) {
        self.name = name
        self.digest = digest
        self.durationSeconds = durationSeconds
        self.speechSeconds = speechSeconds
        self.signalToNoiseDecibels = signalToNoiseDecibels
        self.clippedFraction = clippedFraction
        self.enrolledAt = enrolledAt
    }

    /// That of a row of the table of recordings.
    init(_ row: Row) throws {
        name = try row.decode(forColumn: "name")
        digest = try row.decode(forColumn: "digest")
        durationSeconds = try row.decode(forColumn: "duration_seconds")
        speechSeconds = try row.decode(forColumn: "speech_seconds")
        signalToNoiseDecibels = try row.decode(forColumn: "signal_to_noise_decibels")
        clippedFraction = try row.decode(forColumn: "clipped_fraction")
        enrolledAt = Date(timeIntervalSince1970: try row.decode(forColumn: "enrolled_at"))
    }
}
