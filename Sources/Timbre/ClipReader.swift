public import AudioInput

/// How clips are read: which channel, and what headerless ones are.
public struct ClipReader: Sendable {
    /// How several channels become one.
    public var channel: ChannelSelection
    /// What the bytes are where they carry no header.
    public var rawFormat: RawFormat?

    /// A reader that mixes channels down and looks for headers, unless told otherwise.
    public init(channel: ChannelSelection = .mixdown, rawFormat: RawFormat? = nil) {
        self.channel = channel
        self.rawFormat = rawFormat
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
                computesDigest: computesDigest))
    }
}
