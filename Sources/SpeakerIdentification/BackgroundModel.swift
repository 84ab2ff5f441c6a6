public import GaussianMixtures
internal import NumericCore
public import SpeechFeatures

/// What everybody sounds like: a mixture of many voices, with the front end that made its frames.
///
/// It carries everything that must never be mixed up: the front-end configuration, the mean of
/// the frames before normalisation, and how scores against it are made and judged.
public struct BackgroundModel: Sendable {
    /// The universal background model: K components of the front end's dimension.
    public let mixture: GaussianMixture
    /// How audio becomes frames.
    public let configuration: FrontEndConfiguration
    /// Mean of all training frames before normalisation: D.
    public let featureMean: [Float]
    /// How speakers are adapted and scored, and what scores mean.
    public let scoring: ScoringConfiguration
    /// What people should know of it: name, source and licence of its audio, how it was trained.
    public let description: [String: String]

    /// The program's name for it, such as `speech-16k`.
    public var name: String { description["name"] ?? "unnamed" }

    /// A background model of its parts.
    ///
    /// - Throws: ``IdentificationError/invalidModel(path:reason:)`` when the parts do not fit.
    public init(
        mixture: GaussianMixture, configuration: FrontEndConfiguration, featureMean: [Float],
        scoring: ScoringConfiguration, description: [String: String]
    ) throws(IdentificationError) {
        self.mixture = mixture
        self.configuration = configuration
        self.featureMean = featureMean
        self.scoring = scoring
        self.description = description
        guard featureMean.count == mixture.dimension, featureMean.allSatisfy({ $0.isFinite }) else {
            throw .invalidModel(
                path: name,
                reason: "its feature mean does not fit its \(mixture.dimension) dimensions")
        }
        guard mixture.covarianceType == .diagonal else {
            throw .invalidModel(
                path: name,
                reason: "its covariances are \(mixture.covarianceType.rawValue), not diagonal")
        }
        guard scoring.isUsable else {
            throw .invalidModel(
                path: name,
                reason: "its relevance factor, top components and slope must be positive, "
                    + "its offset and threshold finite")
        }
        // The front end refuses a mean, and so a mixture, of another dimension than its own.
        _ = try frontEnd()
    }

    /// The front end that makes frames for this model.
    ///
    /// - Throws: ``IdentificationError/invalidModel(path:reason:)`` when its configuration
    ///   cannot be used.
    public func frontEnd() throws(IdentificationError) -> FrontEnd {
        do {
            return try FrontEnd(configuration, backgroundMean: featureMean)
        } catch {
            throw .invalidModel(path: name, reason: "\(error)")
        }
    }
}
