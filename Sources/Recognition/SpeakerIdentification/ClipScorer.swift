public import NumericCore

/// Scores a clip against speakers by the mean log-likelihood ratio per frame, summed over the
/// streams i of the background model with their weights, in nats:
///
///     s = Σ_i w_i 1/T Σ_t [ log p(x_i,t | speaker) − log p(x_i,t | background) ]
///
/// The streams are the same frames normalised in different ways, whose errors differ and partly
/// cancel.
public struct ClipScorer: Sendable {
    private let streams: [StreamScorer]
    private let weights: [Double]
    private let layout: ModelLayout

    /// A scorer that looks at `topComponents` components a frame, or at all of them.
    public init(_ background: ScoringBackground, topComponents: Int?) {
        streams = background.streams.map {
            StreamScorer(
                $0, topComponents: topComponents, variances: background.adaptsVariances)
        }
        weights = background.weights
        layout = background.layout
    }

    /// One score per model, in nats per frame.
    ///
    /// - Parameters:
    ///   - frames: T×D speech frames of one clip in every stream, T at least 1.
    ///   - models: speakers adapted from this background.
    /// - Returns: the scores in the order of the models.
    /// - Throws: ``IdentificationError`` for frames of other streams, of another length or not
    ///   finite, and for stored models that are damaged, and what reading frames throws.
    public func scores(
        of frames: [some FrameSource<Float>], against models: [SpeakerModel]
    ) throws -> [Double] {
        let scores = try streamScores(of: frames, against: models)
        // Afterwards, so that what was damaged or erased meanwhile is noticed, too.
        let tasks = shardRanges(count: models.count, shards: 16)
        _ = try orderedMap(count: tasks.count) { task in
            for model in models[tasks[task]] where !model.content.hasSoundParameters(layout) {
                throw IdentificationError.damagedModel(speaker: model.speaker)
            }
        }
        return models.indices.map { model in
            zip(weights, scores).reduce(0) { $0 + $1.0 * $1.1[model] }
        }
    }

    /// The scores of each stream by itself, one per model.
    func streamScores(
        of frames: [some FrameSource<Float>], against models: [SpeakerModel]
    ) throws -> [[Double]] {
        guard frames.count == streams.count else {
            throw IdentificationError.wrongStreamCount(expected: streams.count, got: frames.count)
        }
        // Models keep the numbers that their streams point to.
        return try withExtendedLifetime(models) {
            try orderedMap(count: streams.count) { index in
                try streams[index].scores(
                    of: frames[index], against: models.map { $0.stream(index, layout) })
            }
        }
    }
}
