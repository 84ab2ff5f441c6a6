/// A time in which somebody speaks in a recording.
public struct SpeakerTurn: Sendable, Equatable {
    /// What the recording is called.
    public var recording: String
    /// From when to when, in seconds.
    public var seconds: Range<Double>
    /// Who speaks.
    public var speaker: String

    /// A turn.
    public init(recording: String, seconds: Range<Double>, speaker: String) {
        self.recording = recording
        self.seconds = seconds
        self.speaker = speaker
    }
}
