public import SpeakerIdentification

/// What a gallery keeps of a recording; never the audio.
public struct EnrolledRecording: Sendable, Equatable {
    /// What is said of it.
    public let summary: RecordingSummary
    /// Its statistics under the gallery's background model.
    public let statistics: VoiceStatistics

    /// A recording of its parts.
    public init(_ summary: RecordingSummary, _ statistics: VoiceStatistics) {
        self.summary = summary
        self.statistics = statistics
    }
}
