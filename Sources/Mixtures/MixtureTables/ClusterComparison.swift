public import GaussianMixtures

/// K-means and a mixture side by side on the same rows.
public struct ClusterComparison: Sendable {
    /// What k-means found, in the units that the mixture sees and with numbers of its own.
    public let clustering: Clustering
    /// Cluster of each row, numbered as the component that it shares most rows with.
    public let clusterLabels: [Int]
    /// The mixture.
    public let model: TableMixture
    /// Component of each row.
    public let componentLabels: [Int]
    /// How far both partitions agree.
    public let agreement: Double
    /// How far each agrees with the true classes; nil when the data hold none.
    public let truth: (clusters: Double, components: Double)?

    /// Rows on which they disagree, from 0.
    public var disagreements: [Int] {
        componentLabels.indices.filter { clusterLabels[$0] != componentLabels[$0] }
    }

    /// Rows of each cluster.
    public var clusterSizes: [Int] { Self.sizes(clusterLabels, model.mixture.componentCount) }
    /// Rows of each component.
    public var componentSizes: [Int] { Self.sizes(componentLabels, model.mixture.componentCount) }

    /// Clusters and fits the same rows. A cluster gets the number of the component that it shares
    /// most rows with; the largest share chooses first.
    ///
    /// - Parameters:
    ///   - data: rows without missing cells.
    ///   - fit: how the mixture is fitted; k-means has its number of components and its seed.
    ///   - onIteration: as for `MixtureFit`.
    /// - Throws: `MixtureError`, `TableError`, ``WorkbenchError``, and what `onIteration` throws.
    public init(
        _ data: StoredData, _ fit: TableMixtureFit,
        onIteration: (FitState) throws -> Void = { _ in }
    ) throws {
        let model = try fit.run(data, onIteration: onIteration).model
        let rows = try model.transform.forward(storing: data.rows)
        var kMeans = KMeans(clusterCount: model.mixture.componentCount)
        kMeans.seed = fit.options.seed
        let clustering = try data.naming {
            try kMeans.fit(rows, weights: data.weights)
        }
        let components = try MixtureAnswers(model.mixture).labels(of: rows)
        let numbers = Self.numbers(
            of: clustering.labels, in: components, model.mixture.componentCount)
        let clusters = clustering.labels.map { numbers[$0] }
        self.clustering = clustering
        self.model = model
        clusterLabels = clusters
        componentLabels = components
        agreement = adjustedRandIndex(clusters, components)
        truth = data.labels.map {
            (adjustedRandIndex(clusters, $0), adjustedRandIndex(components, $0))
        }
    }

    private static func numbers(of clusters: [Int], in components: [Int], _ count: Int) -> [Int] {
        var shared = [Int](repeating: 0, count: count * count)
        for (cluster, component) in zip(clusters, components) {
            shared[cluster * count + component] += 1
        }
        var numbers = [Int?](repeating: nil, count: count)
        var taken = Set<Int>()
        for pair in shared.indices.sorted(by: { (shared[$1], $0) < (shared[$0], $1) }) {
            let (cluster, component) = pair.quotientAndRemainder(dividingBy: count)
            if numbers[cluster] == nil, taken.insert(component).inserted {
                numbers[cluster] = component
            }
        }
        return numbers.map { $0 ?? 0 }
    }

    private static func sizes(_ labels: [Int], _ count: Int) -> [Int] {
        labels.reduce(into: [Int](repeating: 0, count: count)) { $0[$1] += 1 }
    }
}
