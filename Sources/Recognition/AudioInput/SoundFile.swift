internal import CSndfile
internal import CVectorKernels
import Foundation

/// The one owner of a libsndfile handle.
final class SoundFile {
    let description: ClipDescription
    let isMPEG: Bool
    let isOgg: Bool
    private let handle: OpaquePointer
    private let file: ClipFile
    private let holdsShorts: Bool
    private var shorts: [Int16] = []
    private var framesRead = 0
    /// Whether some of the content could not be decoded.
    private(set) var hasStumbled = false

    /// libsndfile keeps the error of a file that did not open in a global.
    private static let opening = NSLock()

    /// Opens a file and checks what its header says against ``AudioLimits``.
    init(file: ClipFile, rawFormat: RawFormat?) throws(AudioInputError) {
        var info = rawFormat?.soundFileInfo ?? SF_INFO()
        let opened = Self.opening.withLock { Self.open(file, &info) }
        let handle = try opened.get()
        self.handle = handle
        self.file = file
        let subtype = Int(info.format) & SF_FORMAT_SUBMASK
        holdsShorts = subtype == SF_FORMAT_PCM_16
        let container = Int(info.format) & SF_FORMAT_TYPEMASK
        isMPEG = container == SF_FORMAT_MPEG
        isOgg = container == SF_FORMAT_OGG
        description = ClipDescription(
            container: Self.words(handle, info.format & Int32(SF_FORMAT_TYPEMASK)),
            encoding: Self.words(handle, info.format & Int32(SF_FORMAT_SUBMASK)),
            sampleRate: Int(info.samplerate), channels: Int(info.channels),
            frames: info.frames == Int64.max ? nil : Int(info.frames))
        guard AudioLimits.sampleRates.contains(description.sampleRate) else {
            throw .unsupportedSampleRate(clip: file.name, got: description.sampleRate)
        }
        guard description.channels <= AudioLimits.channels else {
            throw .tooManyChannels(clip: file.name, got: description.channels)
        }
    }

    // A reader has nothing to lose when closing fails.
    deinit { sf_close(handle) }

    /// Reads interleaved frames and returns how many; 0 at the end.
    ///
    /// Full scale is 1; values of a file of floats are passed on as they are.
    func read(into samples: inout [Float]) throws(AudioInputError) -> Int {
        let channels = description.channels
        let wanted = Int64(samples.count / channels)
        let frames: Int
        if holdsShorts {
            if shorts.count != samples.count {
                shorts = [Int16](repeating: 0, count: samples.count)
            }
            frames = Int(sf_readf_short(handle, &shorts, wanted))
            samples_from_shorts(shorts, max(0, frames) * channels, &samples)
        } else {
            frames = Int(sf_readf_float(handle, &samples, wanted))
        }
        try checkReading(frames: frames)
        return frames
    }

    /// Goes on by so many frames; whether that was possible. A decoder that loses something gives
    /// other samples behind a leap than behind what it has read, so it is not asked to.
    func seek(by frames: Int) -> Bool {
        guard !isMPEG, !isOgg, sf_seek(handle, Int64(frames), SEEK_CUR) >= 0 else { return false }
        framesRead += frames
        return true
    }

    /// A decoder that stumbles over damage leaves what it gave before, which is used; only a clip
    /// without any sample is refused for it.
    private func checkReading(frames: Int) throws(AudioInputError) {
        defer { framesRead += frames }
        let code = sf_error(handle)
        guard code != SF_ERR_NO_ERROR else { return }
        let error = Self.error(code, String(cString: sf_strerror(handle)), file)
        if code == SF_ERR_SYSTEM || frames + framesRead == 0 { throw error }
        hasStumbled = true
    }

    private static func open(
        _ file: ClipFile, _ info: inout SF_INFO
    ) -> Result<OpaquePointer, AudioInputError> {
        // libsndfile 1.2.0 closes the descriptor of a file that it cannot open even when told to
        // leave it, and the number may by then be another file's; so it gets one of its own.
        let descriptor = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else {
            return .failure(.readFailed(path: file.name, reason: systemReason(errno)))
        }
        // It reads from where the descriptor stands, which is behind what was written to a copy.
        lseek(descriptor, 0, SEEK_SET)
        if let handle = sf_open_fd(descriptor, Int32(SFM_READ), &info, 1) {
            return .success(handle)
        }
        return .failure(error(sf_error(nil), String(cString: sf_strerror(nil)), file))
    }

    private static func error(_ code: Int32, _ words: String, _ file: ClipFile) -> AudioInputError {
        // libsndfile says this of bytes that begin like MPEG audio and hold no frame of it.
        if words.hasPrefix("File does not exist") {
            return .notAudio(clip: file.name, reason: "Format not recognised.")
        }
        return switch Int(code) {
        case SF_ERR_SYSTEM: .readFailed(path: file.name, reason: words)
        case SF_ERR_UNRECOGNISED_FORMAT: .notAudio(clip: file.name, reason: words)
        default: .undecodable(clip: file.name, reason: words)
        }
    }

    private static func words(_ handle: OpaquePointer, _ format: Int32) -> String {
        var info = SF_FORMAT_INFO(format: format, name: nil, extension: nil)
        let size = Int32(MemoryLayout<SF_FORMAT_INFO>.size)
        guard sf_command(handle, Int32(SFC_GET_FORMAT_INFO), &info, size) == 0, let name = info.name
        else { return "unknown" }
        return String(cString: name)
    }
}
