internal import NumericCore

/// What scores a clip against speakers.
public enum Scorer: String, Sendable, CaseIterable {
    /// Its frames, by the background's best few components of each (``ClipScorer``).
    case topComponents = "top-components"
    /// Its frames, by all components.
    case exact
    /// Its statistics, by the linear approximation (``LinearScorer``).
    case linear

    /// One score per model, in nats per frame.
    ///
    /// - Parameters:
    ///   - streams: a clip's frames, T×D in every stream, T at least 1.
    ///   - models: speakers adapted from the background.
    ///   - background: the background, made ready.
    ///   - scoring: how the background model scores.
    /// - Returns: the scores in the order of the models.
    /// - Throws: ``IdentificationError`` for frames of another background model or not finite, and
    ///   what reading them throws.
    func scores(
        of streams: [some FrameSource<Float>], against models: [SpeakerModel],
        _ background: ScoringBackground, _ scoring: ScoringConfiguration
    ) throws -> [Double] {
        switch self {
        case .topComponents:
            try ClipScorer(background, topComponents: scoring.topComponents)
                .scores(of: streams, against: models)
        case .exact:
            try ClipScorer(background, topComponents: nil).scores(of: streams, against: models)
        case .linear:
            LinearScorer(background)
                .scores(of: try background.statistics(of: streams), against: models)
        }
    }

    /// One score per model of an impostor of whom only statistics are kept. Where frames are scored,
    /// those of a ``MonteCarloImpostor`` are, so that both sides of a normalisation come from one
    /// scorer.
    ///
    /// - Throws: ``IdentificationError/model(_:)`` where statistics make frames that are not finite.
    func scores(
        ofImpostor statistics: VoiceStatistics, against models: [SpeakerModel],
        _ background: ScoringBackground, _ scoring: ScoringConfiguration
    ) throws -> [Double] {
        guard self != .linear else {
            return LinearScorer(background).scores(of: statistics, against: models)
        }
        let impostor = MonteCarloImpostor(of: statistics, background: background)
        // Of a voice that was not heard, no model knows more than the background does.
        guard impostor.streams.allSatisfy({ $0.rows > 0 }) else { return models.map { _ in 0 } }
        return try scores(of: impostor.streams, against: models, background, scoring)
    }
}
