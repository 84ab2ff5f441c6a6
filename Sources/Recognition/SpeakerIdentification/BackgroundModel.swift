public import FileStorage
public import GaussianMixtures
internal import NumericCore
public import SpeechFeatures

/// What everybody sounds like: mixtures of many voices, with the front end that made their frames.
///
/// There is a mixture for each stream, that is for each way in which the front end normalises a
/// clip. The model carries everything that must never be mixed up: the front-end configuration,
/// the moments of the frames before normalisation, and how scores against it are made and judged.
public struct BackgroundModel: Sendable {
    /// The universal background model: a mixture for each of the front end's streams, all of K
    /// components and of its dimension D.
    public let mixtures: [GaussianMixture]
    /// How audio becomes frames.
    public let configuration: FrontEndConfiguration
    /// Moments of all training frames before normalisation.
    public let featureMoments: FeatureMoments
    /// How speakers are adapted and scored, and what scores mean.
    public let scoring: ScoringConfiguration
    /// Statistics of some of its voices, as enrolling keeps them: others whom a clip may resemble,
    /// where few or none are enrolled.
    ///
    /// A model that a gallery has made ready reads them only now.
    ///
    /// - Throws: what hinders that.
    public var cohort: [VoiceStatistics] { get throws { try voices() } }
    private let voices: @Sendable () throws -> [VoiceStatistics]
    /// Number of these voices.
    public let cohortCount: Int
    /// The digest that a gallery remembers: over parameters, configuration, cohort and description.
    public let identity: Digest
    /// Whether threshold and calibration were learnt; its training clips may have been too few.
    public let isCalibrated: Bool
    /// What people should know of it: name, source and licence of its audio, how it was trained.
    public let description: [String: String]

    /// The program's name for it, such as `speech-16k`.
    public var name: String { description["name"] ?? "unnamed" }

    /// Number of components K of each mixture.
    public var componentCount: Int { mixtures.first?.componentCount ?? 0 }
    /// Length D of a frame of each stream.
    public var dimension: Int { featureMoments.means.count }

    /// A background model of its parts.
    ///
    /// - Throws: ``IdentificationError/invalidModel(path:reason:)`` when the parts do not fit.
    public init(
        mixtures: [GaussianMixture], configuration: FrontEndConfiguration,
        featureMoments: FeatureMoments, scoring: ScoringConfiguration,
        cohort: [VoiceStatistics] = [], isCalibrated: Bool = true, description: [String: String]
    ) throws(IdentificationError) {
        try self.init(
            mixtures: mixtures, configuration: configuration, featureMoments: featureMoments,
            scoring: scoring, cohort: .known(cohort, identity: nil), isCalibrated: isCalibrated,
            description: description)
    }

    /// The voices of a cohort, or how to get at them.
    enum CohortVoices {
        /// Those of a model of that identity, which is computed where it is nil.
        case known([VoiceStatistics], identity: Digest?)
        /// Those of a model of that identity, which were found to fit it before.
        case postponed(
            count: Int, identity: Digest, @Sendable () throws -> [VoiceStatistics])
    }

    init(
        mixtures: [GaussianMixture], configuration: FrontEndConfiguration,
        featureMoments: FeatureMoments, scoring: ScoringConfiguration, cohort: CohortVoices,
        isCalibrated: Bool, description: [String: String]
    ) throws(IdentificationError) {
        self.mixtures = mixtures
        self.configuration = configuration
        self.featureMoments = featureMoments
        self.scoring = scoring
        self.isCalibrated = isCalibrated
        self.description = description
        let known: [VoiceStatistics]
        switch cohort {
        case .known(let voices, let identity):
            known = voices
            self.voices = { voices }
            cohortCount = voices.count
            self.identity =
                identity
                ?? Self.file(
                    mixtures: mixtures, configuration, featureMoments, scoring, cohort: voices,
                    isCalibrated: isCalibrated, description
                ).checksum
        case .postponed(let count, let identity, let voices):
            known = []
            self.voices = voices
            cohortCount = count
            self.identity = identity
        }
        guard mixtures.count == configuration.normalizations.count,
            scoring.streamWeights.count == mixtures.count
        else {
            throw .invalidModel(
                path: name,
                reason: "it has \(mixtures.count) mixtures and \(scoring.streamWeights.count) "
                    + "weights for \(configuration.normalizations.count) ways of normalising")
        }
        let (count, dimension) = (componentCount, featureMoments.means.count)
        guard
            mixtures.allSatisfy({ $0.componentCount == count && $0.dimension == dimension })
        else {
            throw .invalidModel(
                path: name, reason: "its mixtures and feature moments are of different shapes")
        }
        guard
            known.allSatisfy({ voice in
                voice.streams.count == mixtures.count
                    && voice.streams.allSatisfy {
                        $0.componentCount == count && $0.dimension == dimension
                    }
            })
        else {
            throw .invalidModel(path: name, reason: "its cohort is of another shape")
        }
        if let type = mixtures.map(\.covarianceType).first(where: { $0 != .diagonal }) {
            throw .invalidModel(
                path: name, reason: "its covariances are \(type.rawValue), not diagonal")
        }
        guard scoring.isUsable else {
            throw .invalidModel(
                path: name,
                reason: "its relevance factors, top components, slopes and number of nearest "
                    + "voices must be positive, its top cohort 2 voices or more, its stream "
                    + "weights sum to 1, its offsets and threshold finite")
        }
        let parts = scoring.adaptation.relevanceFactors.count
        guard dimension.isMultiple(of: parts) else {
            throw .invalidModel(
                path: name,
                reason: "it has \(parts) relevance factors for frames of \(dimension) values, "
                    + "which is not a multiple")
        }
        // The front end refuses moments, and so mixtures, of another dimension than its own.
        _ = try frontEnd()
    }

    /// The front end that makes frames for this model.
    ///
    /// - Throws: ``IdentificationError/invalidModel(path:reason:)`` when its configuration
    ///   cannot be used.
    public func frontEnd() throws(IdentificationError) -> FrontEnd {
        do {
            return try FrontEnd(configuration, background: featureMoments)
        } catch {
            throw .invalidModel(path: name, reason: "\(error)")
        }
    }
}
