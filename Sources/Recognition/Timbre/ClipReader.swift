public import AudioInput
public import SpeakerIdentification

/// How clips are read: which channel, what headerless ones are, and what is asked of them.
public struct ClipReader: Sendable {
    /// How several channels become one.
    public var channel: ChannelSelection
    /// What the bytes are where they carry no header.
    public var rawFormat: RawFormat?
    /// The process of its own that decodes each file; nil to decode them in this one.
    public var isolation: IsolatedDecoder?
    /// What is asked of clips in which somebody is looked for, or from which a voice is learnt.
    public var limits: ClipQuality.Limits

    /// A reader that mixes channels down and looks for headers, unless told otherwise.
    public init(
        channel: ChannelSelection = .mixdown, rawFormat: RawFormat? = nil,
        limits: ClipQuality.Limits = ClipQuality.Limits(), isolation: IsolatedDecoder? = nil
    ) {
        self.channel = channel
        self.rawFormat = rawFormat
        self.limits = limits
        self.isolation = isolation
    }

    /// Opens a clip; a nil rate keeps the clip's own.
    ///
    /// - Throws: `AudioInputError`.
    public func open(
        _ clip: Clip, sampleRate: Int?, computesDigest: Bool = false
    ) throws -> AudioClip {
        try clip.open(
            AudioClip.Options(
                sampleRate: sampleRate, channel: channel, rawFormat: rawFormat,
                computesDigest: computesDigest, isolation: isolation))
    }
}
