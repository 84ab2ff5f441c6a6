internal import NumericCore

/// How frames are cut up: into shards, of which every thread takes one after the other, and these
/// into blocks, which are computed at once.
enum Sharding {
    /// Frames to a block: their log-densities then stay in cache.
    static let blockSize = 256
    /// Where cells may be missing, blocks are larger, so that many of one lack the same cells and
    /// go together.
    static let incompleteBlockSize = blocksPerShard * blockSize
    /// Fewer frames are not worth the sums of a shard.
    private static let blocksPerShard = 4
    /// Shards at most, whatever the number of threads: the sums do not depend on it.
    private static let count = 16

    /// The shards of so many frames: whole blocks, but for the last one.
    static func shards(of frameCount: Int) -> [Range<Int>] {
        let blocks = (frameCount + blockSize - 1) / blockSize
        return shardRanges(count: blocks, shards: min(count, blocks / blocksPerShard)).map {
            $0.lowerBound * blockSize..<min($0.upperBound * blockSize, frameCount)
        }
    }
}
