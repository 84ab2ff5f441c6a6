import Testing

@testable import TimbreBenchmarks

/// Tolerance 1e-12: the sums are of whole numbers.
@Suite struct AdjustedRandIndexTests {
    @Test func isOneForTheSamePartitionUnderOtherNames() {
        #expect(adjustedRandIndex([0, 0, 1, 1, 2], [7, 7, 3, 3, 5]) == 1)
        #expect(adjustedRandIndex([0, 0, 0], [1, 1, 1]) == 1)
        #expect(adjustedRandIndex([0, 1, 2], [2, 1, 0]) == 1)
    }

    /// n = {2, 0, 0; 0, 1, 1}: S = 1, A = 2, B = 1, E = 2·1/6, M = 3/2,
    /// (1 − 1/3) / (3/2 − 1/3) = 4/7.
    @Test func agreesWithAWorkedTable() {
        #expect(abs(adjustedRandIndex([0, 0, 1, 1], [0, 0, 1, 2]) - 4.0 / 7) < 1e-12)
    }

    /// n = {1, 1; 1, 1}: S = 0, A = B = 2, E = 4/6, M = 2, (0 − 2/3) / (2 − 2/3) = −1/2.
    @Test func isNegativeBelowChance() {
        #expect(abs(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1]) + 0.5) < 1e-12)
    }
}
