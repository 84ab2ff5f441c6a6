public import NumericCore

extension MixtureAnswers {
    /// The rows with every missing cell replaced by its expectation given the observed ones,
    /// E[x_m | x_o] = Σₖ γₖ(x_o) (μₖ_m + Bₖ (x_o − μₖ_o)): N×D.
    ///
    /// - Parameter rows: N×D, NaN where a value is missing.
    /// - Returns: the filled rows.
    /// - Throws: ``MixtureError`` for rows of another length or infinite values;
    ///   `TemporaryFile.Failure` when rows cannot be read.
    public func fill(_ rows: some FrameSource) throws -> Matrix<Double> {
        guard rows.dimension == mixture.dimension else {
            throw MixtureError.dimensionMismatch(
                expected: mixture.dimension, got: rows.dimension)
        }
        let shards = Sharding.shards(of: rows.count)
        let parts = try orderedMap(count: shards.count) { shard in
            var part = try rows.frames(in: shards[shard]).inDouble
            if let bad = part.elements.firstIndex(where: \.isInfinite) {
                throw MixtureError.nonFiniteData(
                    frame: shards[shard].lowerBound + bad / part.columns)
            }
            for group in part.rowsByMissingCells() where group.observed.count < part.columns {
                try fill(group.rows, of: &part, from: group.observed)
            }
            return part.elements
        }
        return Matrix(
            rows: rows.count, columns: rows.dimension, elements: parts.flatMap { $0 })
    }

    /// Fills rows that lack the same cells.
    private func fill(
        _ rows: [Int], of matrix: inout Matrix<Double>, from observed: [Int]
    ) throws {
        guard !observed.isEmpty else {
            for n in rows {
                matrix.elements.replaceSubrange(matrix.rowRange(n), with: mixture.mean)
            }
            return
        }
        let columns = try ObservedColumns(observed, of: mixture)
        let (marginal, missing, regressions) = (
            columns.marginal, columns.missing, columns.regressions
        )
        let known = matrix.selecting(rows: rows, columns: observed)
        let responsibilities = try MixtureAnswers(marginal).responsibilities(of: known)
        for (place, n) in rows.enumerated() {
            for d in missing { matrix[n, d] = 0 }
            for k in 0..<mixture.componentCount {
                let share = responsibilities[place, k]
                let shift =
                    regressions.isEmpty
                    ? [Double](repeating: 0, count: missing.count)
                    : regressions[regressions.count == 1 ? 0 : k].expected(
                        observed.indices.map { known[place, $0] - marginal.means[k, $0] })
                for (d, value) in zip(missing, shift) {
                    matrix[n, d] += share * (mixture.means[k, d] + value)
                }
            }
        }
    }
}
