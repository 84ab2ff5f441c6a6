import NumericCore
import Testing

@testable import ScoreEvaluation

@Suite struct RadixSortTests {
    static let masks: [UInt64] = [
        .max, 0xFF, 0xFFF << 11, 1 << 63 | 1, 0x7FF << 33 | 0x3, 0,
    ]

    /// Few bits of the key leave many equal keys, whose order must stay.
    @Test(arguments: masks) func agreesWithAStableSort(mask: UInt64) {
        var generator = SeededGenerator(seed: mask)
        for count in [0, 1, 2, 3000] {
            let elements = (0..<count).map { (key: generator.next() & mask, place: $0) }
            var sorted = elements
            radixSort(&sorted) { $0.key }
            let expected = elements.sorted { ($0.key, $0.place) < ($1.key, $1.place) }
            #expect(sorted.map(\.place) == expected.map(\.place))
            radixSort(&sorted) { $0.key }
            #expect(sorted.map(\.place) == expected.map(\.place))
        }
    }

    @Test func numbersAscend() {
        var generator = SeededGenerator(seed: 5)
        let numbers =
            (0..<2000).map { _ in generator.normal() * 1e3 }
            + [-.infinity, .infinity, 0, -0.0, 1e308, -1e308]
            + [.leastNonzeroMagnitude, -.leastNonzeroMagnitude]
        #expect(numbers.ascending == numbers.sorted())
    }
}
