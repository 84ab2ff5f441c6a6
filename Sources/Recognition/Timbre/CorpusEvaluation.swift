internal import AudioInput
internal import GaussianMixtures
internal import NumericCore
public import ScoreEvaluation
public import SpeakerIdentification
internal import SpeechFeatures

/// Enrols the speakers of a corpus, identifies its probes, and measures how well that went.
public struct CorpusEvaluation: Sendable {
    /// The background model.
    public let background: BackgroundModel
    /// How clips are matched; the decision itself is measured at every threshold, so that of the
    /// options has no influence.
    public var options = MatchingOptions()
    /// How clips are read.
    public var reader = ClipReader()
    /// How scores are made relative to others; nil for the background model's way.
    public var normalization: ScoreNormalization?
    /// Where the others come from; nil for what is usual with the normalisation.
    public var cohortSource: CohortSource?
    /// Clips whose speakers stand in for the background model's own voices; nil for those.
    public var cohort: [LabelledClip]?
    /// Whether scores are left as the normalisation makes them, whatever the model's calibration.
    public var leavesUncalibrated = false
    /// Which frames of the clips are compared.
    var selection = FrameSelection.speech

    /// An evaluation of a background model.
    public init(_ background: BackgroundModel) {
        self.background = background
    }

    /// How scores are normalised.
    public var usedNormalization: ScoreNormalization {
        normalization ?? background.scoring.normalization
    }

    /// Where the others come from.
    public var usedCohortSource: CohortSource { cohortSource ?? usedNormalization.usualSource }

    /// Whether scores are log-likelihood ratios: the model's calibration was learnt for its own
    /// normalisation by the usual others, and makes nothing of other scores.
    public var isCalibrated: Bool {
        let normalization = background.scoring.normalization
        return !leavesUncalibrated && cohort == nil && usedNormalization == normalization
            && usedCohortSource == normalization.usualSource
    }

    /// A clip that could not be used.
    public struct Refusal: Sendable {
        /// The clip.
        public let clip: Clip
        /// Why not.
        public let error: any Error
        /// Why not, in a line that names the clip.
        public var message: String { clip.message(error) }
    }

    /// A test clip's speaker of whom no clip could be enrolled, or none was listed.
    public struct NotEnrolled: Error, Equatable, Sendable, CustomStringConvertible {
        /// The clip's name.
        public let clip: String
        /// Its speaker.
        public let speaker: String
        /// Who is not enrolled.
        public var description: String { "\(clip): \(speaker) is not enrolled" }
    }

    /// A speaker of the cohort who also takes part: nobody's score may be relative to his own.
    public struct CohortOverlap: Error, Equatable, Sendable, CustomStringConvertible {
        /// The speaker's name.
        public let speaker: String
        /// Who it is, and what to do.
        public var description: String {
            "\(speaker) is both in the cohort and in the evaluation, expected other speakers; "
                + "leave the clips out of the cohort's list"
        }
    }

    /// What came out.
    public struct Outcome: Sendable {
        /// Every clip with its ranking; scores are calibrated log-likelihood ratios, in nats, or
        /// normalised scores where ``CorpusEvaluation/isCalibrated`` is false. Of enrolled
        /// speakers' clips with what an unknown impostor would score.
        public let identifications: [IdentificationOutcome]
        /// Clips that could not be used; they are in none of the figures.
        public let refusals: [Refusal]
        /// Number of enrolled speakers.
        public let speakerCount: Int
        /// Number of voices beside them that clips were scored against.
        public let cohortCount: Int
    }

