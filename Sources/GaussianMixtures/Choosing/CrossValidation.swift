public import NumericCore

/// How well mixtures foretell rows that they were not fitted to.
public struct CrossValidation: Sendable, Codable, Hashable {
    /// Mean log-density of the held-out rows of each fold, in nats.
    public let foldMeans: [Double]
    /// Mean log-density over all rows, each held out once, in nats: the higher, the better.
    public let mean: Double
    /// Standard error of the mean, from the folds' spread.
    public let standardError: Double

    /// Fits one mixture per fold to the other folds' rows and scores that fold's.
    ///
    /// - Parameters:
    ///   - options: how the mixtures are fitted; their seed also deals the rows to folds.
    ///   - rows: N×D.
    ///   - weights: what each row counts; nil for 1 each.
    ///   - foldCount: number of folds, from 2 to N.
    ///   - threads: how many work at once; without influence on the result.
    /// - Throws: ``MixtureError`` for options or rows that cannot be used.
    public init(
        _ options: FitOptions, of rows: some FrameSource, weights: [Double]? = nil,
        foldCount: Int = 5, threads: Int = 1
    ) throws {
        guard foldCount >= 2, foldCount <= rows.count else {
            throw MixtureError.invalidOptions(
                "folds are 2 to the number of rows, \(rows.count), got \(foldCount)")
        }
        try MixtureError.check(weights: weights, frameCount: rows.count)
        // Rows are dealt round after shuffling, so that no order in the data makes a fold.
        var order = Array(0..<rows.count)
        var generator = SeededGenerator(seed: options.seed, stream: 1 << 32)
        for i in order.indices { order.swapAt(i, i + generator.index(below: order.count - i)) }
        var fold = [Int](repeating: 0, count: rows.count)
        for (place, index) in order.enumerated() { fold[index] = place % foldCount }
        let folds = fold
        let sums = try concurrentMap(count: foldCount, threads: threads) { held in
            let (kept, test) = (
                folds.indices.filter { folds[$0] != held },
                folds.indices.filter { folds[$0] == held }
            )
            let state = try MixtureFit(options).run(
                FrameSubset(rows, indices: kept),
                weights: weights.map { all in kept.map { all[$0] } })
            let densities = try MixtureAnswers(state.mixture)
                .logDensities(of: FrameSubset(rows, indices: test))
            return zip(test, densities).reduce((sum: 0.0, weight: 0.0)) { total, row in
                let weight = weights?[row.0] ?? 1
                return (total.sum + weight * row.1, total.weight + weight)
            }
        }
        let used = sums.filter { $0.weight > 0 }
        foldMeans = used.map { $0.sum / $0.weight }
        let weight = used.reduce(0) { $0 + $1.weight }
        let mean = used.reduce(0) { $0 + $1.sum } / weight
        self.mean = mean
        let spread = foldMeans.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let degrees = Double(max(1, used.count - 1) * max(1, used.count))
        standardError = (spread / degrees).squareRoot()
    }
}
