/// What the header of a clip says.
public struct ClipDescription: Equatable, Codable, Sendable {
    /// The container in libsndfile's words, such as "WAV (Microsoft)".
    public let container: String
    /// The encoding of a sample in libsndfile's words, such as "Signed 16 bit PCM".
    public let encoding: String
    /// Sample rate of the clip in Hz, before any resampling.
    public let sampleRate: Int
    /// Number of channels.
    public let channels: Int
    /// Number of frames (samples of one channel); none where the header leaves it open.
    public let frames: Int?
}
