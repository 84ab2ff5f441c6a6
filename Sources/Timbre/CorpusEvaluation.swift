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
    /// How many threads work; without influence on the result.
    public var threads = 1
    /// Which frames of the clips are compared.
    var selection = FrameSelection.speech

    /// An evaluation of a background model.
    public init(_ background: BackgroundModel) {
        self.background = background
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

    /// What came out.
    public struct Outcome: Sendable {
        /// Every clip with its ranking; scores are calibrated log-likelihood ratios, in nats.
        public let identifications: [IdentificationOutcome]
        /// Clips that could not be used; they are in none of the figures.
        public let refusals: [Refusal]
        /// Number of enrolled speakers.
        public let speakerCount: Int
    }

    /// Runs the evaluation.
    ///
    /// - Parameters:
    ///   - enrollment: clips of the speakers to enrol.
    ///   - probes: other clips of the same speakers.
    ///   - strangers: clips of speakers who are not enrolled; may be empty.
    ///   - onProgress: called with the number of clips done, of all.
    /// - Returns: rankings of all probes and strangers.
    /// - Throws: `IdentificationError`, `EvaluationError`, and what `onProgress` throws.
    public func run(
        enrollment: [LabelledClip], probes: [LabelledClip], strangers: [LabelledClip],
        onProgress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Outcome {
        let analyzer = try ClipAnalyzer(background, reader: reader, selection: selection)
        let total = enrollment.count + probes.count + strangers.count
        var refusals: [Refusal] = []
        var sums: [String: VoiceStatistics] = [:]
        try inOrder(count: enrollment.count, threads: threads) { index in
            Result {
                try analyzer.enrollment(of: enrollment[index].clip).statistics
            }
        } consume: { index, result in
            switch result {
            case .success(let statistics):
                let speaker = enrollment[index].speaker
                if sums[speaker] == nil {
                    sums[speaker] = statistics
                } else {
                    sums[speaker]?.add(statistics)
                }
            case .failure(let error):
                refusals.append(Refusal(clip: enrollment[index].clip, error: error))
            }
            try onProgress(index + 1, total)
        }
        let speakers = sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        var options = self.options
        options.isClosedSet = false
        let ranking = SpeakerRanking(
            analyzer: analyzer, models: try analyzer.models(speakers, threads: threads),
            options: options)
        var outcomes: [IdentificationOutcome] = []
        let tests = probes.map { ($0, true) } + strangers.map { ($0, false) }
        try inOrder(count: tests.count, threads: threads) { index in
            Result { try ranking.identify(analyzer.analyze(tests[index].0.clip)) }
        } consume: { index, result in
            let (test, isEnrolled) = tests[index]
            switch result {
            case .success where isEnrolled && sums[test.speaker] == nil:
                let error = NotEnrolled(clip: test.clip.name, speaker: test.speaker)
                refusals.append(Refusal(clip: test.clip, error: error))
            case .success(let identification) where identification.decision != nil:
                outcomes.append(
                    try IdentificationOutcome(
                        clip: test.clip.name,
                        speaker: isEnrolled ? .enrolled(test.speaker) : .stranger(test.speaker),
                        candidates: identification.candidates.map {
                            ScoreEvaluation.Candidate(
                                speaker: $0.speaker,
                                score: $0.score)
                        }, answerProbability: identification.candidates.first?.probability))
            case .success(let identification):
                let error = UnfitClip(
                    clip: test.clip.name, quality: identification.clip.quality)
                refusals.append(Refusal(clip: test.clip, error: error))
            case .failure(let error):
                refusals.append(Refusal(clip: test.clip, error: error))
            }
            try onProgress(enrollment.count + index + 1, total)
        }
        return Outcome(
            identifications: outcomes, refusals: refusals, speakerCount: speakers.count)
    }
}
