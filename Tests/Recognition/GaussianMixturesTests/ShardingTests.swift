import Testing

@testable import GaussianMixtures

/// By hand, with blocks of 256 frames and shards of four blocks or more.
@Suite struct ShardingTests {
    @Test func fewFramesAreOneShard() {
        #expect(Sharding.shards(of: 0) == [])
        #expect(Sharding.shards(of: 1) == [0..<1])
        #expect(Sharding.shards(of: 1791) == [0..<1791])
    }

    /// 20 blocks, the last of 176 frames: five shards of four.
    @Test func shardsAreWholeBlocks() {
        let expected = [0..<1024, 1024..<2048, 2048..<3072, 3072..<4096, 4096..<5040]
        #expect(Sharding.shards(of: 5040) == expected)
    }

    @Test func shardsAreSixteenAtMost() {
        let shards = Sharding.shards(of: 500_000)
        #expect(shards.count == 16)
        #expect(shards.first?.lowerBound == 0 && shards.last?.upperBound == 500_000)
        for (shard, next) in zip(shards, shards.dropFirst()) {
            #expect(shard.upperBound == next.lowerBound)
            #expect(shard.upperBound.isMultiple(of: 256))
        }
    }
}
