import RealModule
import SpeakerIdentification
import Testing

@Suite struct OpenSetDecisionTests {
    /// Scores that are log-likelihood ratios themselves.
    private func rule(threshold: Double = 0, prior: Double = 0.5) -> OpenSetDecision {
        OpenSetDecision(threshold: threshold, prior: prior)
    }

    /// Two speakers with ratios 4 and 1 and prior ½, so ¼ each:
    /// P = ¼·4 / (½ + ¼·4 + ¼·1) = 4/7, ¼·1 / (7/4) = 1/7, and 2/7 for somebody else.
    @Test func handWorkedPosteriors() {
        let candidates = rule().rank([("bob", .log(1)), ("alice", .log(4))])
        #expect(candidates.map(\.speaker) == ["alice", "bob"])
        #expect(candidates.map(\.score) == [.log(4), 0])
        // Exponentials and quotients below 1, rounded some times.
        #expect(abs(candidates[0].probability - 4.0 / 7) < 1e-15)
        #expect(abs(candidates[1].probability - 1.0 / 7) < 1e-15)
    }

    /// To some roundings of numbers below 1.
    @Test func aSingleCandidateIsAClaim() {
        for score in [-3, 0, 1.5] {
            let posterior = rule().rank([("alice", score)])[0].probability
            #expect(abs(posterior - 1 / (1 + .exp(-score))) < 1e-15)
        }
    }

    static let scoreLists: [[Double]] = [
        [0], [0.1, -0.2, 3], [50, 50, 50, 50], [-800, -900], [700, -700],
    ]

    @Test(arguments: scoreLists)
    func posteriorsAreProbabilities(scores: [Double]) {
        let named = scores.enumerated().map { (speaker: "speaker \($0)", ratio: $1) }
        let open = rule().rank(named).map(\.probability)
        #expect(open.allSatisfy { (0...1).contains($0) })
        // Sums of a few rounded terms.
        #expect(open.reduce(0, +) <= 1 + 1e-12)
        let closed = rule(prior: 1).rank(named).map(\.probability)
        #expect(abs(closed.reduce(0, +) - 1) < 1e-12)
    }

    @Test(arguments: [-1e300, -1e6, 1e6, 1e300])
    func extremeScoresStayFinite(score: Double) {
        for prior in [0.5, 1] {
            let candidates = rule(prior: prior).rank([("a", score), ("b", 0), ("c", score)])
            #expect(candidates.allSatisfy { (0...1).contains($0.probability) })
        }
    }

    @Test func tiesGoByName() {
        let candidates = rule().rank([("carol", 1), ("alice", 1), ("dave", 2), ("bob", 1)])
        #expect(candidates.map(\.speaker) == ["dave", "alice", "bob", "carol"])
    }

    @Test func theThresholdItselfIsAMatch() {
        let threshold = 0.3
        let decide = { (score: Double) in
            let rule = rule(threshold: threshold)
            return rule.decide(rule.rank([("alice", score), ("bob", -5)]))
        }
        #expect(decide(threshold) == .match(speaker: "alice"))
        #expect(decide(threshold.nextUp) == .match(speaker: "alice"))
        #expect(decide(threshold.nextDown) == .unknown)
    }

    @Test func aClosedSetKnowsEverybody() {
        let closed = rule(threshold: -.infinity, prior: 1)
        #expect(closed.decide(closed.rank([("alice", -1e6)])) == .match(speaker: "alice"))
    }

    @Test func nobodyEnrolledIsUnknown() {
        for rule in [rule(), rule(threshold: -.infinity, prior: 1)] {
            #expect(rule.rank([]).isEmpty)
            #expect(rule.decide([]) == .unknown)
        }
    }
}
