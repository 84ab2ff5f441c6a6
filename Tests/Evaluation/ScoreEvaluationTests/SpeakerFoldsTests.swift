import ScoreEvaluation
import Testing

@Suite struct SpeakerFoldsTests {
    private func clips(_ speakers: Int, strangers: Int = 0) -> [ClipEvidence] {
        var clips: [ClipEvidence] = []
        for speaker in 0..<speakers {
            for clip in 0..<2 {
                clips.append(
                    ClipEvidence(
                        speaker: "s\(speaker)",
                        own: .init(score: Double(10 * speaker + clip), isFirst: true),
                        others: [-Double(speaker) - 1]))
            }
        }
        for stranger in 0..<strangers {
            clips.append(
                ClipEvidence(speaker: "x\(stranger)", own: nil, others: [-100 - Double(stranger)]))
        }
        return clips
    }

    /// What is learnt is how many targets were seen, so each score tells who was left out.
    @Test func nobodyIsMappedByOnesOwnTrials() throws {
        let trials = DetectionTrials.comparisons(clips(3))
        let scores = try trials.crossValidated(seed: 1) { learnt in
            let sum = learnt.targets.reduce(0, +)
            return { 1000 * $0 + sum }
        }
        // All targets sum to 0 + 1 + 10 + 11 + 20 + 21 = 63; a speaker's own are missing.
        let targets: [Double] = [62, 1062, 10_042, 11_042, 20_022, 21_022]
        let nontargets: [Double] = [-2978, -2978, -1958, -1958, -938, -938]
        #expect(scores?.targets == targets)
        #expect(scores?.nontargets == nontargets)
    }

    @Test func everyTrialIsTestedOnce() throws {
        let trials = DetectionTrials.comparisons(clips(23, strangers: 9))
        for folds in [2, 10, 100] {
            var learnt = 0
            let scores = try trials.crossValidated(folds: folds, seed: 3) { _ in
                learnt += 1
                return { $0 }
            }
            #expect(scores == (try trials.scores))
            #expect(learnt == min(folds, 32))
        }
    }

    /// Without its only speaker a side is empty.
    @Test func tooFewSpeakersGiveNone() throws {
        for few in [clips(1), clips(1, strangers: 4), clips(0, strangers: 4)] {
            #expect(
                try DetectionTrials.comparisons(few).crossValidated(seed: 1) { _ in { $0 } } == nil)
        }
        #expect(
            try DetectionTrials.comparisons(clips(4)).crossValidated(seed: 1) { _ in nil } == nil)
    }
}
