import Foundation
import NumericCore
import ScoreEvaluation
import Testing

@Suite struct IdentificationTests {
    static func outcome(
        _ clip: String, _ speaker: TrueSpeaker, _ scores: [String: Double]
    ) throws -> IdentificationOutcome {
        try IdentificationOutcome(
            clip: clip, speaker: speaker,
            candidates: scores.map { Candidate(speaker: $0.key, score: $0.value) })
    }

    /// Ranks 1, 2, 3 (a tie of all three, counted against the system) and 1.
    static func outcomes() throws -> [IdentificationOutcome] {
        [
            try outcome("a1", .enrolled("a"), ["a": 3, "b": 1, "c": 0]),
            try outcome("b1", .enrolled("b"), ["a": 3, "b": 1, "c": 0]),
            try outcome("c1", .enrolled("c"), ["a": 2, "b": 2, "c": 2]),
            try outcome("c2", .enrolled("c"), ["a": 0, "b": -1, "c": 1]),
            try outcome("x1", .stranger("x"), ["a": 0, "b": 1, "c": -2]),
            try outcome("y1", .stranger("y"), ["a": 2, "b": 1, "c": -2]),
        ]
    }

    @Test func candidatesAreRanked() throws {
        let tied = try Self.outcome("c", .enrolled("b"), ["c": 1, "b": 1, "a": 0, "d": 2])
        #expect(tied.candidates.map(\.speaker) == ["d", "b", "c", "a"])
        #expect(tied.rank == 3)
        #expect(tied.bestScore == 2)
        #expect(tied.trueSpeakerScore == 1)
    }

    @Test func closedSet() throws {
        let scores = try ClosedSetScores(Self.outcomes())
        #expect(scores.ranks == [1, 1, 2, 3])
        #expect(scores.rate(within: 1) == 0.5)
        #expect(scores.rate(within: 2) == 0.75)
        #expect(scores.rate(within: 5) == 1)
        #expect(scores.cumulativeMatchCurve == [0.5, 0.75, 1])
    }

    /// Hits: a1 with 3 and c2 with 1, of four clips; strangers' best scores 1 and 2.
    @Test func openSet() throws {
        let scores = try OpenSetScores(Self.outcomes())
        #expect(scores.hits == [1, 3])
        #expect(scores.strangers == [1, 2])
        #expect(try scores.falsePositiveRate(at: 1) == 1)
        #expect(try scores.falsePositiveRate(at: 1.5) == 0.5)
        #expect(try scores.falseNegativeRate(at: 1) == 0.5)
        #expect(try scores.falseNegativeRate(at: 1.5) == 0.75)
        // FPIR ≤ ½ needs a threshold above 1, which loses c2; FPIR ≤ 1 % one above 2.
        #expect(try scores.threshold(falsePositiveRate: 0.5) == 1.0.nextUp)
        #expect(try scores.threshold(falsePositiveRate: 0.01) == 2.0.nextUp)
        #expect(try scores.falseNegativeRate(atFalsePositiveRate: 0.01) == 0.75)
        #expect(try scores.falseNegativeRate(atFalsePositiveRate: 1) == 0.5)
        #expect(try scores.detectionAndIdentificationRate(atFalsePositiveRate: 0.5) == 0.25)
    }

    /// Every score of the data and directly above it tried as threshold.
    @Test(arguments: 0..<20 as Range<UInt64>) func openSetByBruteForce(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let outcomes = try (0..<60).map { clip in
            var scores: [String: Double] = [:]
            for name in ["a", "b", "c"] { scores[name] = (generator.normal() * 2).rounded() / 2 }
            scores["a", default: 0] += 1
            return try Self.outcome(
                "\(clip)", clip % 3 == 0 ? .stranger("\(clip % 4)") : .enrolled("a"), scores)
        }
        let scores = try OpenSetScores(outcomes)
        let everyScore = Set(outcomes.flatMap { $0.candidates.map(\.score) })
        for wanted in [0, 0.01, 0.1, 0.25, 0.5, 1] {
            var best = 1.0
            for threshold in everyScore.flatMap({ [$0, $0.nextUp] }) {
                let strangers = outcomes.filter { $0.rank == nil }
                let accepted = strangers.count { $0.candidates.contains { $0.score >= threshold } }
                guard Double(accepted) / Double(strangers.count) <= wanted else { continue }
                let known = outcomes.filter { $0.rank != nil }
                let missed = known.count { outcome in
                    let own = outcome.candidates.first { $0.speaker == "a" }?.score ?? .nan
                    let beaten = outcome.candidates.contains {
                        $0.speaker != "a" && $0.score >= own
                    }
                    return beaten || own < threshold
                }
                best = min(best, Double(missed) / Double(known.count))
            }
            #expect(try scores.falseNegativeRate(atFalsePositiveRate: wanted) == best)
        }
    }

