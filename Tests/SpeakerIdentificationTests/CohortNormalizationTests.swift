import NumericCore
import SpeakerIdentification
import Testing

@Suite struct CohortNormalizationTests {
    /// Of the voices 5, 3, 2, 1 and the cohort's 4: for the first the nearest two others are 4 and
    /// 3, for each of the rest 5 and 4.
    @Test func handWorked() {
        let normalization = CohortNormalization(nearest: 2)
        #expect(normalization.normalized([5, 3, 2, 1], cohort: [4]) == [1.5, -1.5, -2.5, -3.5])
    }

    @Test func aVoiceAloneKeepsItsScore() {
        let normalization = CohortNormalization(nearest: 3)
        #expect(normalization.normalized([0.25], cohort: []) == [0.25])
        #expect(normalization.normalized([], cohort: [1, 2]).isEmpty)
    }

    @Test func fewerOthersThanWantedAreAllTaken() {
        let normalization = CohortNormalization(nearest: 3)
        #expect(normalization.normalized([2, 1], cohort: [3]) == [0, -1.5])
    }

    /// Equal scores are others of each other.
    @Test func tiesAreOthers() {
        let normalization = CohortNormalization(nearest: 1)
        #expect(normalization.normalized([2, 2, 1], cohort: []) == [0, 0, -1])
    }

    /// What lifts all scores alike falls out, and so does the order in which voices come.
    @Test(arguments: [1, 3, 8]) func agreesWithTheDefinition(nearest: Int) {
        var generator = SeededGenerator(seed: UInt64(nearest))
        let normalization = CohortNormalization(nearest: nearest)
        for count in [1, 2, 5, 20] {
            let scores = (0..<count).map { _ in generator.normal() }
            let cohort = (0..<6).map { _ in generator.normal() }
            let result = normalization.normalized(scores, cohort: cohort)
            for voice in scores.indices {
                var others = scores + cohort
                others.remove(at: voice)
                let best = others.sorted(by: >).prefix(nearest)
                let expected = scores[voice] - best.reduce(0, +) / Double(best.count)
                #expect(abs(result[voice] - expected) < 1e-12)
            }
            let lifted = normalization.normalized(
                scores.map { $0 + 3 }, cohort: cohort.map { $0 + 3 })
            for (one, other) in zip(result, lifted) { #expect(abs(one - other) < 1e-12) }
        }
    }
}
