internal import GaussianMixtures

/// A speaker's mixtures, one per stream of the background model that they are adapted from.
public struct SpeakerModel: Sendable {
    /// The speaker's name.
    public let speaker: String
    let streams: [AdaptedMixture]

    /// The model of a speaker whose statistics are known.
    ///
    /// - Parameters:
    ///   - speaker: the name.
    ///   - statistics: of all the speaker's recordings under the background model.
    ///   - background: what to adapt from, made ready for scoring.
    /// - Throws: ``IdentificationError/wrongStreamCount(expected:got:)``, or
    ///   ``IdentificationError/model(_:)`` when the shapes differ.
    public init(
        speaker: String, statistics: VoiceStatistics, background: ScoringBackground
    ) throws(IdentificationError) {
        guard statistics.streams.count == background.streams.count else {
            throw .wrongStreamCount(
                expected: background.streams.count, got: statistics.streams.count)
        }
        self.speaker = speaker
        var streams: [AdaptedMixture] = []
        for (stream, statistics) in zip(background.streams, statistics.streams) {
            do {
                streams.append(
                    AdaptedMixture(
                        try background.adaptation.adapt(stream.mixture, to: statistics),
                        from: stream, variances: background.adaptsVariances))
            } catch {
                throw .model(error)
            }
        }
        self.streams = streams
    }
}
