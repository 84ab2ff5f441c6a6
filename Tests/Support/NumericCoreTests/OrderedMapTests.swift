import Foundation
import NumericCore
import Synchronization
import Testing

@Suite struct OrderedMapTests {
    struct Fault: Error, Equatable { let index: Int }

    @Test(arguments: [1, 2, 7]) func resultsComeInOrder(threads: Int) throws {
        let squares = try Threads.with(threads) { try orderedMap(count: 100) { $0 * $0 } }
        #expect(squares == (0..<100).map { $0 * $0 })
        #expect(try Threads.with(threads) { try orderedMap(count: 0) { $0 } } == [])
    }

    @Test(arguments: [1, 2, 7]) func theLowestFaultIsThrown(threads: Int) {
        #expect(throws: Fault(index: 40)) {
            try Threads.with(threads) {
                _ = try orderedMap(count: 100) { index in
                    if index >= 40 { throw Fault(index: index) }
                    return index
                }
            }
        }
    }

    @Test(arguments: [1, 2, 5])
    func resultsAreConsumedInOrder(threads: Int) throws {
        for count in [0, 1, 7, 50] {
            var consumed: [[Int]] = []
            try Threads.with(threads) {
                try orderedMap(count: count) {
                    $0 * $0
                } consume: {
                    consumed.append([$0, $1])
                }
            }
            #expect(consumed == (0..<count).map { [$0, $0 * $0] })
        }
    }

    @Test(arguments: [1, 2, 5])
    func theFirstFaultIsThrown(threads: Int) {
        var consumed: [Int] = []
        #expect(throws: Fault(index: 30)) {
            try Threads.with(threads) {
                try orderedMap(count: 50) { index in
                    if index >= 30 { throw Fault(index: index) }
                    return index
                } consume: { index, _ in
                    consumed.append(index)
                }
            }
        }
        #expect(consumed == Array(0..<30))
    }

    @Test(arguments: [1, 2, 5])
    func whoConsumesMayStop(threads: Int) {
        var consumed: [Int] = []
        #expect(throws: Fault(index: 6)) {
            try Threads.with(threads) {
                try orderedMap(count: 50) {
                    $0
                } consume: { index, _ in
                    if index == 6 { throw Fault(index: index) }
                    consumed.append(index)
                }
            }
        }
        #expect(consumed == Array(0..<6))
    }

    /// The second result is not begun before the first is consumed.
    @Test(arguments: [1, 2, 5])
    func aResultIsConsumedAsSoonAsItIsThere(threads: Int) throws {
        let firstIsConsumed = DispatchSemaphore(value: 0)
        var isInTime = true
        try Threads.with(threads) {
            try orderedMap(count: 20) { index in
                if index == 0 { return true }
                defer { firstIsConsumed.signal() }
                return firstIsConsumed.wait(timeout: .now() + 30) == .success
            } consume: { index, wasInTime in
                if index == 0 { firstIsConsumed.signal() }
                isInTime = isInTime && wasInTime
            }
        }
        #expect(isInTime)
    }

    /// However slowly they are consumed, four results per thread are computed ahead at most.
    @Test(arguments: [1, 2, 5])
    func fewResultsWait(threads: Int) throws {
        let begun = Atomic(0)
        try Threads.with(threads) {
            try orderedMap(count: 200) { index in
                begun.wrappingAdd(1, ordering: .relaxed)
                return index
            } consume: { index, _ in
                if index % 50 == 0 { usleep(20_000) }
                #expect(begun.load(ordering: .relaxed) <= index + 4 * threads)
            }
        }
        #expect(begun.load(ordering: .relaxed) == 200)
    }

    /// Work side by side shares the threads.
    @Test func nestedWorkSharesTheThreads() throws {
        let inner = try Threads.with(8) { try orderedMap(count: 3) { _ in Threads.count } }
        #expect(inner == [2, 2, 2])
        let alone = try Threads.with(8) { try orderedMap(count: 1) { _ in Threads.count } }
        #expect(alone == [8])
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
