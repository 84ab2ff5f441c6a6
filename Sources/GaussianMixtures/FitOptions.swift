/// How a mixture is fitted.
public struct FitOptions: Codable, Sendable, Hashable {
    /// Where EM begins.
    public enum Start: String, Codable, Sendable, CaseIterable {
        /// k-means++ and a few rounds of k-means on a sample of the frames.
        case kMeansPlusPlus = "k-means++"
        /// One Gaussian, doubled again and again with a few iterations between.
        case binarySplitting = "binary-splitting"
    }

    /// Number of components K.
    public var componentCount: Int
    /// Where EM begins.
    public var start = Start.kMeansPlusPlus
    /// EM iterations with all components, at most.
    public var maximumIterations = 30
    /// EM ends when the mean log-likelihood grows by less than this share of its size.
    public var relativeGain = 1e-5
    /// Iterations between two doublings of ``Start/binarySplitting``.
    public var iterationsPerSplit = 4
    /// Lowest variance, as a share of the data's variance in the same dimension.
    public var varianceFloor = 0.01
    /// Lowest weight of a component.
    public var weightFloor = 1e-6
    /// A component that explains fewer frames is dead and seeded anew.
    public var minimumOccupancy = 5.0
    /// See ``Expectation/init(_:pruning:)``.
    public var pruning = 1e-7
    /// Seed of everything random.
    public var seed: UInt64 = 1

    /// Options for K components, the rest as documented at each.
    public init(componentCount: Int) {
        self.componentCount = componentCount
    }

    /// Iterations of the whole fit, at most: those between doublings and those at the end.
    public var plannedIterations: Int {
        guard start == .binarySplitting else { return maximumIterations }
        var (count, doublings) = (1, 0)
        while count < componentCount { (count, doublings) = (2 * count, doublings + 1) }
        return maximumIterations + doublings * iterationsPerSplit
    }

    func validate() throws(MixtureError) {
        func require(_ holds: Bool, _ what: String) throws(MixtureError) {
            guard holds else { throw .invalidOptions(what) }
        }
        try require(componentCount >= 1, "components must be at least 1, got \(componentCount)")
        try require(
            componentCount <= 1 << 16, "components must be at most 65536, got \(componentCount)")
        try require(
            maximumIterations >= 1, "iterations must be at least 1, got \(maximumIterations)")
        try require(
            iterationsPerSplit >= 1,
            "iterations per split must be at least 1, got \(iterationsPerSplit)")
        try require(relativeGain >= 0, "the relative gain must not be negative")
        try require(
            varianceFloor > 0 && varianceFloor < 1, "the variance floor lies between 0 and 1")
        try require(
            weightFloor >= 0 && weightFloor * Double(componentCount) < 0.5,
            "the weight floor must leave room for \(componentCount) components")
        try require(minimumOccupancy > 0, "the minimum occupancy must be positive")
        try require(pruning >= 0 && pruning < 1, "pruning lies between 0 and 1")
    }
}
