import NumericCore
import RealModule
import Testing

@testable import SpeakerIdentification

/// Newton's method ends with a step below 10⁻¹⁰.
@Suite struct EvidenceMapTests {
    @Test func identityChangesNothing() {
        for evidence in [-12.25, -0.0, 1e-300, 7] {
            #expect(EvidenceMap.identity(evidence) == evidence)
        }
    }

    /// Of targets three in four are at 1, of nontargets one in four; the rest at −1: the ratio of
    /// the two says λ' = ±log 3, which a million speakers outweigh any prior with: it draws the
    /// slope by 10⁻⁶ (log 3 − 1) / (¾ · ¼) = 5·10⁻⁷.
    @Test func handWorkedOptimum() throws {
        let map = try #require(
            EvidenceMap(
                targets: [1, 1, 1, -1], nontargets: [-1, -1, -1, 1], speakers: 1_000_000))
        #expect(abs(map.slope - .log(3)) < 1e-6)
        #expect(abs(map.offset) < 1e-9)
    }

    /// With one speaker the slope a solves ∂/∂a = 0 of ¾ log(1 + e^−a) + ¼ log(1 + e^a)
    /// + ½ (a − 1)², since σ = 1: a − 1 = ¾ − 1 / (1 + e^−a).
    @Test func fewSpeakersLeaveTheEvidenceAsItIs() throws {
        let map = try #require(
            EvidenceMap(targets: [1, 1, 1, -1], nontargets: [-1, -1, -1, 1], speakers: 1))
        var slope = 1.0
        for _ in 0..<100 { slope = 1 + 0.75 - 1 / (1 + .exp(-slope)) }
        #expect(abs(map.slope - slope) < 1e-9)
        #expect(1 < map.slope && map.slope < .log(3))
    }

    /// Steps down the gradient of the documented objective, until a step is rounding alone.
    @Test(arguments: [1, 2, 3] as [UInt64]) func slowDescentFindsTheSame(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let targets = (0..<20).map { _ in 3 + 2 * generator.normal() }
        let nontargets = (0..<50).map { _ in -2 + generator.normal() }
        let speakers = 7
        let map = try #require(
            EvidenceMap(targets: targets, nontargets: nontargets, speakers: speakers))
        let all = targets + nontargets
        let mean = all.reduce(0, +) / Double(all.count)
        let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count)
        var (a, b) = (1.0, 0.0)
        for _ in 0..<20_000 {
            var da = (a - 1) * variance / Double(speakers)
            var db = b / Double(speakers)
            for (scores, label) in [(targets, 1.0), (nontargets, 0.0)] {
                for score in scores {
                    let error = 1 / (1 + .exp(-(a * score + b))) - label
                    da += error * score / Double(2 * scores.count)
                    db += error / Double(2 * scores.count)
                }
            }
            a -= 0.05 * da
            b -= 0.05 * db
        }
        #expect(abs(map.slope - a) < 1e-9)
        #expect(abs(map.offset - b) < 1e-9)
    }

    /// Evidence that is twice too sure and moved by 3 is put right by enough of it.
    @Test func recoversAKnownMap() throws {
        var generator = SeededGenerator(seed: 5)
        // N(±2, 4) is its own log-likelihood ratio.
        let targets = (0..<20_000).map { _ in 2 * (2 + 2 * generator.normal()) + 3 }
        let nontargets = (0..<20_000).map { _ in 2 * (-2 + 2 * generator.normal()) + 3 }
        let map = try #require(
            EvidenceMap(targets: targets, nontargets: nontargets, speakers: 1000))
        // The prior draws the slope by 0.01 and the offset by 0.02; four standard errors of
        // 40,000 trials are 0.02 and 0.07.
        #expect(abs(map.slope - 0.5) < 0.03)
        #expect(abs(map.offset + 1.5) < 0.09)
    }

    @Test func evidenceThatSpeaksAgainstTargetsGivesNoMap() {
        #expect(EvidenceMap(targets: [-3, -2], nontargets: [2, 3], speakers: 1000) == nil)
        #expect(EvidenceMap(targets: [], nontargets: [2, 3], speakers: 3) == nil)
        #expect(EvidenceMap(targets: [1], nontargets: [], speakers: 3) == nil)
    }
}
