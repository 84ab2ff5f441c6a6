public import NumericCore

/// How well mixtures foretell rows that they were not fitted to.
public struct CrossValidation: Sendable, Codable, Hashable {
    /// Mean log-density of the held-out rows of each fold, in nats.
    public let foldMeans: [Double]
    /// Mean log-density over all rows, each held out once, in nats: the higher, the better.
    public let mean: Double
    /// Standard error of the mean, from the folds' spread.
    public let standardError: Double

    /// Fits one mixture per fold to the other folds' rows and scores that fold's. A fold is left
    /// out when none of the other rows has a cell in some column, or none of its own counts.
    ///
    /// - Parameters:
    ///   - options: how the mixtures are fitted; their seed also deals the rows to folds.
    ///   - rows: N×D.
    ///   - weights: what each row counts; nil for 1 each.
    ///   - foldCount: number of folds, from 2 to N.
    /// - Throws: ``MixtureError`` for options or rows that cannot be used, and when every fold is
    ///   left out.
    public init(
        _ options: FitOptions, of rows: some FrameSource, weights: [Double]? = nil,
        foldCount: Int = 5
    ) throws {
        try Self.check(foldCount: foldCount, rowCount: rows.count)
        try MixtureError.check(weights: weights, frameCount: rows.count)
        // Rows are dealt round after shuffling, so that no order in the data makes a fold.
        var order = Array(0..<rows.count)
        var generator = SeededGenerator(seed: options.seed, stream: 1 << 32)
        for i in order.indices { order.swapAt(i, i + generator.index(below: order.count - i)) }
        var fold = [Int](repeating: 0, count: rows.count)
        for (place, index) in order.enumerated() { fold[index] = place % foldCount }
        let folds = fold
        let outcomes = try orderedMap(count: foldCount) { held in
            try Self.outcome(
                options, rows, weights,
                kept: folds.indices.filter { folds[$0] != held },
                held: folds.indices.filter { folds[$0] == held })
        }
        let used = outcomes.compactMap { try? $0.get() }.filter { $0.weight > 0 }
        guard !used.isEmpty else {
            throw outcomes.lazy.compactMap(\.failure).first
                ?? MixtureError.tooFewFrames(got: 0, components: 1)
        }
        foldMeans = used.map { $0.sum / $0.weight }
        let weight = used.reduce(0) { $0 + $1.weight }
        let mean = used.reduce(0) { $0 + $1.sum } / weight
        self.mean = mean
        let spread = foldMeans.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let degrees = Double(max(1, used.count - 1) * max(1, used.count))
        standardError = (spread / degrees).squareRoot()
    }

    /// Refuses folds that rows cannot be dealt to.
    static func check(foldCount: Int, rowCount: Int) throws(MixtureError) {
        guard foldCount >= 2, foldCount <= rowCount else {
            throw .invalidOptions(
                "folds are 2 to the number of rows, \(rowCount), got \(foldCount)")
        }
    }

    /// Sums of one fold's log-densities and weights; a failure when the kept rows lack a column.
    private static func outcome(
        _ options: FitOptions, _ rows: some FrameSource, _ weights: [Double]?, kept: [Int],
        held: [Int]
    ) throws -> Result<(sum: Double, weight: Double), MixtureError> {
        let state: FitState
        do {
            state = try MixtureFit(options).run(
                FrameSubset(rows, indices: kept),
                weights: weights.map { all in kept.map { all[$0] } })
        } catch MixtureError.emptyColumn(let column) {
            return .failure(.emptyColumn(column))
        }
        let densities = try MixtureAnswers(state.mixture)
            .observedLogDensities(of: FrameSubset(rows, indices: held))
        var (sum, weight) = (0.0, 0.0)
        for (n, density) in zip(held, densities) {
            let share = weights?[n] ?? 1
            guard let density, share > 0 else { continue }
            sum += share * density
            weight += share
        }
        return .success((sum, weight))
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
