import ArgumentParser
import CFFTW
import CSndfile
import CVectorKernels
import Foundation

/// The least that features can take: a 16-bit file read and every frame of it transformed, by a
/// complex transform of half its length.
enum TransformLimit {
    private static let (length, shift) = (512, 160)
    private static let block = 1 << 14
    // Made once and from then on only read, which FFTW allows to any number of threads.
    nonisolated(unsafe) private static let plan: fftwf_plan? = {
        guard let pairs = fftwf_alloc_complex(length / 2),
            let transform = fftwf_alloc_complex(length / 2)
        else { return nil }
        defer {
            fftwf_free(pairs)
            fftwf_free(transform)
        }
        return fftwf_plan_dft_1d(
            Int32(length / 2), pairs, transform, FFTW_FORWARD, UInt32(FFTW_ESTIMATE))
    }()

    /// Reads a file and transforms frames of 512 samples every 160.
    ///
    /// - Returns: its length in seconds at 16 kHz.
    /// - Throws: `ValidationError` for a file that cannot be read.
    static func run(path: String) throws -> Double {
        var info = SF_INFO()
        guard let file = sf_open(path, Int32(SFM_READ), &info), info.channels == 1 else {
            throw ValidationError("\(path): no audio file of one channel")
        }
        defer { sf_close(file) }
        let samples = UnsafeMutablePointer<Float>.allocate(capacity: block + length)
        samples.initialize(repeating: 0, count: block + length)
        defer { samples.deallocate() }
        guard let plan, let pairs = fftwf_alloc_complex(length / 2),
            let transform = fftwf_alloc_complex(length / 2)
        else { throw ValidationError("no memory for a transform") }
        defer {
            fftwf_free(pairs)
            fftwf_free(transform)
        }
        var shorts = [Int16](repeating: 0, count: block)
        var (kept, total) = (0, 0)
        while true {
            let count = Int(sf_readf_short(file, &shorts, Int64(block)))
            guard count > 0 else { return Double(total) / 16000 }
            total += count
            samples_from_shorts(shorts, count, samples + kept)
            var start = 0
            while start + length <= kept + count {
                memcpy(pairs, samples + start, length * MemoryLayout<Float>.stride)
                fftwf_execute_dft(plan, pairs, transform)
                start += shift
            }
            kept = kept + count - start
            memmove(samples, samples + start, kept * MemoryLayout<Float>.stride)
        }
    }
}
