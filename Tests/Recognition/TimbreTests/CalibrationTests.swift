import Foundation
import ScoreEvaluation
import TestSupport
import Testing

@testable import Timbre

@Suite struct CalibrationTests {
    private let folder: TemporaryFolder
    private let recognizer: Recognizer

    init() throws {
        folder = try TemporaryFolder()
        recognizer = try VoiceMaterial.enrolledRecognizer(in: folder)
    }

    private static func bootstrap() throws -> SpeakerBootstrap {
        try SpeakerBootstrap(replicates: 100)
    }

    /// Clips of everybody enrolled and of a stranger, `count` each.
    private func known(_ count: UInt64) -> [LabelledClip] {
        (SyntheticVoice.enrolled + [("xenia", .stranger)]).flatMap { name, voice in
            (0..<count).map {
                LabelledClip(speaker: name, clip: VoiceMaterial.probe(voice, seed: 200 + $0))
            }
        }
    }

    /// What is found with a speaker left out is what a gallery finds that never had the speaker.
    @Test func evidenceIsThatOfIdentification() throws {
        let clips = try recognizer.listen(to: known(1))
        #expect(clips.gallerySize == 3)
        #expect(clips.refusals.isEmpty)
        #expect(clips.evidence.map(\.speaker) == ["anna", "boris", "clara", "xenia"])
        for (found, asked) in zip(clips.evidence, known(1)) {
            let whole = try recognizer.identify(asked.clip).candidates
            #expect(found.own?.score == whole.first { $0.speaker == asked.speaker }?.score)
            #expect(found.own?.isFirst == (found.own == nil ? nil : true))
            let without = try VoiceMaterial.enrolledRecognizer(in: TemporaryFolder())
            if found.own != nil {
                try without.gallery.remove(asked.speaker)
                without.reload()
            }
            let others = try without.identify(asked.clip).candidates.map(\.score)
            #expect(found.others.sorted(by: >) == others)
        }
    }

    @Test func clipsThatMustNotJudgeAreRefused() throws {
        let enrolled = SyntheticVoice.anna.clip(2.5, seed: 1)
        let silence = Clip.samples(
            [Float](repeating: 0, count: 16_000), sampleRate: 16_000, name: "silence")
        let clips = try recognizer.listen(
            to: [
                LabelledClip(speaker: "anna", clip: enrolled),
                LabelledClip(speaker: "xenia", clip: silence),
            ] + known(1) + known(1).prefix(1))
        #expect(clips.evidence.count == 4)
        #expect(
            clips.refusals.map { $0.error as? PartialClip } == [
                .enrolled(clip: "utterance 1", speaker: "anna", recording: "utterance 1"), nil,
                .repeated(clip: "utterance 200", earlier: "utterance 200"),
            ])
        #expect(
            clips.refusals[1].error as? UnfitClip == UnfitClip(clip: "silence", quality: .noSpeech))
        #expect(clips.refusals[0].message.hasPrefix("utterance 1: enrolled for anna as"))
    }

    @Test func anAdoptedCalibrationDecides() throws {
        let stranger = VoiceMaterial.probe(.stranger)
        let before = try recognizer.identify(stranger).candidates[0].score
        let adopted = Calibration(
            map: .init(slope: 0.5, offset: 1), threshold: 0.5 * before + 1, wantedRate: 0.1,
            unit: .comparison, falseAlarms: .init(value: 0, low: 0, high: 1), misses: nil,
            speakers: 1, clips: 1, gallerySize: 3, date: Date(timeIntervalSince1970: 0))
        try recognizer.adopt(adopted)
        let answer = try recognizer.identify(stranger)
        #expect(answer.candidates[0].score == 0.5 * before + 1)
        #expect(answer.threshold == adopted.threshold)
        #expect(answer.decision == .match(speaker: answer.candidates[0].speaker))
        #expect(
            try recognizer.verify(answer.candidates[0].speaker, stranger).threshold
                == adopted.threshold)
        // Whoever names a threshold is obeyed.
        var options = MatchingOptions()
        options.threshold = adopted.threshold.nextUp
        #expect(try recognizer.identify(stranger, options).decision == .unknown)
        // Another program finds it, too.
        let other = try Recognizer.open(gallery: recognizer.gallery.path)
        #expect(try other.identify(stranger).threshold == adopted.threshold)
        try recognizer.adopt(nil)
        #expect(try recognizer.identify(stranger).candidates[0].score == before)
        #expect(
            try recognizer.identify(stranger).threshold
                == recognizer.background.scoring.threshold)
    }

    /// Clips that taught a threshold are decided by it as was counted.
    @Test func countsAreThoseOfTheAnswers() throws {
        let known = known(4)
        let clips = try recognizer.listen(to: known)
        let outcome = try clips.calibration(
            falseAlarmRate: 0.3, per: .identification, Self.bootstrap())
        try recognizer.adopt(outcome.calibration)
        var (misses, alarms) = (0, 0)
        for clip in known {
            let decision = try recognizer.identify(clip.clip).decision
            if clip.speaker == "xenia" {
                alarms += decision == .unknown ? 0 : 1
            } else {
                misses += decision == .match(speaker: clip.speaker) ? 0 : 1
            }
        }
        #expect(outcome.misses.errors == misses)
        #expect(outcome.misses.trials == 12)
        #expect(outcome.falseAlarms.trials == 16)
        #expect(outcome.falseAlarms.speakers.first { $0.name == "xenia" }?.errors == alarms)
        #expect(outcome.falseAlarms.errors <= 4)
        #expect(outcome.enrolledCount == 3 && outcome.strangerCount == 1)
        #expect(outcome.calibration.misses?.value == Double(misses) / 12)
    }
}

