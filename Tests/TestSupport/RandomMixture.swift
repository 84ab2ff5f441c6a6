package import GaussianMixtures
package import NumericCore

/// Mixtures and frames drawn by a seeded generator.
package enum RandomMixture {
    /// Means from N(0, 4), variances from 0.5 to 1.5, weights of one order of magnitude.
    package static func make(
        components: Int, dimension: Int, seed: UInt64
    ) throws -> GaussianMixture {
        var generator = SeededGenerator(seed: seed)
        let weights = (0..<components).map { _ in 0.2 + generator.uniform() }
        let sum = weights.reduce(0, +)
        let count = components * dimension
        return try GaussianMixture(
            weights: weights.map { $0 / sum },
            means: Matrix(
                rows: components, columns: dimension,
                elements: (0..<count).map { _ in 2 * generator.normal() }),
            variances: Matrix(
                rows: components, columns: dimension,
                elements: (0..<count).map { _ in 0.5 + generator.uniform() }))
    }

    /// Frames of a mixture whose means are moved by a vector of a speaker's own per component,
    /// with standard deviation `shift`.
    package static func frames(
        of mixture: GaussianMixture, count: Int, shift: Double, speaker: UInt64, seed: UInt64
    ) -> Matrix<Float> {
        var voice = SeededGenerator(seed: speaker, stream: 1)
        let offsets = mixture.means.elements.map { _ in shift * voice.normal() }
        var generator = SeededGenerator(seed: seed, stream: 2)
        var elements: [Float] = []
        for _ in 0..<count {
            let k = generator.weightedIndex(mixture.weights)
            for d in 0..<mixture.dimension {
                let mean = mixture.means[k, d] + offsets[k * mixture.dimension + d]
                elements.append(
                    Float(mean + mixture.variances[k, d].squareRoot() * generator.normal()))
            }
        }
        return Matrix(rows: count, columns: mixture.dimension, elements: elements)
    }
}
