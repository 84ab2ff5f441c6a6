import TestSupport
import NumericCore
import Testing
import Timbre

@Suite struct IdentificationTests {
    private let folder: TemporaryFolder
    private let recognizer: Recognizer

    init() throws {
        folder = try TemporaryFolder()
        recognizer = try VoiceMaterial.enrolledRecognizer(in: folder)
    }

    private func options(
        threshold: Double? = nil, isClosedSet: Bool = false
    ) -> MatchingOptions {
        var options = MatchingOptions()
        options.threshold = threshold
        options.isClosedSet = isClosedSet
        return options
    }

    @Test func voicesFindTheirNames() throws {
        for (name, voice) in SyntheticVoice.enrolled {
            let answer = try recognizer.identify(VoiceMaterial.probe(voice))
            let isEnough = answer.candidates[0].score >= answer.threshold
            #expect(answer.candidates[0].speaker == name)
            #expect(answer.decision == (isEnough ? .match(speaker: name) : .unknown))
            #expect(answer.candidates.map(\.speaker).sorted() == ["anna", "boris", "clara"])
            #expect(answer.candidates[0].score > answer.candidates[1].score)
            // A sum of three quotients, rounded; below as well.
            #expect(answer.candidates.map(\.probability).reduce(0, +) <= 1 + 1e-12)
            #expect(answer.threshold == recognizer.background.scoring.threshold)
            #expect(answer.clip.quality == .ok)
            #expect(answer.clip.durationSeconds == 1.5)
            #expect((0.1...1.5).contains(answer.clip.speechSeconds))
        }
    }

    /// Every own clip reaches the lowest of the own clips' scores; the stranger does not.
    @Test func aStrangerIsUnknown() throws {
        let own = try SyntheticVoice.enrolled.map {
            try recognizer.identify(VoiceMaterial.probe($0.voice)).candidates[0].score
        }
        let threshold = try #require(own.min())
        let clip = VoiceMaterial.probe(.stranger)
        #expect(
            try recognizer.identify(clip, options(threshold: threshold)).decision == .unknown)
        for (name, voice) in SyntheticVoice.enrolled {
            let answer = try recognizer.identify(
                VoiceMaterial.probe(voice), options(threshold: threshold))
            #expect(answer.decision == .match(speaker: name))
        }
    }

    @Test func aClosedSetHasNoStrangers() throws {
        // The closed set overrules any threshold.
        let answer = try recognizer.identify(
            VoiceMaterial.probe(.stranger), options(threshold: 1e9, isClosedSet: true))
        #expect(answer.decision == .match(speaker: answer.candidates[0].speaker))
        #expect(answer.threshold == -.infinity)
        #expect(abs(answer.candidates.map(\.probability).reduce(0, +) - 1) < 1e-12)
    }

    @Test func exactAndLinearScoresAgreeOnTheName() throws {
        var (exact, linear) = (MatchingOptions(), MatchingOptions())
        exact.scorer = .exact
        linear.scorer = .linear
        for (name, voice) in SyntheticVoice.enrolled {
            for options in [exact, linear] {
                let answer = try recognizer.identify(VoiceMaterial.probe(voice), options)
                #expect(answer.candidates[0].speaker == name)
            }
        }
    }

    @Test func claimsAreAcceptedAndRejected() throws {
        let clip = VoiceMaterial.probe(.boris)
        // Six voices are too few to learn a threshold from.
        var options = MatchingOptions()
        options.threshold = 0
        let own = try recognizer.verify("boris", clip, options)
        #expect(own.decision == .match(speaker: "boris"))
        #expect(own.candidates.map(\.speaker) == ["boris"])
        #expect(own.candidates[0].probability > 0.5)
        let other = try recognizer.verify("anna", clip, options)
        #expect(other.decision == .unknown)
        #expect(other.candidates[0].probability < 0.5)
        // Who else is enrolled has no influence on the score.
        let all = try recognizer.identify(clip).candidates
        #expect(all.first { $0.speaker == "anna" }?.score == other.candidates[0].score)
        #expect(throws: GalleryError.noSpeaker(name: "dora")) {
            try recognizer.verify("dora", clip)
        }
    }

    @Test func manyThreadsGetTheSameAnswers() throws {
        let clips = SyntheticVoice.enrolled.map { VoiceMaterial.probe($0.voice) }
        let alone = try clips.map { try recognizer.identify($0).candidates }
        recognizer.reload()
        var together: [[SpeakerCandidate]] = []
        try Threads.with(3) {
            try orderedMap(count: 6) {
                try recognizer.identify(clips[$0 % 3]).candidates
            } consume: {
                together.append($1)
            }
        }
        #expect(together == alone + alone)
    }

    @Test func anEmptyGalleryKnowsNobody() throws {
        let folder = try TemporaryFolder()
        let answer = try VoiceMaterial.recognizer(in: folder)
            .identify(VoiceMaterial.probe(.anna))
        #expect(answer.decision == .unknown)
        #expect(answer.candidates.isEmpty)
    }
}
