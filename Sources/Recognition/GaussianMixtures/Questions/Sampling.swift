public import NumericCore

/// Rows drawn from a mixture.
public struct MixtureSample: Sendable, Equatable {
    /// The rows: N×D.
    public let rows: Matrix<Double>
    /// The component that each came from: N.
    public let labels: [Int]
}

extension GaussianMixture {
    /// Rows drawn independently: a component k by weight, then x = μₖ + Lₖ z with z ~ N(0, I).
    ///
    /// - Parameters:
    ///   - count: number of rows N.
    ///   - generator: where the randomness comes from; the same seed, the same rows.
    /// - Returns: the rows and the components that they came from.
    public func sample(_ count: Int, using generator: inout SeededGenerator) -> MixtureSample {
        var (elements, labels): ([Double], [Int]) = ([], [])
        elements.reserveCapacity(count * dimension)
        for _ in 0..<count {
            let k = generator.weightedIndex(weights)
            labels.append(k)
            let z = (0..<dimension).map { _ in generator.normal() }
            for d in 0..<dimension {
                var value = means[k, d]
                if factors.isEmpty {
                    value += variances[k, d].squareRoot() * z[d]
                } else {
                    let lower = factor(of: k).lower
                    for j in 0...d { value += lower[d, j] * z[j] }
                }
                elements.append(value)
            }
        }
        return MixtureSample(
            rows: Matrix(rows: count, columns: dimension, elements: elements), labels: labels)
    }
}
