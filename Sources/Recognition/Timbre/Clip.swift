public import AudioInput
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
