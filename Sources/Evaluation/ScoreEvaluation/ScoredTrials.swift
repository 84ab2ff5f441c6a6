internal import NumericCore

/// The trials of an experiment with scores and labels, held by numbers instead of names: some
/// millions need little memory.
///
/// Scores and key meet by model and clip, in whatever order either file has them. Every trial of
/// the key needs a score; scores of trials that are not in the key are left aside and counted,
/// for one score file may serve several keys. Two lines for one trial must agree. A trial that a
/// key lists twice counts twice, since the key is the protocol.
///
/// ```swift
/// let trials = try ScoredTrials(
///     scores: TextFile(path: "scores"), key: TextFile(path: "trials"))
/// let report = try MetricsReport(trials, bootstrap: SpeakerBootstrap())
/// ```
public struct ScoredTrials: Sendable {
    /// How many scores were of no trial of the key.
    public internal(set) var surplus = 0
    /// The line of the first of them.
    public internal(set) var firstSurplusLine: Int?
    var table: TrialRows
    /// The speaker whom a map names, by the number of the model; elsewhere none.
    var modelSpeakers: [String?] = []
    /// The speaker whom a map names, by the number of the clip.
    var clipSpeakers: [String?] = []

    /// The number of trials.
    public var count: Int { table.rows.count }
    /// The number of different models.
    public var modelCount: Int { table.models.count }
    /// The number of different clips.
    public var clipCount: Int { table.clips.count }

    /// The trials by name, those of one model together.
    public var trials: [Trial] {
        table.rows.map {
            Trial(
                model: table.models[$0.model], clip: table.clips[$0.clip],
                speaker: clipSpeakers[Int($0.clip)], score: $0.score, isTarget: $0.isTarget)
        }
    }

    /// Reads scores, and the key that says which trials are targets.
    ///
    /// - Parameters:
    ///   - scores: the scores, in a form that has labels where there is no key.
    ///   - key: a key, or a map of utterances to speakers.
    ///   - format: the form of both files; found by their first lines where it is none.
    ///   - speakers: a map of utterances to speakers (utt2spk), for intervals over speakers.
    ///   - condition: the column whose words group the trials, of the key where it has a header,
    ///     else of the scores.
    /// - Throws: ``EvaluationError`` that names the file and the line.
    public init(
        scores: TextFile, key: TextFile? = nil, format: TrialFormat? = nil,
        speakers: TextFile? = nil, condition: String? = nil
    ) throws {
        let map = try speakers.map { try UtteranceSpeakers($0) }
        guard let key else {
            let reader = TrialReader(
                role: .scores, format: format, condition: condition)
            let (rows, layout) = try reader.read(scores)
            guard !rows.rows.isEmpty else { throw EvaluationError.noTrials(file: scores.name) }
            guard layout?.label != nil else {
                guard let map else { throw EvaluationError.noLabels(file: scores.name) }
                try self.init(rows, labelledBy: map)
                return
            }
            try self.init(labelled: rows, isTable: layout?.separator == .tab)
            tellSpeakers(map)
            return
        }
        let keyReader = TrialReader(
            role: .key, format: format, condition: condition)
        let (list, layout) = try keyReader.read(key)
        guard !list.rows.isEmpty else { throw EvaluationError.noTrials(file: key.name) }
        let scoreFormat: TrialFormat? = format == .utt2spk ? .kaldi : format
        let scoreReader = TrialReader(role: .scores, format: scoreFormat)
        let scored = try scoreReader.read(scores).rows
        guard !scored.rows.isEmpty else { throw EvaluationError.noTrials(file: scores.name) }
        if layout == .utteranceSpeakers {
            try self.init(scored, labelledBy: UtteranceSpeakers(list))
        } else {
            try self.init(key: list, scores: scored)
        }
        tellSpeakers(map)
    }

    /// Trials that have scores and labels.
    init(labelled rows: TrialRows, isTable: Bool) throws(EvaluationError) {
        table = rows
        table.sortByTrial()
        // A table has each trial once; VoxCeleb's lists may repeat one.
        try table.refuseRepetitions { first, later in
            isTable || first.isTarget != later.isTarget || first.score != later.score
        }
        forgetSpeakers()
    }

