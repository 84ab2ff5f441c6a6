import Testing
import NumericCore

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
        #expect(consumed == Array(0..<consumed.count))
        #expect(consumed.count <= 30)
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
}
