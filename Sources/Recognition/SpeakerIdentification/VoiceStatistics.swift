public import GaussianMixtures

/// What a background model remembers of some frames: sufficient statistics per stream.
///
/// Statistics of several recordings add; those of a speaker are the sum over the recordings.
public struct VoiceStatistics: Sendable, Equatable {
    /// The statistics of each stream's frames under that stream's mixture.
    public private(set) var streams: [SufficientStatistics]

    /// Statistics of the same frames in all streams, at least one, in the background model's order.
    public init(streams: [SufficientStatistics]) {
        precondition(!streams.isEmpty, "a background model has a stream")
        precondition(
            streams.allSatisfy { $0.frameCount == streams[0].frameCount },
            "streams of different frames")
        self.streams = streams
    }

    /// The statistics of all frames of some parts, of which there is at least one.
    public init(sumOf parts: [VoiceStatistics]) {
        precondition(!parts.isEmpty, "a sum of no statistics")
        self = parts[0]
        for part in parts.dropFirst() { add(part) }
    }

    /// Number of frames; every stream has as many.
    public var frameCount: Int { streams[0].frameCount }

    /// Adds the statistics of other frames under the same background model, as though each of them
    /// had been heard `weight` times, at least 0.
    public mutating func add(_ other: VoiceStatistics, weight: Double = 1) {
        precondition(other.streams.count == streams.count, "statistics of another model")
        for index in streams.indices { streams[index].add(other.streams[index], weight: weight) }
    }
}
