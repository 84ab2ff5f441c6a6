import ScoreEvaluation
import TestMaterial
import Testing
import Timbre

@Suite struct CorpusEvaluationTests {
    /// Three enrolled speakers and a stranger, and clips that cannot be used.
    private func corpus(in folder: TemporaryFolder) throws -> [String] {
        var (enroll, probe) = ("speaker\tclip\n", "speaker\tclip\n")
        func write(_ voice: SyntheticVoice, _ name: String, _ seconds: Double, _ seed: UInt64)
            throws
        {
            _ = try folder.write(
                VoiceMaterial.wave(voice.samples(seconds: seconds, seed: seed)), as: name)
        }
        for (name, voice) in SyntheticVoice.enrolled {
            try write(voice, "\(name)-enroll.wav", 3, 1)
            enroll += "\(name)\t\(name)-enroll.wav\n"
            for number in 1...2 {
                try write(voice, "\(name)-\(number).wav", 1, UInt64(60 + number))
                probe += "\(name)\t\(name)-\(number).wav\n"
            }
        }
        _ = try folder.write(
            VoiceMaterial.wave([Float](repeating: 0, count: 8000)), as: "silence.wav")
        _ = try folder.write("no audio at all", as: "text.wav")
        try write(.stranger, "stranger.wav", 1, 1)
        enroll += "anna\tsilence.wav\ndora\ttext.wav\n"
        probe += "anna\tsilence.wav\ndora\tanna-1.wav\nboris\tmissing.wav\n"
        return [
            try folder.write(enroll, as: "enroll.tsv"), try folder.write(probe, as: "probe.tsv"),
            try folder.write("speaker\tclip\nx\tstranger.wav\n", as: "unknown.tsv"),
        ]
    }

    @Test func aSmallCorpus() throws {
        let folder = try TemporaryFolder()
        let lists = try corpus(in: folder).map { try ClipList.read($0) }
        var evaluation = CorpusEvaluation(try VoiceMaterial.background())
        evaluation.threads = 2
        // An evaluation measures at every threshold; a closed set would have none.
        evaluation.options.isClosedSet = true
        var steps: [Int] = []
        let outcome = try evaluation.run(
            enrollment: lists[0], probes: lists[1], strangers: lists[2]
        ) { done, total in
            #expect(total == 15)
            steps.append(done)
        }
        #expect(steps == Array(1...15))
        #expect(outcome.speakerCount == 3)
        #expect(outcome.identifications.count == 7)
        #expect(
            outcome.refusals.map(\.clip.name)
                == [
                    "silence.wav", "text.wav", "silence.wav", "anna-1.wav", "missing.wav",
                ].map(folder.path))
        #expect(outcome.refusals[0].message.contains(ClipQuality.noSpeech.explanation))
        #expect(outcome.refusals[2].message.hasSuffix(": " + ClipQuality.noSpeech.explanation))
        #expect(outcome.refusals[3].message.hasSuffix(": dora is not enrolled"))
        for identification in outcome.identifications {
            #expect(identification.candidates.count == 3)
            if case .enrolled(let name) = identification.speaker {
                #expect(identification.candidates[0].speaker == name)
            }
        }
        #expect(outcome.identifications.last?.speaker == .stranger("x"))
        let report = try EvaluationReport(
            outcome.identifications, bootstrap: SpeakerBootstrap(replicates: 10))
        #expect(report.closedSet?.top1.value == 1)
        #expect(report.closedSet?.count == 6)
        #expect(report.openSet?.unknownCount == 1)
    }

    /// Scores of the report are the recognizer's own.
    @Test func scoresAreThoseOfARecognizer() throws {
        let folder = try TemporaryFolder()
        let background = try VoiceMaterial.background()
        let probe = VoiceMaterial.probe(.clara)
        let outcome = try CorpusEvaluation(background).run(
            enrollment: SyntheticVoice.enrolled.flatMap { name, voice in
                [1, 2].map { LabelledClip(speaker: name, clip: voice.clip(2.5, seed: $0)) }
            }, probes: [LabelledClip(speaker: "clara", clip: probe)], strangers: [])
        let answer = try VoiceMaterial.enrolledRecognizer(in: folder).identify(probe)
        let candidates = try #require(outcome.identifications.first).candidates
        #expect(candidates.map(\.speaker) == answer.candidates.map(\.speaker))
        for (candidate, other) in zip(candidates, answer.candidates) {
            // The gallery keeps statistics as Float32, the evaluation as Float64.
            #expect(abs(candidate.score - other.score) < 1e-4 * max(1, abs(other.score)))
        }
    }
}
