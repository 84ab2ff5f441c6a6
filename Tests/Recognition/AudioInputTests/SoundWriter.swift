internal import CSndfile

/// Writes files of the formats that are not put together by hand.
enum SoundWriter {
    struct Failure: Error { let words: String }

    static func write(
        _ samples: [Float], to path: String, format: Int, sampleRate: Int = 16_000,
        channels: Int = 1
    ) throws {
        var info = SF_INFO()
        info.samplerate = Int32(sampleRate)
        info.channels = Int32(channels)
        info.format = Int32(format)
        guard let handle = sf_open(path, Int32(SFM_WRITE), &info) else {
            throw Failure(words: String(cString: sf_strerror(nil)))
        }
        let frames = Int64(samples.count / channels)
        guard sf_writef_float(handle, samples, frames) == frames, sf_close(handle) == 0 else {
            throw Failure(words: "could not write \(path)")
        }
    }
}
