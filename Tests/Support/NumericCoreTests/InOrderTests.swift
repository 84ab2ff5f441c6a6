import Foundation
import NumericCore
import Synchronization
import Testing

@Suite struct InOrderTests {
    struct Fault: Error, Equatable { let index: Int }

    @Test(arguments: [1, 2, 5])
    func resultsComeInOrder(threads: Int) throws {
        for count in [0, 1, 7, 50] {
            var consumed: [[Int]] = []
            try inOrder(count: count, threads: threads) {
                $0 * $0
            } consume: {
                consumed.append([$0, $1])
            }
            #expect(consumed == (0..<count).map { [$0, $0 * $0] })
        }
    }

    @Test(arguments: [1, 2, 5])
    func theFirstFaultIsThrown(threads: Int) {
        var consumed: [Int] = []
        #expect(throws: Fault(index: 30)) {
            try inOrder(count: 50, threads: threads) { index in
                if index >= 30 { throw Fault(index: index) }
                return index
            } consume: { index, _ in
                consumed.append(index)
            }
        }
        #expect(consumed == Array(0..<30))
    }

    @Test(arguments: [1, 2, 5])
    func whoConsumesMayStop(threads: Int) {
        var consumed: [Int] = []
        #expect(throws: Fault(index: 6)) {
            try inOrder(count: 50, threads: threads) {
                $0
            } consume: { index, _ in
                if index == 6 { throw Fault(index: index) }
                consumed.append(index)
            }
        }
        #expect(consumed == Array(0..<6))
    }

    /// The second result is not begun before the first is consumed.
    @Test(arguments: [1, 2, 5])
    func aResultIsConsumedAsSoonAsItIsThere(threads: Int) throws {
        let firstIsConsumed = DispatchSemaphore(value: 0)
        var isInTime = true
        try inOrder(count: 20, threads: threads) { index in
            if index == 0 { return true }
            defer { firstIsConsumed.signal() }
            return firstIsConsumed.wait(timeout: .now() + 30) == .success
        } consume: { index, wasInTime in
            if index == 0 { firstIsConsumed.signal() }
            isInTime = isInTime && wasInTime
        }
        #expect(isInTime)
    }

    /// However slowly they are consumed, four results per thread are computed ahead at most.
    @Test(arguments: [1, 2, 5])
    func fewResultsWait(threads: Int) throws {
        let begun = Atomic(0)
        try inOrder(count: 200, threads: threads) { index in
            begun.wrappingAdd(1, ordering: .relaxed)
            return index
        } consume: { index, _ in
            if index % 50 == 0 { usleep(20_000) }
            #expect(begun.load(ordering: .relaxed) <= index + 4 * threads)
        }
        #expect(begun.load(ordering: .relaxed) == 200)
    }
}