    /// Scores whose labels follow from who speaks: a target's model is named by the clip's
    /// speaker, or by an utterance of that speaker.
    init(_ rows: TrialRows, labelledBy map: UtteranceSpeakers) throws(EvaluationError) {
        table = rows
        table.sortByTrial()
        try table.refuseRepetitions { $0.score != $1.score }
        modelSpeakers = table.models.names.map { map[$0] ?? $0 }
        clipSpeakers = table.clips.names.map { map[$0] }
        for index in table.rows.indices {
            let row = table.rows[index]
            guard let speaker = clipSpeakers[Int(row.clip)] else {
                throw .unknownUtterance(
                    file: table.file, line: Int(row.line), utterance: table.clips[row.clip])
            }
            table.rows[index].isTarget = modelSpeakers[Int(row.model)] == speaker
        }
    }

    private mutating func forgetSpeakers() {
        modelSpeakers = Array(repeating: nil, count: table.models.count)
        clipSpeakers = Array(repeating: nil, count: table.clips.count)
    }

    private mutating func tellSpeakers(_ map: UtteranceSpeakers?) {
        guard let map else { return }
        modelSpeakers = table.models.names.map { map.speaker(ofModel: $0) }
        clipSpeakers = table.clips.names.map { map[$0] }
    }

    /// The trials of a key with the scores of a score file.
    init(key list: TrialRows, scores: TrialRows) throws(EvaluationError) {
        table = list
        var scores = scores
        renumber(&scores)
        scores.sortByTrial()
        try scores.refuseRepetitions { $0.score != $1.score }
        table.sortByTrial()
        try table.refuseRepetitions { $0.isTarget != $1.isTarget }
        try take(scores)
        forgetSpeakers()
    }

    /// Gives scores the key's numbers. Kaldi's recipes write keys with the speaker first or with
    /// the utterance first; where the key's models are the scores' clips, the key is turned.
    private mutating func renumber(_ scores: inout TrialRows) {
        var models = scores.models.numbers(knownIn: table.models)
        var clips = scores.clips.numbers(knownIn: table.clips)
        if models.allSatisfy({ $0 == nil }) || clips.allSatisfy({ $0 == nil }) {
            let turnedModels = scores.models.numbers(knownIn: table.clips)
            let turnedClips = scores.clips.numbers(knownIn: table.models)
            if turnedModels.contains(where: { $0 != nil }),
                turnedClips.contains(where: { $0 != nil })
            {
                swap(&table.models, &table.clips)
                for index in table.rows.indices { table.rows[index].turn() }
                (models, clips) = (turnedModels, turnedClips)
            }
        }
        // Names that the key does not know come after its own.
        let unknownModel = UInt32(table.models.count)
        let unknownClip = UInt32(table.clips.count)
        for index in scores.rows.indices {
            let model = models[Int(scores.rows[index].model)]
            let clip = clips[Int(scores.rows[index].clip)]
            guard let model, let clip else {
                surplus(scores.rows[index])
                scores.rows[index].model = unknownModel
                scores.rows[index].clip = unknownClip
                continue
            }
            scores.rows[index].model = model
            scores.rows[index].clip = clip
        }
        scores.rows.removeAll { $0.model == unknownModel }
        scores.models = table.models
        scores.clips = table.clips
    }

    /// Walks through both, sorted alike.
    private mutating func take(_ scores: TrialRows) throws(EvaluationError) {
        var next = 0
        var missing = 0
        var first: TrialRow?
        var used: UInt64?
        for index in table.rows.indices {
            let row = table.rows[index]
            while next < scores.rows.count, scores.rows[next].key < row.key {
                if used != scores.rows[next].key { surplus(scores.rows[next]) }
                next += 1
            }
            guard next < scores.rows.count, scores.rows[next].key == row.key else {
                missing += 1
                if row.line < first?.line ?? .max { first = row }
                continue
            }
            used = row.key
            table.rows[index].score = scores.rows[next].score
        }
        while next < scores.rows.count {
            if used != scores.rows[next].key { surplus(scores.rows[next]) }
            next += 1
        }
        if let first {
            throw .missingScores(
                file: scores.file, count: missing, line: Int(first.line),
                model: table.models[first.model], clip: table.clips[first.clip])
        }
    }

    private mutating func surplus(_ row: TrialRow) {
        surplus += 1
        firstSurplusLine = min(firstSurplusLine ?? .max, Int(row.line))
    }
}
