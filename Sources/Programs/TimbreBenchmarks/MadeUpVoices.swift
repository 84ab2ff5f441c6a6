import GaussianMixtures
import NumericCore
import SpeakerIdentification

/// Voices under the mixtures of a background, any number of them, each as though half a minute of a speaker
/// had been heard whose means lie a quarter of the background's deviations beside it.
///
/// A few rows of drawn numbers serve for all: a voice begins in one of them at a place of its own.
struct MadeUpVoices {
    private static let distance = 0.25
    private static let frames = 3000.0
    /// A mixture per stream, all of one shape.
    private let mixtures: [GaussianMixture]
    private let rows: [[Double]]

    init(_ mixtures: [GaussianMixture], _ generator: inout SeededGenerator) {
        self.mixtures = mixtures
        let count = mixtures[0].componentCount * mixtures[0].dimension
        rows = (0..<31).map { _ in (0..<count).map { _ in Self.distance * generator.normal() } }
    }

    /// A mixture whose means are drawn from N(0, 1), and variances from 0.25 to 0.75.
    static func mixture(
        components: Int, dimension: Int, _ generator: inout SeededGenerator
    ) throws -> GaussianMixture {
        let count = components * dimension
        func matrix(_ value: () -> Double) -> Matrix<Double> {
            Matrix(
                rows: components, columns: dimension, elements: (0..<count).map { _ in value() })
        }
        return try GaussianMixture(
            weights: [Double](repeating: 1 / Double(components), count: components),
            means: matrix { generator.normal() },
            variances: matrix { 0.25 + 0.5 * generator.uniform() })
    }

    /// By how many deviations a voice's means lie beside the background's: K×D, in all streams.
    private func shifts(of number: Int) -> ArraySlice<Double> {
        let row = rows[number % rows.count]
        let start = number / rows.count * 7919 % row.count
        return row[start...] + row[..<start]
    }

    func statistics(of number: Int) throws -> VoiceStatistics {
        let shifts = Array(shifts(of: number))
        return VoiceStatistics(
            streams: try mixtures.map { mixture in
                let zeroth = mixture.weights.map { Self.frames * $0 }
                var first = mixture.variances
                for index in first.elements.indices {
                    first.elements[index] =
                        zeroth[index / mixture.dimension] * shifts[index]
                        * first.elements[index].squareRoot()
                }
                return try SufficientStatistics(
                    zeroth: zeroth, first: first, second: mixture.variances,
                    logLikelihood: 0, frameCount: Int(Self.frames))
            })
    }

    /// Frames of a voice, T×D in every stream.
    func clip(
        of number: Int, frames: Int, _ generator: inout SeededGenerator
    ) -> [Matrix<Float>] {
        let shifts = Array(shifts(of: number))
        return mixtures.map { mixture in
            let width = mixture.dimension
            var elements: [Float] = []
            for _ in 0..<frames {
                var (left, k) = (generator.uniform(), 0)
                while k + 1 < mixture.componentCount, left >= mixture.weights[k] {
                    left -= mixture.weights[k]
                    k += 1
                }
                for d in 0..<width {
                    let deviations = shifts[k * width + d] + generator.normal()
                    elements.append(
                        Float(
                            mixture.means[k, d]
                                + deviations * mixture.variances[k, d].squareRoot()))
                }
            }
            return Matrix(rows: frames, columns: width, elements: elements)
        }
    }
}