/// Outcomes of made-up evidence.
@Suite struct CalibrationOutcomeTests {
    private func clips(_ evidence: [ClipEvidence]) -> CalibrationClips {
        CalibrationClips(
            evidence: evidence, refusals: [], gallerySize: 2, shippedThreshold: 1.5, gallery: "g")
    }

    private func calibration(
        _ evidence: [ClipEvidence], rate: Double, per unit: Calibration.Unit = .identification
    ) throws -> CalibrationOutcome {
        try clips(evidence).calibration(
            falseAlarmRate: rate, per: unit, SpeakerBootstrap(replicates: 50))
    }

    /// `count` speakers with one clip each.
    private func enrolled(_ count: Int, own: Double, others: [Double]) -> [ClipEvidence] {
        (0..<count).map {
            ClipEvidence(speaker: "e\($0)", own: .init(score: own, isFirst: true), others: others)
        }
    }

    private func strangers(_ scores: [Double]) -> [ClipEvidence] {
        scores.enumerated().map { ClipEvidence(speaker: "s\($0)", own: nil, others: [$1]) }
    }

    @Test func allStrangers() throws {
        let outcome = try calibration(strangers([1, 2, 3, 4]), rate: 0.25)
        #expect(outcome.calibration.threshold == 3.0.nextUp)
        #expect(outcome.calibration.falseAlarms.value == 0.25)
        #expect(outcome.calibration.misses == nil)
        #expect(outcome.cost == nil)
        #expect(outcome.calibration.map == .identity)
        #expect(outcome.shipped.falseAlarms.errors == 3)
        #expect(
            outcome.remarks == [
                "25 % of 4 identifications is 1, where 30 false alarms are needed to know a rate "
                    + "to within a third (rule of 30): about 120 clips of 120 speakers, enrolled "
                    + "or strangers",
                "no clip is an enrolled speaker's, so that misses cannot be foretold; list other "
                    + "clips of enrolled speakers, too",
            ])
    }

    @Test func noStrangers() throws {
        let outcome = try calibration(enrolled(3, own: 5, others: [-5]), rate: 0.5)
        #expect(outcome.strangerCount == 0)
        #expect(outcome.falseAlarms.trials == 3)
        #expect(outcome.calibration.misses?.value == 0)
        #expect(outcome.cost != nil)
    }

    @Test func aRateThatIsTooFineIsSaidToBe() throws {
        let outcome = try calibration(strangers([1, 2]), rate: 0.001)
        #expect(outcome.calibration.threshold == 2.0.nextUp)
        #expect(outcome.falseAlarms.errors == 0)
        #expect(outcome.calibration.falseAlarms.value == 0)
        #expect(outcome.calibration.falseAlarms.high > 0.001)
        #expect(outcome.remarks[0].hasPrefix("0.1 % cannot be told by 2 identifications: "))
        #expect(outcome.remarks[1].contains("about 30000 clips of 30000 speakers"))
        // No integer holds the number of clips that this would need.
        let finest = try calibration(strangers([1, 2]), rate: 1e-300)
        #expect(finest.calibration.threshold == 2.0.nextUp)
        #expect(finest.remarks[1].contains("about 30000"))
    }

    /// Sixty strangers at a rate of a half are thirty false alarms, and thirty of sixty misses.
    @Test func enoughClipsNeedNoRemark() throws {
        let evidence =
            strangers((0..<60).map { Double($0) })
            + enrolled(30, own: 20, others: [])
            + enrolled(30, own: 40, others: []).map {
                ClipEvidence(speaker: "f" + $0.speaker, own: $0.own, others: [])
            }
        let outcome = try calibration(evidence, rate: 0.5)
        let map = outcome.calibration.map
        #expect(outcome.calibration.threshold == map(29).nextUp)
        #expect(outcome.falseAlarms.errors == 30)
        #expect(outcome.misses.errors == 30)
        #expect(outcome.remarks == [])
        #expect(outcome.cost?.isMapWorthwhile == true)
    }

    @Test func evidenceThatIsRightIsLeftAlone() throws {
        // Equal shares of each kind have no evidence, and say 0.
        let evidence = (0..<20).map {
            ClipEvidence(speaker: "e\($0)", own: .init(score: 0, isFirst: false), others: [0])
        }
        let outcome = try calibration(evidence, rate: 0.1)
        #expect(outcome.cost?.shipped == 1)
        #expect(outcome.cost?.minimum == 1)
        #expect(outcome.calibration.map == .identity)
        #expect(outcome.remarks.contains { $0.contains("no better on speakers left out") })
    }

    @Test func nobodyElseIsNothingToCompare() {
        #expect(throws: NothingToCompare(gallery: "g", clips: 2)) {
            try calibration(enrolled(2, own: 1, others: []), rate: 0.1)
        }
        #expect(throws: NothingToCompare(gallery: "g", clips: 0)) {
            try calibration([], rate: 0.1)
        }
    }

    @Test func theSummaryIsALine() throws {
        let outcome = try calibration(strangers([1, 2, 3, 4]), rate: 0.125)
        let summary = outcome.calibration.summary
        #expect(
            summary.hasPrefix(
                "threshold 4.00 for 12.5 % false alarms per identification, learnt from 4 clips "
                    + "of 4 speakers with 2 enrolled on 20"))
        #expect(outcome.calibration.remark(enrolled: 2) == nil)
        #expect(
            outcome.calibration.remark(enrolled: 5)
                == "the threshold was calibrated with 2 enrolled, and there are 5 now: expect "
                + "about 2.5 times the false alarms")
    }
}
