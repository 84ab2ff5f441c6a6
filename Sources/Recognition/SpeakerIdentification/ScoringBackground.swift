public import GaussianMixtures
public import NumericCore

/// The mixtures of a background model made ready to adapt speakers from them and to score clips
/// against them.
public struct ScoringBackground: Sendable {
    /// How speakers are adapted.
    public let adaptation: MaximumAPosteriori
    let streams: [StreamBackground]
    /// What each stream's score counts for.
    let weights: [Double]
    /// What speakers' models consist of.
    public var layout: ModelLayout { ModelLayout(self) }

    /// Whether speakers' variances differ from the background's.
    var adaptsVariances: Bool { adaptation.parameters.contains(.variances) }

    /// The tables of a background model.
    public init(_ model: BackgroundModel) {
        self.init(
            model.mixtures, weights: model.scoring.streamWeights,
            adaptation: model.scoring.adaptation)
    }

    /// The tables of one mixture per stream, whose score counts for as much as its weight says.
    public init(
        _ mixtures: [GaussianMixture], weights: [Double], adaptation: MaximumAPosteriori
    ) {
        precondition(mixtures.count == weights.count, "a weight per mixture")
        self.adaptation = adaptation
        self.weights = weights
        // A stream's tables take some milliseconds, which one who asks a single question notices.
        let made = try? orderedMap(count: mixtures.count) {
            StreamBackground(mixtures[$0])
        }
        streams = made ?? mixtures.map(StreamBackground.init)
    }

    /// The statistics of a clip's frames.
    ///
    /// - Parameter frames: T×D of every stream.
    /// - Returns: their sums under each stream's mixture.
    /// - Throws: ``IdentificationError/wrongStreamCount(expected:got:)``,
    ///   ``GaussianMixtures/MixtureError`` for frames that do not fit, and what reading them throws.
    public func statistics(
        of frames: [some FrameSource<Float>]
    ) throws -> VoiceStatistics {
        guard frames.count == streams.count else {
            throw IdentificationError.wrongStreamCount(expected: streams.count, got: frames.count)
        }
        return VoiceStatistics(
            streams: try orderedMap(count: streams.count) {
                try streams[$0].expectation.value().statistics(of: frames[$0])
            })
    }
}

/// One stream's mixture, ready for scoring.
struct StreamBackground: Sendable {
    let mixture: GaussianMixture
    /// What statistics are made by; who only scores frames does without.
    let expectation: Lazy<Expectation, Never>
    let densities: ComponentLogDensities
    /// σ: K×D, row-major.
    let deviations: [Float]

    /// Responsibilities below this are left out of statistics.
    private static let pruning = 1e-7

    init(_ mixture: GaussianMixture) {
        self.mixture = mixture
        expectation = Lazy { Expectation(mixture, pruning: Self.pruning) }
        densities = ComponentLogDensities(mixture)
        deviations = mixture.variances.elements.map { Float($0.squareRoot()) }
    }
}
