public import AudioInput
public import SpeakerIdentification
internal import SpeechFeatures

/// A recording to be enrolled or identified.
///
/// ```swift
/// let clip = Clip.file("meeting.wav")
/// let spoken = Clip.samples([Float](repeating: 0, count: 16000), sampleRate: 16000, name: "mic")
/// ```
public struct Clip: Sendable {
    enum Source: Sendable {
        case file(String, part: Range<Double>?)
        case standardInput
        case samples([Float], sampleRate: Int)
        case unreadable(AudioInputError)
    }

    /// What results and messages call it.
    public let name: String
    let source: Source

    /// An audio file.
    public static func file(_ path: String) -> Clip {
        Clip(name: path, source: .file(path, part: nil))
    }

    /// An audio file, or some seconds of it, under another name; a part to infinity goes on to the
    /// file's end.
    public static func file(_ path: String, part: Range<Double>?, name: String) -> Clip {
        Clip(name: name, source: .file(path, part: part))
    }

    /// What is piped into the program.
    public static let standardInput = Clip(name: "-", source: .standardInput)

    /// Mono samples at unit scale, [−1, 1), and their rate in hertz.
    public static func samples(_ samples: [Float], sampleRate: Int, name: String) -> Clip {
        Clip(name: name, source: .samples(samples, sampleRate: sampleRate))
    }

    /// Something that stands where clips were looked for and cannot be read; opening it throws.
    public static func unreadable(_ path: String, _ error: AudioInputError) -> Clip {
        Clip(name: path, source: .unreadable(error))
    }

    /// What is wrong with the clip, in one line that names it.
    public func message(_ error: any Error) -> String {
        // The front end knows samples and not whose they are.
        error is FrontEndError ? "\(name): \(error)" : "\(error)"
    }

    /// Opens the clip at a wanted sample rate.
    func open(_ options: AudioClip.Options) throws -> AudioClip {
        switch source {
        case .file(let path, let part):
            var options = options
            options.part = part
            return try AudioClip(path: path, options: options)
        case .standardInput: return try AudioClip(standardInput: options)
        case .samples(let samples, let sampleRate):
            return try AudioClip(
                samples: samples, sampleRate: sampleRate, name: name, options: options)
        case .unreadable(let error): throw error
        }
    }
}

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
