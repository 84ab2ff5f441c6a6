import GaussianMixtures
import NumericCore
import SpeakerIdentification

/// A background and voices drawn by a seeded generator, about as far apart as speakers are.
enum DrawnVoices {
    /// Means from N(0, 1), variances from 0.25 to 0.75.
    static func background(components: Int, dimension: Int) throws -> GaussianMixture {
        var generator = SeededGenerator(seed: 1)
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

    /// What a minute of a speaker leaves behind whose means lie 0.2 beside the background's.
    static func statistics(of number: Int, _ mixture: GaussianMixture) throws -> VoiceStatistics {
        let perComponent = 6000 / Double(mixture.componentCount)
        let shifts = shifts(of: number, mixture)
        var first = mixture.means
        for index in first.elements.indices {
            first.elements[index] = perComponent * shifts[index]
        }
        var second = mixture.variances
        for index in second.elements.indices { second.elements[index] *= perComponent }
        return VoiceStatistics(streams: [
            try SufficientStatistics(
                zeroth: [Double](repeating: perComponent, count: mixture.componentCount),
                first: first, second: second, logLikelihood: 0, frameCount: 6000)
        ])
    }

    /// Frames of a speaker.
    static func clip(of number: Int, _ mixture: GaussianMixture, frames: Int) -> Matrix<Float> {
        let (shifts, width) = (shifts(of: number, mixture), mixture.dimension)
        var generator = SeededGenerator(seed: UInt64(number), stream: 3)
        var elements: [Float] = []
        for _ in 0..<frames {
            let k = generator.index(below: mixture.componentCount)
            for d in 0..<width {
                let deviation = mixture.variances[k, d].squareRoot() * generator.normal()
                elements.append(Float(mixture.means[k, d] + shifts[k * width + d] + deviation))
            }
        }
        return Matrix(rows: frames, columns: width, elements: elements)
    }

    private static func shifts(of number: Int, _ mixture: GaussianMixture) -> [Double] {
        var generator = SeededGenerator(seed: UInt64(number), stream: 2)
        return mixture.means.elements.map { _ in 0.2 * generator.normal() }
    }
}
