/// How a mixture is fitted.
///
/// The defaults suit general data; ``frames(componentCount:)`` suits background models of speech.
public struct FitOptions: Codable, Sendable, Hashable {
    /// Where EM begins.
    public enum Start: String, Codable, Sendable, CaseIterable {
        /// k-means++ and a few rounds of k-means on a sample of the frames.
        case kMeansPlusPlus = "k-means++"
        /// One Gaussian, doubled again and again with a few iterations between.
        case binarySplitting = "binary-splitting"
        /// k-means++ and k-means until it converges. Of several starts every third begins as
        /// ``randomPoints``, since some tops cannot be reached from k-means.
        case kMeans = "k-means"
        /// Every frame belongs a little to every component, how much is drawn.
        case randomResponsibilities = "random-responsibilities"
        /// Means at frames that are drawn, the data's own variances.
        case randomPoints = "random-points"
    }

    /// When EM ends.
    public enum Convergence: Codable, Sendable, Hashable {
        /// The mean log-likelihood grows by less than so many nats.
        case gain(Double)
        /// The mean log-likelihood grows by less than this share of its size.
        case relativeGain(Double)
        /// No weight moves by more than this, no mean by more than this share of its column's
        /// standard deviation, no covariance by more than this share of its two columns' deviations'
        /// product.
        case parameterChange(Double)

        var tolerance: Double {
            switch self {
            case .gain(let value), .relativeGain(let value), .parameterChange(let value): value
            }
        }
    }

    /// Number of components K.
    public var componentCount: Int
    /// How free the covariances are.
    public var covarianceType = CovarianceType.full
    /// Where EM begins.
    public var start = Start.kMeans
    /// So many starts from different seeds; the one that ends highest is kept. One that rises too
    /// slowly to come up to the first is given up. Where they could
    /// not differ, ``plannedStarts`` is 1.
    public var startCount = 1
    /// EM iterations with all components, at most.
    public var maximumIterations = 500
    /// When EM ends before.
    public var convergence = Convergence.gain(1e-6)
    /// Iterations between two doublings of ``Start/binarySplitting``.
    public var iterationsPerSplit = 4
    /// Lowest variance, as a share of the data's variance in the same dimension.
    public var varianceFloor = 1e-6
    /// Lowest variance, in the square of the data's unit.
    public var absoluteVarianceFloor = 0.0
    /// Added to every variance in every iteration; scikit-learn's `reg_covar`.
    public var covarianceRegularization = 0.0
    /// Lowest weight of a component.
    public var weightFloor = 0.0
    /// A component that explains fewer frames is dead and seeded anew. Where frames have weights,
    /// their mean is a frame.
    public var minimumOccupancy = 0.1
    /// See ``Expectation/init(_:pruning:missingCells:)``.
    public var pruning = 0.0
    /// What a NaN among the data is.
    public var missingCells = MissingCells.refused
    /// Seed of everything random.
    public var seed: UInt64 = 1

    /// Options for K components, the rest as documented at each.
    public init(componentCount: Int, covarianceType: CovarianceType = .full) {
        self.componentCount = componentCount
        self.covarianceType = covarianceType
    }

    /// Options for hundreds of diagonal components on very many frames: high floors, components
    /// of a few frames given up, far components left out of the sums.
    public static func frames(componentCount: Int) -> FitOptions {
        var options = FitOptions(componentCount: componentCount, covarianceType: .diagonal)
        options.start = .kMeansPlusPlus
        options.maximumIterations = 12
        options.convergence = .relativeGain(1e-5)
        options.varianceFloor = 0.01
        options.weightFloor = 1e-6
        options.minimumOccupancy = 5
        options.pruning = 1e-5
        return options
    }

    /// Starts that differ: of binary splitting and of a single component there is but one.
    public var plannedStarts: Int {
        start == .binarySplitting || componentCount == 1 ? 1 : startCount
    }

    /// Iterations of one start, at most: those between doublings and those at the end.
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
        try require(startCount >= 1, "starts must be at least 1, got \(startCount)")
        try require(
            maximumIterations >= 1, "iterations must be at least 1, got \(maximumIterations)")
        try require(
            iterationsPerSplit >= 1,
            "iterations per split must be at least 1, got \(iterationsPerSplit)")
        try require(
            convergence.tolerance >= 0, "the tolerance of convergence must not be negative")
        // A row far away may make a column's variance 10¹² times that of all the others; but
        // below 10⁻²⁴ of it, rounding decides.
        try require(
            varianceFloor >= 1e-24 && varianceFloor < 1,
            "the variance floor lies between 1e-24 and 1, got \(varianceFloor)")
        try require(
            absoluteVarianceFloor >= 0 && absoluteVarianceFloor.isFinite
                && covarianceRegularization >= 0 && covarianceRegularization.isFinite,
            "variance floors and the regularization must not be negative")
        try require(
            weightFloor >= 0 && weightFloor * Double(componentCount) < 0.5,
            "the weight floor must leave room for \(componentCount) components")
        try require(minimumOccupancy > 0, "the minimum occupancy must be positive")
        try require(pruning >= 0 && pruning < 1, "pruning lies between 0 and 1")
    }
}
