internal import FileStorage
internal import NumericCore
internal import SpeechFeatures

/// How a background model hears clips: normalised in pieces as long as the clips that will be
/// identified, so that its mixtures know how much of a channel the normalisation leaves in those.
extension FrontEnd {
    /// A piece has at least this many frames, one and a half seconds, where its clip has them.
    static let pieceFrames = 150

    /// Clips' frames in every stream, one clip after the other, each normalised piece by piece.
    ///
    /// - Parameters:
    ///   - frames: T×D, not normalised.
    ///   - clips: which of them are a clip's.
    /// - Returns: the clips' frames, once per normalisation.
    /// - Throws: as ``SpeechFeatures/FrontEnd/normalize(_:)``.
    func normalizeInPieces(_ frames: FrameStore, clips: [Range<Int>]) throws -> [FrameStore] {
        var writers = configuration.normalizations.map { _ in
            FrameStoreWriter(dimension: frames.dimension)
        }
        for piece in clips.flatMap(Self.pieces) {
            let streams = try normalize(try frames.copy(piece))
            for (index, stream) in streams.enumerated() {
                try stream.forEachBlock(of: 4096) { try writers[index].append($0.elements) }
            }
        }
        var stores: [FrameStore] = []
        for index in writers.indices { stores.append(try writers[index].finish()) }
        return stores
    }

    private static func pieces(of clip: Range<Int>) -> [Range<Int>] {
        shardRanges(count: clip.count, shards: clip.count / pieceFrames)
            .map { clip.lowerBound + $0.lowerBound..<clip.lowerBound + $0.upperBound }
    }
}

extension FrameStore {
    /// Some of the frames, by themselves.
    func copy(_ range: Range<Int>) throws -> FrameStore {
        var writer = FrameStoreWriter(dimension: dimension)
        try forEachBlock(of: 4096, in: range) { try writer.append($0.elements) }
        return try writer.finish()
    }
}
