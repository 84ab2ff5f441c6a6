/// One comparison of a clip with a speaker's model, and whether the two belong together.
public struct Trial: Equatable, Sendable {
    /// The claimed speaker, whose model the clip was compared with.
    public var model: String
    /// The clip.
    public var clip: String
    /// The true speaker of the clip; none where unknown.
    public var speaker: String?
    /// The score: the higher, the more the clip sounds like the model. Infinite scores stand
    /// beyond all finite ones.
    public var score: Double
    /// Whether the clip is of the claimed speaker.
    public var isTarget: Bool

    /// A trial of a clip against a model.
    public init(model: String, clip: String, speaker: String? = nil, score: Double, isTarget: Bool)
    {
        self.model = model
        self.clip = clip
        self.speaker = speaker
        self.score = score
        self.isTarget = isTarget
    }
}
