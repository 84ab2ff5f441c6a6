import ScoreEvaluation
import TestSupport
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

    /// A clip of clara among anna, boris and clara, by any normalisation.
    private func evaluate(
        _ change: (inout CorpusEvaluation) -> Void = { _ in }, enrolling names: [String]? = nil
    ) throws -> IdentificationOutcome {
        var evaluation = CorpusEvaluation(try VoiceMaterial.background())
        change(&evaluation)
        let outcome = try evaluation.run(
            enrollment: SyntheticVoice.enrolled
                .filter { name, _ in names?.contains(name) ?? true }
                .map { LabelledClip(speaker: $0, clip: $1.clip(2.5, seed: 1)) },
            probes: names.map { $0.contains("clara") } ?? true
                ? [LabelledClip(speaker: "clara", clip: VoiceMaterial.probe(.clara))] : [],
            strangers: names.map { $0.contains("clara") } ?? true
                ? [] : [LabelledClip(speaker: "clara", clip: VoiceMaterial.probe(.clara))])
        return try #require(outcome.identifications.first)
    }

    static let normalizations: [ScoreNormalization] = [
        .none, .nearestOthers(2), .tNearest(2), .z, .t, .zt, .s, .adaptiveS(top: 2),
    ]

    /// What an unknown impostor scores is what a stranger's clip does when its speaker is really
    /// not enrolled, by every normalisation and cohort: in Double, sums of the same scores.
    @Test(arguments: normalizations, CohortSource.allCases)
    func unknownImpostorsAreStrangers(normalization: ScoreNormalization, source: CohortSource)
        throws
    {
        func change(_ evaluation: inout CorpusEvaluation) {
            evaluation.normalization = normalization
            evaluation.cohortSource = source
        }
        let known = try evaluate(change)
        let stranger = try evaluate(change, enrolling: ["anna", "boris"])
        #expect(stranger.unknownImpostor == nil)
        #expect(known.answerProbability == nil)
        let impostor = try #require(known.unknownImpostor)
        for candidate in stranger.candidates {
            let same = try #require(impostor.first { $0.speaker == candidate.speaker })
            #expect(abs(same.score - candidate.score) < 1e-12 * max(1, abs(candidate.score)))
        }
        #expect(impostor.count == 2)
        let nontargets = known.candidates.filter { $0.speaker != "clara" }
        let isSame = impostor.allSatisfy { nontargets.contains($0) }
        #expect(isSame == (normalization == .none || source == .background))
    }

    /// With the calibration, too: there is one other less to be relative to. Sums of the same
    /// scores in Double.
    @Test func unknownImpostorsAreCalibratedAsStrangers() throws {
        let impostor = try #require(try evaluate().unknownImpostor)
        for candidate in try evaluate(enrolling: ["anna", "boris"]).candidates {
            let same = try #require(impostor.first { $0.speaker == candidate.speaker })
            #expect(abs(same.score - candidate.score) < 1e-12 * max(1, abs(candidate.score)))
        }
    }

    @Test func calibrationBelongsToTheModelsOwnWay() throws {
        func isCalibrated(_ change: (inout CorpusEvaluation) -> Void) throws -> Bool {
            var evaluation = CorpusEvaluation(try VoiceMaterial.background())
            change(&evaluation)
            return evaluation.isCalibrated
        }
        #expect(try isCalibrated { _ in })
        #expect(try isCalibrated { $0.normalization = .tNearest(3) })
        #expect(try isCalibrated { $0.cohortSource = .both })
        #expect(try !isCalibrated { $0.normalization = .tNearest(4) })
        #expect(try !isCalibrated { $0.normalization = .nearestOthers(3) })
        #expect(try !isCalibrated { $0.normalization = .s })
        #expect(try !isCalibrated { $0.cohortSource = .gallery })
        #expect(try !isCalibrated { $0.cohort = [] })
        #expect(try !isCalibrated { $0.leavesUncalibrated = true })
        // The model with a calibration that shows: twice the scores, and a hundred.
        let model = try VoiceMaterial.background()
        var scoring = model.scoring
        scoring.calibration = ScoreCalibration(slope: 2, offset: 100)
        let background = try BackgroundModel(
            mixtures: model.mixtures, configuration: model.configuration,
            featureMoments: model.featureMoments, scoring: scoring, cohort: model.cohort,
            description: model.description)
        func outcome(leavesUncalibrated: Bool) throws -> IdentificationOutcome {
            var evaluation = CorpusEvaluation(background)
            evaluation.leavesUncalibrated = leavesUncalibrated
            return try #require(
                try evaluation.run(
                    enrollment: SyntheticVoice.enrolled.map {
                        LabelledClip(speaker: $0, clip: $1.clip(2.5, seed: 1))
                    }, probes: [LabelledClip(speaker: "clara", clip: VoiceMaterial.probe(.clara))],
                    strangers: []
                ).identifications.first)
        }
        let calibrated = try outcome(leavesUncalibrated: false)
        let plain = try outcome(leavesUncalibrated: true)
        for (one, other) in zip(calibrated.trials, plain.trials) {
            #expect(one.model == other.model)
            // Double rounds a hundred by 10⁻¹⁴.
            #expect(abs(one.score - (2 * other.score + 100)) < 1e-12)
        }
        #expect(calibrated.answerProbability != nil && plain.answerProbability == nil)
    }

    /// Clips in place of the background's voices; who takes part is refused among them.
    @Test func aCohortOfClips() throws {
        let voices = VoiceMaterial.backgroundClips
        var count = 0
        var steps: [Int] = []
        func run(_ cohort: [LabelledClip], _ normalization: ScoreNormalization) throws
            -> IdentificationOutcome?
        {
            var evaluation = CorpusEvaluation(try VoiceMaterial.background())
            evaluation.normalization = normalization
            evaluation.cohort = cohort
            steps = []
            let outcome = try evaluation.run(
                enrollment: SyntheticVoice.enrolled.map {
                    LabelledClip(speaker: $0, clip: $1.clip(2.5, seed: 1))
                }, probes: [LabelledClip(speaker: "clara", clip: VoiceMaterial.probe(.clara))],
                strangers: []
            ) { done, _ in steps.append(done) }
            count = outcome.cohortCount
            return outcome.identifications.first
        }
        let four = try run(Array(voices.prefix(4)), .s)
        #expect(count == 4 && steps == Array(1...8))
        let two = try run(Array(voices.suffix(2)), .s)
        #expect(count == 2)
        #expect(four?.candidates != two?.candidates)
        // The clips of one name are one voice.
        _ = try run(
            voices.prefix(4).map { LabelledClip(speaker: "one", clip: $0.clip) }, .t)
        #expect(count == 1)
        let clash = [LabelledClip(speaker: "clara", clip: voices[0].clip)]
        let error = #expect(throws: CorpusEvaluation.CohortOverlap.self) { try run(clash, .z) }
        #expect(error?.speaker == "clara")
    }

    /// A background model may say another normalisation; recognizers follow it, by exact and by
    /// linear scores.
    @Test(arguments: [false, true])
    func aModelsNormalizationIsTheRecognizers(isLinear: Bool) throws {
        let model = try VoiceMaterial.background()
        var scoring = model.scoring
        scoring.normalization = .zt
        let background = try BackgroundModel(
            mixtures: model.mixtures, configuration: model.configuration,
            featureMoments: model.featureMoments, scoring: scoring, cohort: model.cohort,
            description: model.description)
        let folder = try TemporaryFolder()
        let recognizer = try Recognizer.openOrCreate(
            gallery: folder.path("gallery.sqlite"), background: background)
        for (name, voice) in SyntheticVoice.enrolled {
            try recognizer.enroll(name, [voice.clip(2.5, seed: 1)])
        }
        var options = MatchingOptions()
        options.scorer = isLinear ? .linear : .topComponents
        let probe = VoiceMaterial.probe(.clara)
        // Whichever is asked first, each has its own.
        _ = try recognizer.identify(probe)
        let answer = try recognizer.identify(probe, options)
        var evaluation = CorpusEvaluation(background)
        evaluation.options = options
        let outcome = try evaluation.run(
            enrollment: SyntheticVoice.enrolled.map {
                LabelledClip(speaker: $0, clip: $1.clip(2.5, seed: 1))
            }, probes: [LabelledClip(speaker: "clara", clip: probe)], strangers: [])
        #expect(evaluation.isCalibrated)
        let candidates = try #require(outcome.identifications.first).candidates
        #expect(candidates.map(\.speaker) == answer.candidates.map(\.speaker))
        for (candidate, other) in zip(candidates, answer.candidates) {
            // Statistics of Float32 and Float64, as above.
            #expect(abs(candidate.score - other.score) < 1e-4 * max(1, abs(other.score)))
        }
    }
}
