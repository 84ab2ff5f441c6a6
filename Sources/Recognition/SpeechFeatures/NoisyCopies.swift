internal import FileStorage
internal import NumericCore

/// A clip's features as it is, and once more in each of some noises.
public struct HeardClip: Sendable {
    /// As it is.
    public let clip: ClipFeatures
    /// In noise; nothing for a clip without speech, which no noise can be measured against.
    public let noisy: [ClipFeatures]

    /// Features of one clip.
    public init(clip: ClipFeatures, noisy: [ClipFeatures] = []) {
        self.clip = clip
        self.noisy = noisy
    }
}

extension FrontEnd {
    /// A clip as it is and in noise.
    ///
    /// - Parameters:
    ///   - nextBlock: as for ``features(of:)``; it is read once, and kept while it is needed.
    ///   - noises: what is added.
    ///   - isNormalized: whether to give ``features(of:)``, or else
    ///     ``unnormalizedFeatures(of:)``.
    /// - Returns: the features, of the noisy copies in the order of the noises.
    /// - Throws: as ``features(of:)``.
    public func hear(
        _ nextBlock: () throws -> [Float]?, in noises: [AddedNoise], isNormalized: Bool
    ) throws -> HeardClip {
        @Sendable func features(_ next: () throws -> [Float]?) throws -> ClipFeatures {
            try isNormalized ? self.features(of: next) : unnormalizedFeatures(of: next)
        }
        guard !noises.isEmpty else { return HeardClip(clip: try features(nextBlock)) }
        var tape = FrameStoreWriter(dimension: 1, memoryLimit: memoryLimit)
        let clip = try features {
            let block = try nextBlock()
            if let block { try tape.append(block) }
            return block
        }
        guard clip.speechPower > 0 else { return HeardClip(clip: clip) }
        let samples = try tape.finish()
        let noisy = try orderedMap(count: noises.count) { index in
            var adder = NoiseAdder(
                noises[index], speechPower: clip.speechPower, sampleRate: configuration.sampleRate)
            var start = 0
            return try features {
                guard start < samples.count else { return nil }
                let range = start..<min(samples.count, start + Self.blockLength)
                start = range.upperBound
                return adder.add(to: try samples.frames(in: range).elements)
            }
        }
        return HeardClip(clip: clip, noisy: noisy)
    }

    /// Samples that are heard again at a time.
    private static let blockLength = 1 << 14
}