    /// Runs the evaluation.
    ///
    /// - Parameters:
    ///   - enrollment: clips of the speakers to enrol.
    ///   - probes: other clips of the same speakers.
    ///   - strangers: clips of speakers who are not enrolled; may be empty.
    ///   - onProgress: called with the number of clips done, of all.
    /// - Returns: rankings of all probes and strangers.
    /// - Throws: `IdentificationError`, `EvaluationError`, ``CohortOverlap``, and what
    ///   `onProgress` throws.
    public func run(
        enrollment: [LabelledClip], probes: [LabelledClip], strangers: [LabelledClip],
        onProgress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Outcome {
        let taking = Set((enrollment + probes + strangers).map(\.speaker))
        if let both = cohort?.first(where: { taking.contains($0.speaker) }) {
            throw CohortOverlap(speaker: both.speaker)
        }
        let analyzer = try ClipAnalyzer(background, reader: reader, selection: selection)
        let total = (cohort?.count ?? 0) + enrollment.count + probes.count + strangers.count
        var refusals: [Refusal] = []
        var done = 0
        func heard(_ clips: [LabelledClip]) throws -> Voices {
            try voices(of: clips, analyzer, &refusals) {
                done += 1
                try onProgress(done, total)
            }
        }
        let others =
            try cohort.map {
                try Cohort(
                    heard($0), background: analyzer.scoringBackground)
            } ?? analyzer.cohort()
        let speakers = try heard(enrollment)
        let identifier = try identifier(speakers, others, analyzer)
        let indices = Dictionary(
            uniqueKeysWithValues: speakers.enumerated().map { ($1.speaker, $0) })
        var outcomes: [IdentificationOutcome] = []
        let tests = probes.map { ($0, true) } + strangers.map { ($0, false) }
        try orderedMap(count: tests.count) { index in
            Result {
                let clip = try analyzer.usable(tests[index].0.clip)
                return try identifier.scores(of: clip.streams, clip.measures)
            }
        } consume: { index, result in
            let (test, isEnrolled) = tests[index]
            switch result {
            case .success where isEnrolled && indices[test.speaker] == nil:
                let error = NotEnrolled(clip: test.clip.name, speaker: test.speaker)
                refusals.append(Refusal(clip: test.clip, error: error))
            case .success(let scores):
                outcomes.append(
                    try outcome(
                        test, isEnrolled ? indices[test.speaker] : nil, scores, identifier))
            case .failure(let error):
                refusals.append(Refusal(clip: test.clip, error: error))
            }
            done += 1
            try onProgress(done, total)
        }
        return Outcome(
            identifications: outcomes, refusals: refusals, speakerCount: speakers.count,
            cohortCount: identifier.cohort.count)
    }

    private typealias Voices = [(speaker: String, statistics: VoiceStatistics)]

    /// What is enrolled of each speaker, by name.
    private func voices(
        of clips: [LabelledClip], _ analyzer: ClipAnalyzer, _ refusals: inout [Refusal],
        onClip: () throws -> Void
    ) throws -> Voices {
        var sums: [String: VoiceStatistics] = [:]
        try orderedMap(count: clips.count) { index in
            Result { try analyzer.enrollment(of: clips[index].clip).statistics }
        } consume: { index, result in
            switch result {
            case .success(let statistics):
                let speaker = clips[index].speaker
                if sums[speaker] == nil {
                    sums[speaker] = statistics
                } else {
                    sums[speaker]?.add(statistics)
                }
            case .failure(let error):
                refusals.append(Refusal(clip: clips[index].clip, error: error))
            }
            try onClip()
        }
        return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func identifier(
        _ speakers: Voices, _ cohort: Cohort, _ analyzer: ClipAnalyzer
    ) throws -> Identifier {
        let models = try analyzer.models(speakers)
        let others = usedCohortSource == .gallery ? .none : cohort
        return Identifier(
            models, cohort: others.models, background: analyzer.scoringBackground,
            scoring: background.scoring, scorer: options.scorer,
            normalizer: try ScoreNormalizer(
                usedNormalization, source: usedCohortSource, speakers: models,
                statistics: speakers.map(\.statistics), cohort: others,
                background: analyzer.scoringBackground, scoring: background.scoring,
                scorer: options.scorer),
            isCalibrated: isCalibrated
        ).withoutSearch
    }

    /// A clip's ranking; `speaker` is the index of its own speaker among the enrolled.
    private func outcome(
        _ clip: LabelledClip, _ speaker: Int?, _ scores: Identifier.Scores,
        _ identifier: Identifier
    ) throws -> IdentificationOutcome {
        let names = identifier.speakers.map(\.speaker)
        // Decisions are measured at every threshold, in an open set.
        let candidates = identifier.decide(scores).candidates
        return try IdentificationOutcome(
            clip: clip.clip.name,
            speaker: speaker == nil ? .stranger(clip.speaker) : .enrolled(clip.speaker),
            candidates: candidates.map {
                ScoreEvaluation.Candidate(speaker: $0.speaker, score: $0.score)
            }, answerProbability: isCalibrated ? candidates.first?.probability : nil,
            unknownImpostor: speaker.map { speaker in
                zip(names, identifier.evidence(scores, absent: speaker))
                    .filter { $0.0 != clip.speaker }
                    .map { ScoreEvaluation.Candidate(speaker: $0, score: $1) }
            })
    }
}

extension CorpusEvaluation {
    /// The same evaluation of the frames without speech alone, in enrolment and in probes.
    ///
    /// Where it finds speakers more often than guessing does, the corpus gives them away by room,
    /// microphone or noise, and figures of its speech are too good by an unknown part. Frames are
    /// those that speech has not touched (`FrameSelection.silence`), scored against the same
    /// background model in the same way, so that nothing but the frames differs: what the model
    /// does not know of silence it lacks for all speakers alike. A clip's quality does not matter;
    /// one without such frames is left out and stands among the refusals, as ``NoSilence``.
    public var ofSilence: CorpusEvaluation {
        var copy = self
        copy.selection = .silence
        return copy
    }
}

/// A clip in which speech reaches everywhere.
public struct NoSilence: Error, Equatable, Sendable, CustomStringConvertible {
    /// The clip's name.
    public let clip: String

    /// What it lacks.
    public var description: String { "\(clip): speech touches every frame of it" }
}
