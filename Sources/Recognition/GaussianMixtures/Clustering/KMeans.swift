public import NumericCore

/// k-means: K centres with the least sum of squared distances to the rows nearest to them, by
/// Lloyd's iterations ("Least squares quantization in PCM", 1982) from k-means++ seeds (Arthur
/// and Vassilvitskii, 2007).
///
/// ```swift
/// let clustering = try KMeans(clusterCount: 3).fit(data)
/// clustering.labels
/// ```
public struct KMeans: Sendable, Hashable {
    /// Number of clusters K.
    public var clusterCount: Int
    /// So many starts from different seeds; the one with the least inertia is kept.
    public var startCount = 10
    /// Iterations of a start at most.
    public var maximumIterations = 300
    /// A start ends when the squares of the centres' moves sum to at most this share of the
    /// mean variance of the columns, or when no row changes its cluster.
    public var tolerance = 1e-4
    /// Candidates for each further seed, of which the best is taken; nil for 2 + ⌊ln K⌋.
    public var seedingTrials: Int?
    /// Seed of everything random.
    public var seed: UInt64 = 1

    /// k-means with K clusters, the rest as documented at each.
    public init(clusterCount: Int) {
        self.clusterCount = clusterCount
    }

    /// The best clustering of all starts; the same bits for any number of threads.
    ///
    /// - Parameters:
    ///   - rows: N×D, finite, at least as many as clusters.
    ///   - weights: what each row counts; nil for 1 each.
    /// - Returns: the clustering with the least inertia.
    /// - Throws: ``MixtureError`` for rows or options that cannot be used;
    ///   `TemporaryFile.Failure` when rows cannot be read.
    public func fit(
        _ rows: some FrameSource, weights: [Double]? = nil
    ) throws -> Clustering {
        guard clusterCount >= 1, startCount >= 1, maximumIterations >= 1, tolerance >= 0 else {
            throw MixtureError.invalidOptions(
                "clusters, starts and iterations must be at least 1, the tolerance at least 0")
        }
        guard rows.count >= clusterCount else {
            throw MixtureError.tooFewFrames(got: rows.count, components: clusterCount)
        }
        let moments = try ColumnMoments(of: rows, weights: weights)
        let meanVariance = moments.variances.reduce(0, +) / Double(rows.dimension)
        let weights = weights ?? [Double](repeating: 1, count: rows.count)
        var best: Clustering?
        try orderedMap(count: startCount) { start in
            try run(
                rows, weights, stream: UInt64(start), leastMove: tolerance * meanVariance)
        } consume: { _, clustering in
            if let clustering, clustering.inertia < best?.inertia ?? .infinity { best = clustering }
        }
        // Only squares that are not finite leave none.
        guard let best else {
            let widest = moments.variances.indices
                .max { moments.variances[$0] < moments.variances[$1] }
            throw MixtureError.valuesTooLarge(column: widest ?? 0)
        }
        return best
    }

    /// One start; nil when distances are not finite.
    private func run(
        _ rows: some FrameSource, _ weights: [Double], stream: UInt64, leastMove: Double
    ) throws -> Clustering? {
        var generator = SeededGenerator(seed: seed, stream: stream)
        let seeding = KMeansSeeding(
            rows: rows, weights: weights, trials: trials)
        guard var centres = try seeding.centres(clusterCount, &generator) else { return nil }
        var history: [Double] = []
        var labels: [Int] = []
        var hasConverged = false
        while true {
            let assignment = try KMeansAssignment(
                of: rows, weights, to: centres)
            hasConverged = hasConverged || assignment.labels == labels
            labels = assignment.labels
            if hasConverged || history.count == maximumIterations {
                return Clustering(
                    centres: centres, labels: labels, inertia: assignment.inertia,
                    history: history, hasConverged: hasConverged)
            }
            history.append(assignment.inertia)
            let moved = try assignment.means(rows)
            var move = 0.0
            for (new, old) in zip(moved.elements, centres.elements) {
                move += (new - old) * (new - old)
            }
            centres = moved
            hasConverged = move <= leastMove
        }
    }
}
