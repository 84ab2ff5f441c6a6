import CFFTW
import CVectorKernels
import RealModule
import Synchronization

extension FrontEndConfiguration {
    /// What the power spectrum |X|² is divided by.
    public enum SpectrumScaling: String, Codable, Sendable, CaseIterable {
        /// Nothing.
        case none
        /// The length of the transform: a periodogram.
        case dividedByTransformLength
    }
}

// FFTW's planner keeps global tables: one plan is made or destroyed at a time.
private let planner = Mutex<Void>(())

/// Power spectra of n real samples, n even, by a complex transform of half the length.
///
/// FFTW's real transforms take twice as long. Sharing a plan is sound: after `init` it is only read,
/// and FFTW executes it on any number of threads at once when each brings its own buffers.
final class FourierPlan: @unchecked Sendable {
    /// Samples n that go into a transform.
    let length: Int
    private let plan: OpaquePointer
    /// cos and sin of 2πk/n, k = 0 … n/2.
    private let cosines: [Float]
    private let sines: [Float]

    /// A plan for transforms of a length; nil when FFTW has no memory left.
    init?(length: Int) {
        self.length = length
        // Measuring would choose by the clock, and with it the last bits of the results.
        let made = planner.withLock { _ in
            let buffers = FourierBuffers(length: length)
            return fftwf_plan_dft_1d(
                Int32(length / 2), buffers.pairs, buffers.transform, FFTW_FORWARD,
                UInt32(FFTW_ESTIMATE))
        }
        guard let made else { return nil }
        plan = made
        let angles = (0...length / 2).map { 2 * Double.pi * Double($0) / Double(length) }
        cosines = angles.map { Float(Double.cos($0)) }
        sines = angles.map { Float(Double.sin($0)) }
    }

    deinit { planner.withLock { _ in fftwf_destroy_plan(plan) } }

    /// The powers `scale`·|X|² of samples, which are left as they are.
    ///
    /// - Parameters:
    ///   - buffers: with the samples, of the plan's length.
    ///   - scale: what powers are multiplied by.
    ///   - power: overwritten with n/2 + 1 values.
    func writePower(
        of buffers: FourierBuffers, scale: Float, to power: UnsafeMutablePointer<Float>
    ) {
        let half = length / 2
        fftwf_execute_dft(plan, buffers.pairs, buffers.transform)
        buffers.transform[half] = buffers.transform[0]
        buffers.transform.withMemoryRebound(to: Float.self, capacity: length + 2) {
            frame_power($0, Int32(half), cosines, sines, scale, power)
        }
    }
}

/// The aligned memory that transforms of n samples work in, for one thread.
final class FourierBuffers {
    /// The n samples; zeros at first.
    let samples: UnsafeMutablePointer<Float>
    /// Successive samples as the real and imaginary parts of n/2 complex ones.
    fileprivate let pairs: UnsafeMutablePointer<fftwf_complex>
    /// The transform of these, and its first value once more.
    fileprivate let transform: UnsafeMutablePointer<fftwf_complex>

    init(length: Int) {
        pairs = fftwf_alloc_complex(length / 2)
        transform = fftwf_alloc_complex(length / 2 + 1)
        samples = UnsafeMutableRawPointer(pairs).assumingMemoryBound(to: Float.self)
        samples.initialize(repeating: 0, count: length)
    }

    deinit {
        fftwf_free(pairs)
        fftwf_free(transform)
    }
}
