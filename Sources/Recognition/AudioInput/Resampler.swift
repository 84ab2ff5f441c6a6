internal import CSoxr

/// Lowers the sample rate of a mono stream with libsoxr, high quality (20 bits).
///
/// The filter has linear phase and its delay is compensated: output sample m stands at the time
/// m / `targetRate`, and n samples become round(n · `targetRate` / `sourceRate`).
final class Resampler {
    private let handle: OpaquePointer
    private let clip: String
    private let ratio: Double

    init(from sourceRate: Int, to targetRate: Int, clip: String) throws(AudioInputError) {
        var error: soxr_error_t?
        var format = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I)
        var quality = soxr_quality_spec(UInt(SOXR_HQ), 0)
        var runtime = soxr_runtime_spec(1)
        let handle = soxr_create(
            Double(sourceRate), Double(targetRate), 1, &error, &format, &quality, &runtime)
        guard let handle, error == nil else {
            throw .resampling(clip: clip, reason: Self.words(error))
        }
        self.handle = handle
        self.clip = clip
        ratio = Double(targetRate) / Double(sourceRate)
    }

    deinit { soxr_delete(handle) }

    /// Takes samples in and returns what is ready: nothing at first, while the filter fills.
    func process(_ samples: [Float]) throws(AudioInputError) -> [Float] {
        var output: [Float] = []
        var taken = 0
        repeat {
            let rest = samples[taken...]
            var used = 0
            output += try produce(room: Int(Double(rest.count) * ratio) + 64) { buffer, made in
                rest.withUnsafeBufferPointer {
                    soxr_process(
                        handle, $0.baseAddress, $0.count, &used, buffer.baseAddress,
                        buffer.count, &made)
                }
            }
            taken += used
        } while taken < samples.count
        return output
    }

    /// What is left in the filter once the last sample is in.
    func finish() throws(AudioInputError) -> [Float] {
        var output: [Float] = []
        while true {
            let rest = try produce(room: 4096) { buffer, made in
                soxr_process(handle, nil, 0, nil, buffer.baseAddress, buffer.count, &made)
            }
            if rest.isEmpty { return output }
            output += rest
        }
    }

    private func produce(
        room: Int, _ process: (UnsafeMutableBufferPointer<Float>, inout Int) -> soxr_error_t?
    ) throws(AudioInputError) -> [Float] {
        var error: soxr_error_t?
        let output = [Float](unsafeUninitializedCapacity: room) { buffer, count in
            error = process(buffer, &count)
        }
        if error != nil { throw .resampling(clip: clip, reason: Self.words(error)) }
        return output
    }

    private static func words(_ error: soxr_error_t?) -> String {
        error.map { String(cString: $0) } ?? "no reason given"
    }
}
