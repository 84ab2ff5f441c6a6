import NumericCore
import Testing

@Suite struct SeededGeneratorTests {
    @Test func sameSeedSameNumbers() {
        var a = SeededGenerator(seed: 7), b = SeededGenerator(seed: 7)
        for _ in 0..<100 { #expect(a.next() == b.next()) }
    }

    @Test func streamsDiffer() {
        var a = SeededGenerator(seed: 7, stream: 0), b = SeededGenerator(seed: 7, stream: 1)
        #expect(a.next() != b.next())
    }

    @Test func uniformHasTheMomentsOfTheUnitInterval() {
        var generator = SeededGenerator(seed: 1)
        let values = (0..<100_000).map { _ in generator.uniform() }
        let mean = values.reduce(0, +) / 100_000
        let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 100_000
        // Five standard errors, here and below: 5·√(1/12/100000) for the mean.
        #expect(abs(mean - 0.5) < 0.0046)
        #expect(abs(variance - 1.0 / 12) < 0.0012)
        #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
    }

    @Test func normalHasMeanZeroAndVarianceOne() {
        var generator = SeededGenerator(seed: 2)
        let values = (0..<100_000).map { _ in generator.normal() }
        let mean = values.reduce(0, +) / 100_000
        let variance = values.map { $0 * $0 }.reduce(0, +) / 100_000
        #expect(abs(mean) < 0.016)
        #expect(abs(variance - 1) < 0.023)
    }

    @Test func indexReachesEveryValueAboutEquallyOften() {
        var generator = SeededGenerator(seed: 3)
        var counts = [0, 0, 0]
        for _ in 0..<30_000 { counts[generator.index(below: 3)] += 1 }
        for count in counts { #expect(abs(count - 10_000) < 420) }
    }

    @Test func weightedIndexFollowsTheWeights() {
        var generator = SeededGenerator(seed: 4)
        var counts = [0, 0, 0]
        for _ in 0..<40_000 { counts[generator.weightedIndex([1, 0, 3])] += 1 }
        #expect(counts[1] == 0)
        #expect(abs(counts[2] - 30_000) < 440)
        #expect((0..<3).contains(generator.weightedIndex([0, 0, 0])))
    }
}
