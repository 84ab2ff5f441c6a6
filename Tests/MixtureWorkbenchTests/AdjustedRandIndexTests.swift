import MixtureWorkbench
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
}
