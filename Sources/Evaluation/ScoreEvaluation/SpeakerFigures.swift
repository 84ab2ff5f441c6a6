/// How one speaker fares: as a customer, as a model that others are taken for, and as a voice
/// that is taken for others.
///
/// Doddington, Liggett, Martin, Przybocki and Reynolds ("Sheep, goats, lambs and wolves", 1998)
/// name speakers after such means: goats have low target scores, lambs' models give others high
/// scores, and wolves' clips get high scores from others' models.
public struct SpeakerFigures: Equatable, Sendable {
    /// The trials of one kind.
    public struct Trials: Equatable, Sendable {
        /// How many trials.
        public var count = 0
        /// How many of them were decided wrongly.
        public var errors = 0
        fileprivate var sum = 0.0

        /// The mean score; none without trials.
        public var meanScore: Double? { count > 0 ? sum / Double(count) : nil }
        /// The fraction decided wrongly; none without trials.
        public var errorRate: Double? { count > 0 ? Double(errors) / Double(count) : nil }

        fileprivate mutating func add(_ score: Double, isError: Bool) {
            count += 1
            sum += score
            if isError { errors += 1 }
        }
    }

    /// The speaker.
    public let name: String
    /// Whether the speaker has a model.
    public let isEnrolled: Bool
    /// Own clips against own models; low means mark a goat.
    public var own = Trials()
    /// Others' clips against the speaker's models; high means mark a lamb.
    public var asModel = Trials()
    /// The speaker's clips against others' models; high means mark a wolf.
    public var asVoice = Trials()

    /// The figures of every speaker at a threshold, the enrolled by name, then the strangers.
    ///
    /// Speakers are what target trials and maps join; see ``ScoredTrials``.
    ///
    /// - Throws: ``EvaluationError`` when labels contradict each other or the threshold is not a
    ///   number.
    public static func all(
        of trials: ScoredTrials, threshold: Double
    ) throws(EvaluationError) -> [SpeakerFigures] {
        guard !threshold.isNaN else {
            throw .outOfRange(name: "the threshold", value: threshold, expected: "a number")
        }
        let speakers = try SpeakerComponents(trials)
        var figures = speakers.names.enumerated().map { number, name in
            SpeakerFigures(name: name, isEnrolled: number < speakers.enrolled)
        }
        for row in trials.table.rows {
            let speaker = Int(speakers.clips[Int(row.clip)])
            if row.isTarget {
                figures[speaker].own.add(row.score, isError: row.score < threshold)
            } else {
                let model = Int(speakers.models[Int(row.model)])
                figures[model].asModel.add(row.score, isError: row.score >= threshold)
                figures[speaker].asVoice.add(row.score, isError: row.score >= threshold)
            }
        }
        return figures
    }

    private init(name: String, isEnrolled: Bool) {
        self.name = name
        self.isEnrolled = isEnrolled
    }
}
