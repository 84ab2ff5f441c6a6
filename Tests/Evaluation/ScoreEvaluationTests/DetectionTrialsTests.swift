import NumericCore
import ScoreEvaluation
import Testing

@Suite struct DetectionTrialsTests {
    private static func enrolled(
        _ speaker: String, _ score: Double, isFirst: Bool = true, others: [Double] = []
    ) -> ClipEvidence {
        ClipEvidence(
            speaker: speaker, own: .init(score: score, isFirst: isFirst), others: others)
    }

    private static func stranger(_ speaker: String, _ others: [Double]) -> ClipEvidence {
        ClipEvidence(speaker: speaker, own: nil, others: others)
    }

    /// Two clips of ada, the second taken for somebody else; one of bob; two of a stranger.
    private static let clips = [
        enrolled("ada", 5, others: [-1, 0]), enrolled("ada", 1, isFirst: false, others: [2, -3]),
        enrolled("bob", 3, others: [0, 0]), stranger("zoe", [4, 1, -2]),
        stranger("zoe", [-1, -1, -1]),
    ]

    @Test func everyComparisonIsATrial() throws {
        let trials = DetectionTrials.comparisons(Self.clips)
        let scores = try trials.scores
        #expect(scores.targets == [1, 3, 5])
        #expect(scores.nontargets == [-3, -2, -1, -1, -1, -1, 0, 0, 0, 1, 2, 4])
        // 4 is one of twelve, 4 and 2 are two.
        #expect(try trials.threshold(falseAlarmRate: 1.0 / 12) == 2.0.nextUp)
        #expect(try trials.threshold(falseAlarmRate: 0.08) == 4.0.nextUp)
        #expect(try trials.threshold(falseAlarmRate: 2.0 / 12) == 1.0.nextUp)
        #expect(trials.misses(at: 3).errors == 1)
        let alarms = trials.falseAlarms(at: 0)
        #expect(alarms.speakers.map(\.name) == ["ada", "bob", "zoe"])
        #expect(alarms.speakers.map(\.clips) == [2, 1, 2])
        #expect(alarms.speakers.map(\.trials) == [4, 2, 6])
        #expect(alarms.speakers.map(\.errors) == [2, 2, 2])
        #expect(alarms.rate == 0.5)
    }

    @Test func everyClipIsAnIdentification() throws {
        let trials = DetectionTrials.identifications(Self.clips)
        let scores = try trials.scores
        #expect(scores.targets == [-.infinity, 3, 5])
        #expect(scores.nontargets == [-1, 0, 0, 2, 4])
        #expect(try trials.threshold(falseAlarmRate: 0.2) == 2.0.nextUp)
        // However low the threshold, whoever is taken for somebody else is missed.
        #expect(trials.misses(at: -100).errors == 1)
        #expect(trials.misses(at: 3).rate == 1.0 / 3)
        #expect(trials.misses(at: 3.0.nextUp).rate == 2.0 / 3)
    }

    /// Of equal scores all are accepted or none: a rate that would take some takes none.
    @Test func tiesAreRejectedTogether() throws {
        let trials = DetectionTrials.identifications(
            (0..<10).map { Self.stranger("s\($0)", [$0 < 4 ? 1 : 0]) })
        #expect(try trials.threshold(falseAlarmRate: 0.39) == 1.0.nextUp)
        #expect(try trials.threshold(falseAlarmRate: 0.4) == 0.0.nextUp)
        #expect(trials.falseAlarms(at: 1).errors == 4)
        #expect(trials.falseAlarms(at: 1.0.nextUp).errors == 0)
    }

    @Test func strangersAloneGiveAThresholdAndNoMisses() throws {
        let trials = DetectionTrials.identifications([Self.stranger("zoe", [1, 2])])
        #expect(try trials.threshold(falseAlarmRate: 0.5) == 2.0.nextUp)
        #expect(trials.misses(at: 0).rate == nil)
        #expect(throws: EvaluationError.noTargets) { try trials.scores }
    }

    /// The only one enrolled can be taken for nobody else.
    @Test func withoutOthersThereIsNothingToChooseBy() {
        for trials in [
            DetectionTrials.comparisons([Self.enrolled("ada", 1)]),
            DetectionTrials.identifications([Self.enrolled("ada", 1)]),
        ] {
            #expect(trials.targets.count == 1)
            #expect(throws: EvaluationError.noNontargets) {
                try trials.threshold(falseAlarmRate: 0.1)
            }
        }
    }

    @Test func scoresThatAreNoNumbersAreRefused() {
        let trials = DetectionTrials.comparisons([Self.stranger("zoe", [1, .nan])])
        #expect(throws: EvaluationError.scoreNotANumberAt(index: 1, targets: false)) {
            try trials.threshold(falseAlarmRate: 0.1)
        }
    }

    /// The least of all thresholds that make a difference, tried one by one.
    @Test(arguments: 0..<40 as Range<UInt64>) func slowSearchFindsTheSame(seed: UInt64) throws {
        let scores = tiedScores(seed: seed).nontargets
        let trials = DetectionTrials.comparisons([Self.stranger("zoe", scores)])
        for rate in [0.001, 0.01, 0.1, 0.25, 1.0 / 3, 0.5, 0.9] {
            let candidates = scores.flatMap { [$0, $0.nextUp] }.sorted()
            let least = candidates.first { threshold in
                Double(scores.count { $0 >= threshold }) / Double(scores.count) <= rate
            }
            #expect(try trials.threshold(falseAlarmRate: rate) == least)
        }
    }

    @Test func mapsKeepSpeakersAndClips() throws {
        let trials = DetectionTrials.identifications(Self.clips).mapped { 2 * $0 + 1 }
        #expect(try trials.scores.targets == [-.infinity, 7, 11])
        #expect(trials.targets.map(\.speaker) == ["ada", "ada", "bob"])
        #expect(try trials.scores.nontargets == [-1, 1, 1, 5, 9])
    }
}
