import MixtureTables
import Testing

@Suite struct AdjustedRandIndexTests {
    struct Case: Sendable {
        let first: [Int]
        let second: [String]
        let index: Double
    }

    // By hand, for instance the second: pairs A = 2, B = 1, both 1 of 6; E = 1/3;
    // (1 − 1/3) / (3/2 − 1/3) = 4/7.
    static let cases: [Case] = [
        Case(first: [0, 0, 1, 1], second: ["b", "b", "a", "a"], index: 1),
        Case(first: [0, 0, 1, 1], second: ["a", "a", "b", "c"], index: 4.0 / 7),
        Case(first: [0, 0, 1, 1], second: ["a", "b", "a", "b"], index: -0.5),
        Case(first: [0, 0, 0, 0], second: ["a", "b", "c", "d"], index: 0),
        Case(first: [0, 0, 0], second: ["a", "a", "a"], index: 1),
        Case(first: [0, 1, 2], second: ["c", "a", "b"], index: 1),
        Case(first: [0], second: ["a"], index: 1),
        Case(first: [], second: [], index: 1),
    ]

    @Test(arguments: cases) func handWorked(_ test: Case) {
        // One rounding of a quotient.
        #expect(abs(adjustedRandIndex(test.first, test.second) - test.index) < 1e-15)
    }

    static let shown: [(Double, String)] = [
        (1, "1.0000"), (0.99999212, "0.99999"), (0.9999, "0.9999"), (0.99996, "0.99996"),
        (1 - 1e-12, "0.999999999999"), (0.57896, "0.5790"), (-0.5, "-0.5000"), (0, "0.0000"),
        (-1e-18, "0.0000"),
    ]

    @Test(arguments: shown) func onlyTheSamePartitionIsShownAsOne(index: Double, shown: String) {
        #expect(text(ofRandIndex: index) == shown)
    }
}
