import ScoreEvaluation
import Testing

@Suite struct AnswerReliabilityTests {
    private func outcome(
        _ own: Double, _ other: Double, _ probability: Double?, isEnrolled: Bool = true
    ) throws -> IdentificationOutcome {
        try IdentificationOutcome(
            clip: "c", speaker: isEnrolled ? .enrolled("a") : .stranger("x"),
            candidates: [
                Candidate(speaker: "a", score: own), Candidate(speaker: "b", score: other),
            ], answerProbability: probability)
    }

    /// Four enrolled clips of weight 1/8, two strangers' of weight 1/4.
    /// Bin 0.9–1: right, right, stranger's: weight 1/2, p̄ = (1 + 0.9 + 2·0.96)/4, f = 1/2.
    /// Bin 0.5–0.6: right, and tied with another, which is not right: weight 1/4, f = 1/2.
    /// Bin 0.1–0.2: stranger's, weight 1/4, f = 0.
    @Test func handWorked() throws {
        let table = try #require(
            AnswerReliability([
                outcome(3, 0, 1), outcome(3, 0, 0.9), outcome(3, 0, 0.5), outcome(3, 3, 0.55),
                outcome(3, 0, 0.96, isEnrolled: false), outcome(3, 0, 0.1, isEnrolled: false),
            ]))
        let bins = table.bins.filter { $0.answers > 0 }
        #expect(bins.map(\.lower) == [0.1, 0.5, 0.9])
        #expect(bins.map(\.answers) == [1, 2, 3])
        #expect(bins.map(\.right) == [0, 1, 2])
        #expect(bins.map(\.weight) == [0.25, 0.25, 0.5])
        #expect(bins.map(\.rightShare) == [0, 0.5, 0.5])
        let means = bins.compactMap(\.meanProbability)
        // Sums of a few numbers below 1 and their quotients, rounded some times.
        for (mean, expected) in zip(means, [0.1, 0.525, 0.955]) {
            #expect(abs(mean - expected) < 1e-15)
        }
        // 0.25·0.1 + 0.25·0.025 + 0.5·0.455
        #expect(abs(table.expectedCalibrationError - 0.25875) < 1e-15)
        #expect(table.enrolledCount == 4 && table.strangerCount == 2)
    }

    @Test func withoutStrangersEveryClipCountsAlike() throws {
        let table = try #require(
            AnswerReliability([outcome(3, 0, 0.8), outcome(0, 3, 0.8), outcome(3, 0, 0)]))
        #expect(table.bins[8].rightShare == 0.5)
        #expect(table.bins[0].weight == 1.0 / 3)
        // 2/3·0.3 + 1/3·1, rounded some times.
        #expect(abs(table.expectedCalibrationError - (0.2 + 1.0 / 3)) < 1e-15)
    }

    @Test func withoutProbabilitiesThereIsNone() throws {
        #expect(AnswerReliability([try outcome(3, 0, 1), try outcome(3, 0, nil)]) == nil)
        #expect(AnswerReliability([try outcome(3, 0, 1, isEnrolled: false)]) == nil)
        #expect(throws: EvaluationError.self) { try outcome(3, 0, 1.01) }
        #expect(throws: EvaluationError.self) { try outcome(3, 0, .nan) }
    }
}
