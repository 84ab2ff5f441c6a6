internal import NumericCore

/// Voices that scores are made relative to: their models, to score clips against, and the
/// statistics that these were made of, which stand for clips of theirs.
public struct Cohort: Sendable {
    /// A model per voice.
    public let models: [SpeakerModel]
    /// What the models were made of.
    public let statistics: [VoiceStatistics]

    /// Number of voices.
    public var count: Int { models.count }

    /// Nobody.
    public static let none = Cohort(models: [], statistics: [])

    private init(models: [SpeakerModel], statistics: [VoiceStatistics]) {
        self.models = models
        self.statistics = statistics
    }

    /// The models of voices whose statistics are known.
    ///
    /// - Throws: ``IdentificationError`` when statistics are of another background.
    public init(
        _ voices: [(speaker: String, statistics: VoiceStatistics)],
        background: ScoringBackground
    ) throws {
        statistics = voices.map(\.statistics)
        models = try orderedMap(count: voices.count) { index in
            try SpeakerModel(
                speaker: voices[index].speaker, statistics: voices[index].statistics,
                background: background)
        }
    }

    /// The background model's own voices.
    ///
    /// - Throws: ``IdentificationError`` when statistics are of another background.
    public init(
        of model: BackgroundModel, background: ScoringBackground
    ) throws {
        try self.init(
            try model.cohort.enumerated().map { ("cohort \($0)", $1) }, background: background)
    }
}

extension ScoreNormalizer {
    /// A normalizer with the impostor scores that its formula needs.
    ///
    /// - Parameters:
    ///   - normalization: the formula; nil for the background model's.
    ///   - source: whose scores it looks at; nil for the formula's own.
    ///   - speakers: the enrolled speakers' models.
    ///   - statistics: what these were made of; needed where the source has the gallery in it and
    ///     the formula needs impostor scores.
    ///   - cohort: the voices beside them.
    ///   - background: which all were adapted from.
    ///   - scoring: how the background model scores.
    ///   - scorer: which scores clips.
    /// - Throws: ``IdentificationError/model(_:)`` where statistics make frames that are not finite.
    public init(
        _ normalization: ScoreNormalization? = nil, source: CohortSource? = nil,
        speakers: [SpeakerModel], statistics: [VoiceStatistics] = [], cohort: Cohort,
        background: ScoringBackground, scoring: ScoringConfiguration, scorer: Scorer
    ) throws {
        let normalization = normalization ?? scoring.normalization
        guard normalization.needsImpostorScores else {
            self.init(normalization, source: source)
            return
        }
        let others =
            switch source ?? normalization.usualSource {
            case .background: cohort.statistics
            case .gallery: statistics
            case .both: statistics + cohort.statistics
            }
        let models = speakers + cohort.models
        let columns = try orderedMap(count: others.count) { index in
            try scorer.scores(ofImpostor: others[index], against: models, background, scoring)
        }
        self.init(
            normalization, source: source,
            impostorScores: models.indices.map { row in columns.map { $0[row] } })
    }
}
