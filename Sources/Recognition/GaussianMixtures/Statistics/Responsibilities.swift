internal import NumericCore

/// Γ, the responsibilities of a block's frames: N×K, row-major. Its storage first holds their
/// log-densities, log wₖ N(x; μₖ, Σₖ), and is reused from block to block.
struct Responsibilities {
    /// K.
    let componentCount: Int
    /// N×K values, then storage that is not used.
    var values: [Double] = []

    /// None yet.
    init(componentCount: Int) {
        self.componentCount = componentCount
    }

    /// Those of a sample, times the frames' weights.
    init(_ matrix: Matrix<Double>, weights: [Double]) {
        componentCount = matrix.columns
        values = matrix.elements
        for n in 0..<matrix.rows {
            for index in matrix.rowRange(n) { values[index] *= weights[n] }
        }
    }

    /// Makes room for so many frames.
    mutating func reserve(_ frameCount: Int) {
        guard values.count < frameCount * componentCount else { return }
        values = [Double](repeating: 0, count: frameCount * componentCount)
    }

    /// Turns log-densities into responsibilities times the frames' weights, and counts the frames
    /// and their likelihoods. Frames of weight 0 have none.
    ///
    /// - Parameters:
    ///   - frameCount: N.
    ///   - weights: what each frame counts; nil for 1 each.
    ///   - cutoff: as for ``softmax(_:cutoff:weight:)``.
    ///   - sums: to which the likelihoods are added.
    /// - Returns: the first frame that counts and has no finite likelihood; nil for none.
    mutating func normalize(
        _ frameCount: Int, weights: [Double]?, cutoff: Double, into sums: inout SufficientStatistics
    ) -> Int? {
        values.withUnsafeMutableBufferPointer { values in
            for n in 0..<frameCount {
                let row = UnsafeMutableBufferPointer(
                    rebasing: values[n * componentCount..<(n + 1) * componentCount])
                let weight = weights?[n] ?? 1
                sums.frameCount += 1
                guard weight > 0 else {
                    row.update(repeating: 0)
                    continue
                }
                let logLikelihood = softmax(row, cutoff: cutoff, weight: weight)
                guard logLikelihood.isFinite else { return n }
                sums.logLikelihood += weight * logLikelihood
                sums.totalWeight += weight
            }
            return nil
        }
    }
}
