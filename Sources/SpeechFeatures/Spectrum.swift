import CFFTW
import CVectorKernels
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

/// The plan of one real Fourier transform of n samples.
///
/// Sharing one is sound: after `init` the plan is only read, and FFTW executes a plan on any
/// number of threads at once when each brings its own buffers.
final class FourierPlan: @unchecked Sendable {
    /// Samples n that go into a transform.
    let length: Int
    private let plan: OpaquePointer

    /// A plan for transforms of a length; nil when FFTW has no memory left.
    init?(length: Int) {
        self.length = length
        // Measuring would choose by the clock, and with it the last bits of the results.
        let made = planner.withLock { _ in
            let buffers = FourierBuffers(length: length)
            return fftwf_plan_dft_r2c_1d(
                Int32(length), buffers.samples, buffers.bins, UInt32(FFTW_ESTIMATE))
        }
        guard let made else { return nil }
        plan = made
    }

    deinit { planner.withLock { _ in fftwf_destroy_plan(plan) } }

    /// Transforms the samples of `buffers`, which must be of the plan's length.
    ///
    /// The samples are left as they are.
    func transform(_ buffers: FourierBuffers) {
        fftwf_execute_dft_r2c(plan, buffers.samples, buffers.bins)
    }
}

/// The aligned memory that transforms of n samples work in, for one thread.
final class FourierBuffers {
    /// The n samples; zeros at first.
    let samples: UnsafeMutablePointer<Float>
    /// The n/2 + 1 bins X.
    let bins: UnsafeMutablePointer<fftwf_complex>
    private let binCount: Int

    init(length: Int) {
        binCount = length / 2 + 1
        samples = fftwf_alloc_real(length)
        bins = fftwf_alloc_complex(binCount)
        samples.initialize(repeating: 0, count: length)
    }

    deinit {
        fftwf_free(samples)
        fftwf_free(bins)
    }

    /// Writes the n/2 + 1 powers `scale`·|X|² to `power`.
    func writePower(scale: Float, to power: UnsafeMutablePointer<Float>) {
        bins.withMemoryRebound(to: Float.self, capacity: 2 * binCount) {
            frame_power($0, Int32(binCount), scale, power)
        }
    }
}
