import GaussianMixtures
import NumericCore
import SpeakerIdentification

/// Voices under a background model, any number of them, each as though half a minute of a speaker
/// had been heard whose means lie a quarter of the background's deviations beside it.
///
/// A few rows of drawn numbers serve for all: a voice begins in one of them at a place of its own.
struct MadeUpVoices {
    private static let distance = 0.25
    private static let frames = 3000.0
    private let background: BackgroundModel
    private let rows: [[Double]]

    init(_ background: BackgroundModel, _ generator: inout SeededGenerator) {
        self.background = background
        let count = background.componentCount * background.dimension
        rows = (0..<31).map { _ in (0..<count).map { _ in Self.distance * generator.normal() } }
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
            streams: try background.mixtures.map { mixture in
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
        return background.mixtures.map { mixture in
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
