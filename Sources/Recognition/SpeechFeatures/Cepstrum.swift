import CVectorKernels
import NumericCore
import RealModule

extension FrontEndConfiguration {
    /// What the cosine transform keeps.
    public struct Cepstra: Codable, Sendable, Hashable {
        /// Number of values C in a frame before deltas.
        public var count: Int
        /// Q of the lifter 1 + Q/2 sin(πi/Q) that cᵢ is multiplied by, as in HTK; 0 for none.
        public var lifter: Double
        /// What stands first in a frame.
        public var first: FirstCepstrum

        /// A number of cepstra, their lifter and what comes first.
        public init(count: Int, lifter: Double, first: FirstCepstrum) {
            self.count = count
            self.lifter = lifter
            self.first = first
        }
    }

    /// What stands first in a frame.
    public enum FirstCepstrum: String, Codable, Sendable, CaseIterable {
        /// c₀, then c₁ … c_{C−1}.
        case c0
        /// ln Σ x² of the frame before pre-emphasis and window, at least ln 2⁻²³; then
        /// c₁ … c_{C−1}. Kaldi's `use-energy`.
        case logEnergy
        /// ln Σ of the power spectrum, at least ln 2⁻⁵²; then c₁ … c_{C−1}.
        /// python_speech_features' `appendEnergy`.
        case logPowerSum
        /// Nothing: c₁ … c_C.
        case dropped
    }
}

/// The orthonormal DCT-II of M log energies l, liftered:
///
///     c₀ = √(1/M) Σₙ lₙ
///     cᵢ = (1 + Q/2 sin(πi/Q)) √(2/M) Σₙ cos(πi(n + ½)/M) lₙ
struct CepstralTransform: Sendable {
    private let count: Int
    // Rows of C values, filled up to whole vectors, for each of the M log energies: they run
    // outermost, so that the inner loop is a plain sum of vectors.
    private let weights: [Float]
    private let width: Int

    init(_ cepstra: FrontEndConfiguration.Cepstra, bands: Int) {
        let count = cepstra.count
        self.count = count
        let width = AlignedFloats.padded(count)
        self.width = width
        let firstIndex = cepstra.first == .dropped ? 1 : 0
        weights = (0..<bands).flatMap { n in
            (firstIndex..<firstIndex + width).map { i -> Float in
                guard i < firstIndex + count else { return 0 }
                let norm = Double.sqrt((i == 0 ? 1 : 2) / Double(bands))
                let q = cepstra.lifter
                let lifter = q > 0 ? 1 + q / 2 * .sin(Double.pi * Double(i) / q) : 1
                let phase = Double.pi * Double(i) * (Double(n) + 0.5) / Double(bands)
                return Float(lifter * norm * .cos(phase))
            }
        }
    }

    /// Writes the C cepstra of one frame's log energies.
    func apply(to logEnergies: UnsafeBufferPointer<Float>, writing out: UnsafeMutablePointer<Float>)
    {
        guard let values = logEnergies.baseAddress else { return }
        frame_transform(
            values, Int32(logEnergies.count), weights, Int32(width), Int32(count), out)
    }
}
