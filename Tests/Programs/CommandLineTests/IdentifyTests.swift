import TestSupport
import Foundation
import Testing

@Suite struct IdentifyTests {
    static let answerKeys: Set<String> = [
        "clip", "decision", "speaker", "score", "probability", "threshold", "candidates",
        "duration_seconds", "speech_seconds", "snr_decibels", "high_band_decibels", "quality",
    ]

    private func identify(_ workspace: Workspace, _ arguments: String...) throws -> Run {
        try workspace.run(
            ["identify", "--gallery", workspace.gallery(), "--json"] + arguments)
    }

    /// What holds of every answer, whatever the model.
    private func check(_ answer: [String: Any], candidates: Int) throws {
        let score = try #require(answer["score"] as? Double)
        let probability = try #require(answer["probability"] as? Double)
        let ranking = try #require(answer["candidates"] as? [[String: Any]])
        #expect(ranking.count == candidates)
        #expect(ranking.allSatisfy { Set($0.keys) == ["speaker", "score", "probability"] })
        let scores = ranking.compactMap { $0["score"] as? Double }
        #expect(scores == scores.sorted(by: >))
        #expect(scores.first == score)
        #expect(ranking.first?["probability"] as? Double == probability)
        // Somebody else has the rest; the sum may round above 1.
        let sum = ranking.compactMap { $0["probability"] as? Double }.reduce(0, +)
        #expect(0 <= probability && sum <= 1 + 1e-9)
        let (duration, speech) = (answer["duration_seconds"], answer["speech_seconds"])
        #expect(try #require(speech as? Double) <= #require(duration as? Double))
        #expect(answer["quality"] as? String == "ok")
    }

