internal import NumericCore

/// How frames are cut up: into shards, of which every thread takes one after the other, and these
/// into blocks, which are computed at once.
enum Sharding {
    /// Frames to a block: their log-densities then stay in cache.
    static let blockSize = 256
    /// Where cells may be missing, blocks are larger, so that many of one lack the same cells and
    /// go together.
    static let incompleteBlockSize = 4 * blockSize
    /// Shards, whatever the number of threads: the sums do not depend on it.
    private static let count = 16

    /// The shards of so many frames.
    static func shards(of frameCount: Int) -> [Range<Int>] {
        shardRanges(count: frameCount, shards: count)
    }

    /// The same where cells may be missing: none is smaller than a block.
    static func shards(ofIncomplete frameCount: Int) -> [Range<Int>] {
        shardRanges(
            count: frameCount, shards: min(count, max(1, frameCount / incompleteBlockSize)))
    }
}
