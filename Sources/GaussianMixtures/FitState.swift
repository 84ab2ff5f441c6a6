/// A fit after some iterations; enough to go on from.
public struct FitState: Sendable, Equatable {
    /// What one iteration saw.
    public struct Iteration: Codable, Sendable, Equatable {
        /// Number of components of the mixture it began with.
        public let componentCount: Int
        /// Log-likelihood per frame of that mixture, in nats.
        public let meanLogLikelihood: Double
        /// Components that had died and were seeded anew.
        public let reseededCount: Int
    }

    /// The mixture so far.
    public internal(set) var mixture: GaussianMixture
    /// Every iteration so far.
    public internal(set) var history: [Iteration] = []
    /// Whether the log-likelihood has stopped growing.
    public internal(set) var hasConverged = false
    /// Whether there is nothing left to do: converged, or at the last iteration.
    public internal(set) var isFinished = false

    init(mixture: GaussianMixture) {
        self.mixture = mixture
    }
}
