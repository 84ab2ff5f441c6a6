internal import GaussianMixtures

/// A speaker's mixtures, one per stream of the background model that they are adapted from.
public struct SpeakerModel: Sendable {
    /// The speaker's name.
    public let speaker: String
    /// Its numbers.
    public let content: ModelContent

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
        var mixtures: [GaussianMixture] = []
        for (stream, statistics) in zip(background.streams, statistics.streams) {
            do {
                mixtures.append(try background.adaptation.adapt(stream.mixture, to: statistics))
            } catch {
                throw .model(error)
            }
        }
        let layout = background.layout
        self.init(
            speaker: speaker,
            ModelContent(layout) { parameters, compact in
                for (index, (mixture, stream)) in zip(mixtures, background.streams).enumerated() {
                    let place = AdaptedMixture.Place(index, layout, parameters)
                    AdaptedMixture.store(mixture, from: stream, layout, at: place)
                }
                CompactModel.store(parameters, background, layout, into: compact)
            })
    }

    /// The model of a speaker whose model was made before.
    ///
    /// - Parameters:
    ///   - speaker: the name.
    ///   - content: the model, of the background that clips are scored with.
    public init(speaker: String, _ content: ModelContent) {
        self.speaker = speaker
        self.content = content
    }

    /// The mixture of one stream; it is there as long as the model is.
    func stream(_ index: Int, _ layout: ModelLayout) -> AdaptedMixture {
        AdaptedMixture(.init(index, layout, content.parameters))
    }
}
