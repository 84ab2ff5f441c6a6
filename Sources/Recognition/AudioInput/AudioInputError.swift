import Foundation

/// Why a clip could not be used.
public enum AudioInputError: Error, Equatable, Codable, Sendable, CustomStringConvertible {
    /// What a caller should do about an error, and so a program's exit code.
    public enum Kind: Equatable, Sendable {
        /// There is no such input, or it may not be read (sysexits 66).
        case missingInput
        /// The input is there and cannot be used (65).
        case badData
        /// The machine failed: disk, memory, descriptors (74).
        case io
        /// The caller asked for something that cannot be (64).
        case usage
    }

    /// Nothing has this path.
    case noSuchFile(path: String)
    /// The path exists and cannot be opened (C `errno`).
    case unreadable(path: String, code: Int32)
    /// A folder stands where a clip was expected.
    case isFolder(path: String)
    /// A device or a terminal stands where a clip was expected.
    case isDevice(path: String)
    /// No bytes, or a header without a sample behind it.
    case empty(clip: String)
    /// No known audio format; `reason` are libsndfile's words.
    case notAudio(clip: String, reason: String)
    /// A stream that is heard while it goes on and has no WAV header.
    case notLive(clip: String)
    /// A known format whose header or content cannot be decoded; `reason` are libsndfile's words.
    case undecodable(clip: String, reason: String)
    /// A sample is NaN or infinite; the first stands `seconds` into the clip.
    case notFinite(clip: String, seconds: Double)
    /// The header's rate in Hz lies outside ``AudioLimits/sampleRates``.
    case unsupportedSampleRate(clip: String, got: Int)
    /// More channels than ``AudioLimits/channels``.
    case tooManyChannels(clip: String, got: Int)
    /// The wanted channel, counted from 1, is not among those of the clip.
    case noSuchChannel(clip: String, wanted: Int, channels: Int)
    /// The wanted part, in seconds, is empty or begins behind the clip's end, where that is known.
    case noSuchPart(clip: String, seconds: Range<Double>, length: Double?)
    /// The clip's rate is below the wanted one, both in Hz.
    case sampleRateTooLow(clip: String, got: Int, expected: Int)
    /// The description of headerless audio is wrong; `reason` says where.
    case invalidRawFormat(text: String, reason: String)
    /// The rate asked for, in Hz, lies outside ``AudioLimits/sampleRates``.
    case invalidTargetRate(got: Int)
    /// The clip, or a folder, could not be read to its end.
    case readFailed(path: String, reason: String)
    /// The temporary file for a pipe could not be made or written (C `errno`).
    case temporaryFile(folder: String, code: Int32)
    /// The resampler refused; `reason` are libsoxr's words.
    case resampling(clip: String, reason: String)
    /// The process of its own in which the clip was decoded (``IsolatedDecoder``) broke down.
    case decoderFailed(clip: String, reason: String)

    /// What to do about it.
    public var kind: Kind {
        switch self {
        case .noSuchFile, .unreadable, .isFolder, .isDevice: .missingInput
        case .empty, .notAudio, .notLive, .undecodable, .notFinite, .unsupportedSampleRate,
            .tooManyChannels, .noSuchChannel, .noSuchPart, .sampleRateTooLow, .decoderFailed:
            .badData
        case .invalidRawFormat, .invalidTargetRate: .usage
        case .readFailed, .temporaryFile, .resampling: .io
        }
    }

    /// What happened and what to do about it.
    public var description: String {
        switch self {
        case .noSuchFile(let path):
            "\(path): no such file; check the path"
        case .unreadable(let path, let code):
            "\(path): cannot be opened: \(systemReason(code)); check who may read it"
        case .isFolder(let path):
            "\(path): a folder, not an audio file; name a file inside it"
        case .isDevice(let path):
            "\(path): a device or terminal, not an audio file; name a file or pipe audio in"
        case .empty(let clip):
            "\(clip): no audio samples in it; record or copy it again"
        case .notAudio(let clip, let reason):
            "\(clip): not an audio file that can be read (libsndfile: \(reason)); "
                + "convert it to WAV or FLAC, or give the raw format if it has no header"
        case .notLive(let clip):
            "\(clip): a live stream begins with a WAV header, or has none and is described by its "
                + "raw format; this one has another: convert it on the way, as by sox - -t wav -"
        case .undecodable(let clip, let reason):
            "\(clip): damaged, or of an encoding that cannot be read (libsndfile: \(reason)); "
                + "copy it again or convert it to WAV or FLAC"
        case .notFinite(let clip, let seconds):
            "\(clip): a sample at \(seconds) s is not a finite number; "
                + "expected values around -1 to 1; export the clip again"
        case .unsupportedSampleRate(let clip, let got):
            "\(clip): the header says a sample rate of \(got) Hz; expected "
                + "\(AudioLimits.sampleRatesText) Hz; the header is damaged, copy it again"
        case .tooManyChannels(let clip, let got):
            "\(clip): \(got) channels; expected at most \(AudioLimits.channels); "
                + "extract the channels that are needed"
        case .noSuchChannel(let clip, let wanted, let channels):
            "\(clip): there is no channel \(wanted); "
                + (channels == 1
                    ? "the clip has 1 channel; choose channel 1 or none"
                    : "the clip has \(channels) channels; choose one from 1 to \(channels)")
        case .noSuchPart(let clip, let seconds, let length):
            "\(clip): nothing from \(seconds.lowerBound) to \(seconds.upperBound) s"
                + (length.map { "; the clip has \($0) s" } ?? "")
                + "; correct the times"
        case .sampleRateTooLow(let clip, let got, let expected):
            "\(clip): sample rate \(got) Hz, expected \(expected) Hz or more; "
                + (got >= 8000
                    ? "use a background model for 8000 Hz, such as telephone-8k"
                    : "record it at \(expected) Hz or more")
        case .invalidRawFormat(let text, let reason):
            "raw format \"\(text)\": \(reason); expected encoding:rate:channels, "
                + "such as pcm16le:8000:1"
        case .invalidTargetRate(let got):
            "a sample rate of \(got) Hz was asked for; expected \(AudioLimits.sampleRatesText) Hz"
        case .readFailed(let path, let reason):
            "\(path): reading failed: \(reason); check the disk and try again"
        case .temporaryFile(let folder, let code):
            "cannot keep piped audio in a temporary file in \(folder): \(systemReason(code)); "
                + "free some space, or set TMPDIR to a folder that can be written"
        case .resampling(let clip, let reason):
            "\(clip): resampling failed (libsoxr: \(reason)); convert the clip to the wanted rate"
        case .decoderFailed(let clip, let reason):
            "\(clip): its decoder failed: \(reason); do not trust this clip, or convert it to WAV "
                + "elsewhere"
        }
    }
}

/// The words of the system for an error code.
func systemReason(_ code: Int32) -> String { String(cString: strerror(code)) }
