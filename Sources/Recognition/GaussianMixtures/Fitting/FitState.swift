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
        /// Components that had collapsed and are held by the variance floor.
        public let flooredCount: Int
    }

    /// The mixture so far.
    public internal(set) var mixture: GaussianMixture
    /// Every iteration so far.
    public internal(set) var history: [Iteration] = []
    /// Whether the fit has settled, as its options define it; false after the last iteration
    /// means that more of them would still change the mixture.
    public internal(set) var hasConverged = false
    /// Whether there is nothing left to do: converged, or at the last iteration.
    public internal(set) var isFinished = false

    /// Of several starts, how many have ended; this is the best of them. 0 within a single start.
    public internal(set) var endedStarts = 0

    /// Of several starts, where the first ended, in nats; later ones that cannot come up to it are
    /// given up.
    var firstBound = -Double.infinity

    /// A fit that has yet to begin, from given parameters.
    public init(mixture: GaussianMixture) {
        self.mixture = mixture
    }

    /// The iterations since the mixture has so many components, the last one first.
    func stage(of componentCount: Int) -> [Iteration] {
        Array(history.reversed().prefix { $0.componentCount == componentCount })
    }

    /// Log-likelihood per frame that the last iteration saw, in nats; −∞ before the first.
    public var lowerBound: Double { history.last?.meanLogLikelihood ?? -.infinity }
}
