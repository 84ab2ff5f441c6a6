/// A trial as the bootstrap sees it: a score and the two speakers on whom it depends.
struct SpeakerPair: Sendable {
    /// Stands for the model's speaker in a target trial.
    static let target = UInt32.max

    var score: Double
    /// The number of the clip's speaker.
    var speaker: UInt32
    /// The number of the model's speaker, or ``target``.
    var model: UInt32

    var isTarget: Bool { model == Self.target }
}

/// Trials with their speakers' groups by number, those of the enrolled first, then the strangers'.
struct SpeakerPairs: Sendable {
    /// In ascending order of score.
    private(set) var sorted: [SpeakerPair]
    let enrolled: Int
    let strangers: Int
    let groups: SpeakerGroups

    init(_ pairs: consuming [SpeakerPair], enrolled: Int, strangers: Int) {
        sorted = pairs
        radixSort(&sorted) { $0.score.ascendingKey }
        self.enrolled = enrolled
        self.strangers = strangers
        groups = SpeakerGroups(enrolled: enrolled, strangers: strangers)
        for index in sorted.indices {
            sorted[index].speaker = UInt32(groups[Int(sorted[index].speaker)])
            guard !sorted[index].isTarget else { continue }
            sorted[index].model = UInt32(groups[Int(sorted[index].model)])
        }
    }

    /// Trials whose models are named by their speakers.
    ///
    /// A clip's speaker is ``Trial/speaker``; else the model of the clip's target trial; else a
    /// stranger of the clip's own name.
    ///
    /// - Throws: ``EvaluationError`` when a score is not a number, or labels and speakers
    ///   contradict each other.
    init(_ trials: some Sequence<Trial>) throws(EvaluationError) {
        let list = try LabelledTrials(trials)
        let speakers = list.clipSpeakers
        let models = list.models.names.map(TrueSpeaker.enrolled)
        let numbers = SpeakerNumbers(Set(speakers).union(models))
        let speakerNumbers = speakers.map { UInt32(numbers[$0]) }
        let modelNumbers = models.map { UInt32(numbers[$0]) }
        var pairs: [SpeakerPair] = []
        pairs.reserveCapacity(list.rows.count)
        for row in list.rows {
            let speaker = speakerNumbers[Int(row.clip)]
            let model = modelNumbers[Int(row.model)]
            guard row.isTarget || model != speaker else {
                throw .mislabelledTrial(model: list.models[row.model], clip: list.clips[row.clip])
            }
            pairs.append(
                SpeakerPair(
                    score: row.score, speaker: speaker,
                    model: row.isTarget ? SpeakerPair.target : model))
        }
        self.init(pairs, enrolled: numbers.enrolled, strangers: numbers.strangers)
    }

    /// The scores alone.
    ///
    /// - Throws: ``EvaluationError`` when there are no targets or no nontargets.
    var scores: VerificationScores {
        get throws(EvaluationError) {
            try VerificationScores(
                ascendingTargets: sorted.lazy.filter(\.isTarget).map(\.score),
                nontargets: sorted.lazy.filter { !$0.isTarget }.map(\.score))
        }
    }
}

/// Trials by numbers instead of names, and what they say of who speaks in each clip.
private struct LabelledTrials {
    private(set) var models = NameIndex()
    private(set) var clips = NameIndex()
    private(set) var rows: [TrialRow] = []
    private var given: [String?] = []
    private var claimed: [String?] = []

    init(_ trials: some Sequence<Trial>) throws(EvaluationError) {
        for trial in trials {
            guard !trial.score.isNaN else {
                throw .scoreNotANumber(model: trial.model, clip: trial.clip)
            }
            let clip = clips.number(of: trial.clip)
            if Int(clip) == given.count {
                given.append(nil)
                claimed.append(nil)
            }
            if let speaker = trial.speaker {
                try Self.set(&given[Int(clip)], to: speaker, clip: trial.clip)
            }
            if trial.isTarget {
                try Self.set(&claimed[Int(clip)], to: trial.model, clip: trial.clip)
            }
            rows.append(
                TrialRow(
                    score: trial.score, model: models.number(of: trial.model), clip: clip,
                    line: 0, isTarget: trial.isTarget))
        }
        for (clip, (given, claimed)) in zip(given, claimed).enumerated() {
            if let given, let claimed, given != claimed {
                throw .conflictingSpeakers(clip: clips[UInt32(clip)], given, claimed)
            }
        }
    }

    /// Who speaks in each clip, by the clip's number.
    var clipSpeakers: [TrueSpeaker] {
        clips.names.enumerated().map { clip, clipName in
            guard let name = given[clip] ?? claimed[clip] else { return .stranger(clipName) }
            return models.known(name) == nil ? .stranger(name) : .enrolled(name)
        }
    }

    private static func set(
        _ slot: inout String?, to name: String, clip: String
    ) throws(EvaluationError) {
        if let earlier = slot, earlier != name {
            throw .conflictingSpeakers(clip: clip, earlier, name)
        }
        slot = name
    }
}