    @Test func infiniteStrangers() throws {
        let scores = try OpenSetScores([
            Self.outcome("a1", .enrolled("a"), ["a": .infinity]),
            Self.outcome("x1", .stranger("x"), ["a": .infinity]),
        ])
        #expect(throws: EvaluationError.unattainableRate(0.1)) {
            try scores.threshold(falsePositiveRate: 0.1)
        }
        #expect(try scores.falseNegativeRate(atFalsePositiveRate: 0.1) == 1)
        #expect(try scores.falseNegativeRate(atFalsePositiveRate: 1) == 0)
    }

    @Test func trialsOfAnOutcome() throws {
        let outcome = try Self.outcome("a1", .enrolled("a"), ["a": 3, "b": 1])
        #expect(
            outcome.trials == [
                Trial(model: "a", clip: "a1", speaker: "a", score: 3, isTarget: true),
                Trial(model: "b", clip: "a1", speaker: "a", score: 1, isTarget: false),
            ])
        let stranger = try Self.outcome("x1", .stranger("x"), ["a": 3])
        #expect(
            stranger.trials == [
                Trial(model: "a", clip: "x1", speaker: "x", score: 3, isTarget: false)
            ])
    }

    /// Nontarget trials take the unknown impostor's scores, the target trial never does.
    @Test func trialsOfAnUnknownImpostor() throws {
        func outcome(_ others: [Candidate], _ speaker: TrueSpeaker = .enrolled("a")) throws
            -> IdentificationOutcome
        {
            try IdentificationOutcome(
                clip: "a1", speaker: speaker,
                candidates: ["a", "b", "c"].map { Candidate(speaker: $0, score: 3) },
                unknownImpostor: others)
        }
        let (b, c) = (Candidate(speaker: "b", score: 4), Candidate(speaker: "c", score: 5))
        func trial(_ model: String, _ score: Double) -> Trial {
            Trial(model: model, clip: "a1", speaker: "a", score: score, isTarget: model == "a")
        }
        let made = try outcome([c, b])
        #expect(made.trials == [trial("a", 3), trial("c", 5), trial("b", 4)])
        #expect(made.knownImpostorTrials == [trial("a", 3), trial("b", 3), trial("c", 3)])
        #expect(made.rank == 3)
        for wrong in [[b], [b, b], [b, Candidate(speaker: "a", score: 0)], [b, c, c]] {
            #expect(throws: EvaluationError.unknownImpostorOfOthers(clip: "a1")) {
                try outcome(wrong)
            }
        }
        #expect(throws: EvaluationError.unknownImpostorOfOthers(clip: "a1")) {
            try outcome([b, c], .stranger("x"))
        }
        #expect(throws: EvaluationError.scoreNotANumber(model: "c", clip: "a1")) {
            try outcome([b, Candidate(speaker: "c", score: .nan)])
        }
    }

    @Test func contradictionsAreRefused() throws {
        #expect(throws: EvaluationError.noCandidates(clip: "c")) {
            try Self.outcome("c", .enrolled("a"), [:])
        }
        #expect(throws: EvaluationError.speakerNotAmongCandidates(clip: "c", speaker: "b")) {
            try Self.outcome("c", .enrolled("b"), ["a": 0])
        }
        #expect(throws: EvaluationError.strangerAmongCandidates(clip: "c", speaker: "a")) {
            try Self.outcome("c", .stranger("a"), ["a": 0])
        }
        #expect(throws: EvaluationError.scoreNotANumber(model: "a", clip: "c")) {
            try Self.outcome("c", .enrolled("a"), ["a": .nan])
        }
        #expect(throws: EvaluationError.repeatedCandidate(clip: "c", speaker: "a")) {
            try IdentificationOutcome(
                clip: "c", speaker: .enrolled("a"),
                candidates: [
                    Candidate(speaker: "a", score: 0), Candidate(speaker: "a", score: 1),
                ])
        }
        let known = try Self.outcome("c", .enrolled("a"), ["a": 0])
        #expect(throws: EvaluationError.noStrangers) { try OpenSetScores([known]) }
        let unknown = try Self.outcome("c", .stranger("x"), ["a": 0])
        #expect(throws: EvaluationError.noEnrolledClips) { try OpenSetScores([unknown]) }
        #expect(throws: EvaluationError.noEnrolledClips) { try ClosedSetScores([unknown]) }
    }
}
