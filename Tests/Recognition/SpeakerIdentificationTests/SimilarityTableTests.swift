import NumericCore
import Testing

@testable import SpeakerIdentification

@Suite struct SimilarityTableTests {
    /// The formula as it stands, with everybody but the pair looked up anew.
    private func plain(_ scores: [[Double]], _ i: Int, _ j: Int) -> Double {
        func deviations(_ speaker: Int, _ other: Int) -> Double {
            let row = scores[speaker]
            let others = row.indices.filter { $0 != speaker && $0 != other }.map { row[$0] }
            let mean = others.reduce(0, +) / Double(others.count)
            let squares = others.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return (row[other] - mean) / (squares / Double(others.count)).squareRoot()
        }
        return (deviations(i, j) + deviations(j, i)) / 2
    }

    @Test func scoresAreThoseOfTheFormula() throws {
        let (speakers, cohort) = (5, 3)
        var generator = SeededGenerator(seed: 3)
        var table = SimilarityTable(speakers: speakers, cohort: cohort)
        var scores = [[Double]](
            repeating: [Double](repeating: 0, count: speakers + cohort), count: speakers)
        for i in 0..<speakers {
            for j in 0..<speakers + cohort where j != i {
                // Speakers meet in both directions, and so does a speaker with the cohort.
                for _ in 0..<(j < speakers ? 1 : 2) {
                    let score = generator.normal() + (i + j == 4 ? 3 : 0)
                    table.add(score, i, j)
                    scores[i][j] += score / 2
                    if j < speakers { scores[j][i] += score / 2 }
                }
            }
        }
        let pairs = table.normalized()
        #expect(pairs.count == 10)
        for (i, j, score) in pairs {
            // Scores are kept as Float, and deviations of a few values magnify its rounding.
            #expect(abs(try #require(score) - plain(scores, i, j)) < 1e-4)
        }
    }

    /// Two speakers, four voices of 1, 2, 3 and 4: mean 2.5, variance 5/4; with 8 between the two
    /// (8 − 2.5) / √(5/4), to some roundings of Double, for Float holds these scores.
    @Test func aWorkedExample() throws {
        var table = SimilarityTable(speakers: 2, cohort: 4)
        table.add(8, 0, 1)
        table.add(8, 1, 0)
        for speaker in 0..<2 {
            for voice in 0..<4 {
                for _ in 0..<2 { table.add(Double(voice + 1), speaker, 2 + voice) }
            }
        }
        let score = try #require(table.normalized()[0].score)
        #expect(abs(score - 5.5 / (5.0 / 4).squareRoot()) < 1e-12)
    }

    @Test func withoutOthersThereIsNoScore() {
        for (speakers, cohort) in [(2, 0), (2, 1), (3, 0)] {
            var table = SimilarityTable(speakers: speakers, cohort: cohort)
            table.add(1, 0, 1)
            #expect(table.normalized().allSatisfy { $0.score == nil })
        }
        #expect(SimilarityTable(speakers: 0, cohort: 4).normalized().isEmpty)
        #expect(SimilarityTable(speakers: 1, cohort: 4).normalized().isEmpty)
        // All others alike.
        var table = SimilarityTable(speakers: 2, cohort: 2)
        table.add(1, 0, 1)
        #expect(table.normalized()[0].score == nil)
    }
}
