import NumericCore
import Testing

@Suite struct ConcurrentMapTests {
    struct Fault: Error, Equatable { let index: Int }

    @Test(arguments: [1, 2, 7]) func resultsComeInOrder(threads: Int) throws {
        let squares = try concurrentMap(count: 100, threads: threads) { $0 * $0 }
        #expect(squares == (0..<100).map { $0 * $0 })
        #expect(try concurrentMap(count: 0, threads: threads) { $0 } == [])
    }

    @Test(arguments: [1, 2, 7]) func theLowestFaultIsThrown(threads: Int) {
        #expect(throws: Fault(index: 40)) {
            _ = try concurrentMap(count: 100, threads: threads) { index in
                if index >= 40 { throw Fault(index: index) }
                return index
            }
        }
    }

    @Test(arguments: [(0, 4), (1, 4), (3, 4), (4, 4), (10, 4), (1_000_003, 16)])
    func shardsCoverEverythingOnce(count: Int, shards: Int) {
        let ranges = shardRanges(count: count, shards: shards)
        #expect(ranges.flatMap { $0 }.elementsEqual(0..<count))
        #expect(ranges.allSatisfy { !$0.isEmpty })
        let lengths = ranges.map(\.count)
        #expect((lengths.max() ?? 0) - (lengths.min() ?? 0) <= 1)
    }
}