    @Test func mostSpeakersAreRecognised() throws {
        let run = try identify(Workspace(), "--list", "\(SyntheticCorpus.folder)/probe.tsv")
        let answers = try run.objects()
        try #require(answers.count == 36)
        var right = 0
        for (index, answer) in answers.enumerated() {
            let speaker = SyntheticCorpus.speakers[index / 3]
            #expect(
                answer["clip"] as? String == SyntheticCorpus.probe(speaker, index % 3 + 1))
            try check(answer, candidates: 3)
            // Some of the synthesiser's voices are much alike: no name, rather than a wrong one.
            if answer["decision"] as? String == "match" {
                #expect(Set(answer.keys) == Self.answerKeys)
                #expect(answer["speaker"] as? String == speaker)
                right += 1
            }
        }
        #expect(right >= 30)
        let isAnyUnknown = answers.contains { $0["decision"] as? String == "unknown" }
        #expect(run.status == (isAnyUnknown ? 1 : 0))
        #expect(run.errors == "")
    }

    @Test func theThresholdDecidesAboutStrangers() throws {
        let workspace = try Workspace()
        let strangers = "\(SyntheticCorpus.folder)/unknown.tsv"
        let run = try identify(workspace, "--list", strangers, "--top", "20")
        let answers = try run.objects()
        #expect(answers.count == 9)
        for answer in answers {
            try check(answer, candidates: 12)
            let score = try #require(answer["score"] as? Double)
            let threshold = try #require(answer["threshold"] as? Double)
            let isMatch = score >= threshold
            #expect(answer["decision"] as? String == (isMatch ? "match" : "unknown"))
            #expect((answer["speaker"] != nil) == isMatch)
        }
        let isAnyUnknown = answers.contains { $0["decision"] as? String == "unknown" }
        #expect(run.status == (isAnyUnknown ? 1 : 0))
    }

    /// A threshold that nobody reaches makes everybody a stranger, a closed set nobody.
    @Test func thresholdAndClosedSetAreObeyed() throws {
        let workspace = try Workspace()
        let stranger = SyntheticCorpus.probe("mona", 1)
        let strict = try identify(workspace, "--threshold", "1000", stranger)
        #expect(strict.status == 1)
        let unknown = try #require(strict.objects().first)
        #expect(Set(unknown.keys) == Self.answerKeys.subtracting(["speaker"]))
        #expect(unknown["decision"] as? String == "unknown")
        #expect(unknown["threshold"] as? Double == 1000)
        let closed = try identify(workspace, "--closed-set", "--threshold", "1000", stranger)
        #expect(closed.status == 0)
        let match = try #require(closed.objects().first)
        // Nothing is compared with a threshold.
        #expect(Set(match.keys) == Self.answerKeys.subtracting(["threshold"]))
        #expect(match["decision"] as? String == "match")
    }

    @Test func unusableClipsSayWhy() throws {
        let workspace = try Workspace()
        let voice = try SyntheticAudio.samples(SyntheticCorpus.probe("ada", 1))
        let slow = try SyntheticAudio.samples(SyntheticCorpus.probe("ada", 1), sampleRate: 8000)
        let loud = voice.map { Int16(max(-32768, min(32767, Int($0) * 1000))) }
        let files: [(name: String, quality: String, bytes: [UInt8])] = [
            ("silent.wav", "no_speech", SyntheticAudio.wav([Int16](repeating: 0, count: 48_000))),
            // A quarter of a second from the middle of a word, of which some frames are speech.
            ("short.wav", "too_short", SyntheticAudio.wav(Array(voice[16_000..<16_900]))),
            ("slow.wav", "sample_rate", SyntheticAudio.wav(slow, sampleRate: 8000)),
            ("loud.wav", "clipped", SyntheticAudio.wav(loud)),
            ("text.wav", "not_audio", Array("hello\n".utf8)),
        ]
        for file in files { try workspace.write(file.bytes, as: file.name) }
        let run = try workspace.run(
            ["identify", "--gallery", workspace.gallery(), "--json"] + files.map(\.name))
        #expect(run.status == 65)
        let answers = try run.objects()
        try #require(answers.count == files.count)
        for (answer, file) in zip(answers, files) {
            #expect(answer["clip"] as? String == file.name)
            #expect(answer["decision"] as? String == "unusable")
            #expect(answer["quality"] as? String == file.quality)
            let message = try #require(answer["message"] as? String)
            #expect(message.hasPrefix("\(file.name): "))
            #expect(run.messages.contains(message))
            #expect(answer["speaker"] == nil && answer["score"] == nil)
        }
        #expect(run.messages.count == files.count)
        let slowMessage = try #require(answers[2]["message"] as? String)
        #expect(slowMessage.contains("8000 Hz") && slowMessage.contains("16000 Hz"))
        #expect(slowMessage.contains("telephone-8k"))
    }

    /// Values far beyond full scale are finite and yet no recording.
    @Test func impossibleSamplesAreNamedWithTheirClip() throws {
        let workspace = try Workspace()
        let samples = (0..<32_000).map { Float($0 % 7) * 1e30 }
        let format = ClipBytes.format(tag: 3, bits: 32)
        try workspace.write(
            ClipBytes.wav(format: format, data: ClipBytes.floats(samples)), as: "huge.wav")
        let run = try identify(workspace, "huge.wav")
        #expect(run.status == 65)
        #expect(try run.objects().first?["decision"] as? String == "unusable")
        #expect(run.messages.first?.hasPrefix("huge.wav: sample 1 is ") == true)
    }

    @Test func theTableNamesEverybodyAskedFor() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let clip = SyntheticCorpus.probe("ada", 1)
        let five = try workspace.run("identify", "--gallery", gallery, "--top", "5", clip)
        #expect(five.lines.count == 2)
        #expect(five.lines[0].hasPrefix("CLIP "))
        #expect(five.lines[1].hasPrefix(clip + "  ada "))
        // Four others stand behind the one who was found.
        #expect(five.lines[1].split(separator: ", ").count == 4)
        let one = try workspace.run("identify", "--gallery", gallery, "--top", "1", clip)
        #expect(one.lines[1].hasSuffix(" s"))
    }

    @Test func quietIsSilentAndVerboseTellsOnStandardErrorOnly() throws {
        let workspace = try Workspace()
        let samples = try SyntheticAudio.samples(SyntheticCorpus.probe("ada", 1))
        try workspace.write(
            SyntheticAudio.wav(SyntheticAudio.interleaved(samples, samples), channels: 2),
            as: "two.wav")
        let plain = try identify(workspace, "two.wav")
        let quiet = try identify(workspace, "--quiet", "two.wav")
        let verbose = try identify(workspace, "--verbose", "two.wav")
        #expect(plain.errors == "")
        #expect(quiet.errors == "")
        #expect(verbose.messages == ["two.wav: the mean of 2 channels was taken"])
        #expect(quiet.output == plain.output)
        #expect(verbose.output == plain.output)
    }

    @Test func threadsAndOtherWaysOfScoringChangeNoName() throws {
        let workspace = try Workspace()
        let speakers = ["ada", "ines", "jonas"]
        let clips = speakers.map { SyntheticCorpus.probe($0, 1) }
        let gallery = try workspace.gallery()
        let base = ["identify", "--gallery", gallery, "--json"]
        let one = try workspace.run(base + ["--threads", "1"] + clips)
        let two = try workspace.run(base + ["--threads", "2"] + clips)
        #expect(one.output == two.output)
        for options in [["--exact"], ["--linear", "--threshold=0"], ["--linear", "--closed-set"]] {
            let other = try workspace.run(base + options + clips)
            #expect(try other.objects().map { $0["speaker"] as? String } == speakers)
        }
    }

    @Test func linearScoresNeedAThresholdOfTheirOwn() throws {
        let run = try Workspace().run("identify", "--linear", "a.wav")
        #expect(run.status == 64)
        #expect(
            run.errors.contains(
                "--linear: the model's threshold is one of exact scores; give your own by "
                    + "--threshold, or --closed-set"))
    }

    @Test func aClipThatIsNotThereIsNotCalledNoAudio() throws {
        let workspace = try Workspace()
        try workspace.write("hello\n", as: "text.wav")
        let run = try identify(workspace, "none.wav", "text.wav")
        #expect(run.status == 66)
        #expect(try run.objects().map { $0["quality"] as? String } == ["no_input", "not_audio"])
    }

    /// What scores mean cannot be learnt from one short clip.
    @Test func anUncalibratedModelIsSaidToBeOne() throws {
        let workspace = try Workspace()
        let warning =
            "the background model tiny was trained on too few clips to learn what scores mean; "
            + "its threshold and probabilities are guesses, try --threshold"
        let clip = SyntheticCorpus.probe("ada", 1)
        let train = try workspace.run(
            "train", "--components", "2", "--iterations", "1", "--name", "tiny", "--json", "-o",
            "m.safetensors", clip)
        #expect(train.messages == [warning])
        #expect(try train.objects().first?["calibrated"] as? Bool == false)
        let facts = try workspace.run("inspect", "--json", "m.safetensors").objects().first
        #expect((facts?["facts"] as? [String: Any])?["calibrated"] as? Bool == false)
        let enroll = try workspace.run(
            "enroll", "--quiet", "--gallery", "g", "--model", "m.safetensors", "ada", clip)
        #expect(enroll.status == 0)
        let base = ["--gallery", "g", "--threshold=0"]
        #expect(try workspace.run(["identify"] + base + [clip, clip]).messages == [warning])
        #expect(try workspace.run(["verify"] + base + ["ada", clip]).messages == [warning])
        #expect(try workspace.run(["identify", "--quiet"] + base + [clip]).messages == [])
    }

    @Test func speakersWithoutRecordingsArePassedOver() throws {
        let workspace = try Workspace()
        let clip = SyntheticCorpus.enrollment("ada", 1)
        let bruno = SyntheticCorpus.enrollment("bruno", 1)
        for (name, file) in [("ada", clip), ("bruno", bruno)] {
            #expect(try workspace.run("enroll", "--gallery", "g", name, file).status == 0)
        }
        #expect(try workspace.run("forget", "--gallery", "g", "ada", clip).status == 0)
        let run = try workspace.run("identify", "--gallery", "g", "--json", bruno)
        #expect(run.status == 0)
        let candidates = try run.objects().first?["candidates"] as? [[String: Any]]
        #expect(candidates?.map { $0["speaker"] as? String } == ["bruno"])
        let claim = try workspace.run("verify", "--gallery", "g", "ada", clip)
        #expect(claim.status == 66)
        #expect(claim.output == "")
        #expect(
            claim.messages == ["ada has no recordings; add some with: timbre enroll ada CLIPS"])
        #expect(try workspace.run("forget", "--gallery", "g", "bruno", bruno).status == 0)
        let nobody = try workspace.run("identify", "--gallery", "g", clip)
        #expect(nobody.status == 66)
        #expect(
            nobody.messages == [
                "g: nobody with a recording is enrolled in this gallery; enrol a first speaker "
                    + "with: timbre enroll NAME CLIPS"
            ])
    }
}
