/// One trial by numbers instead of names.
struct TrialRow: Sendable {
    var score: Double
    var model: UInt32
    var clip: UInt32
    /// The line it stands on, from 1.
    var line: UInt32
    private var tag: UInt32

    init(
        score: Double, model: UInt32, clip: UInt32, line: UInt32, isTarget: Bool,
        condition: UInt32 = 0
    ) {
        self.score = score
        self.model = model
        self.clip = clip
        self.line = line
        tag = condition << 1 | (isTarget ? 1 : 0)
    }

    var isTarget: Bool {
        get { tag & 1 == 1 }
        set { tag = tag & ~1 | (newValue ? 1 : 0) }
    }
    /// The number of the condition it was made under.
    var condition: UInt32 {
        get { tag >> 1 }
        set { tag = newValue << 1 | tag & 1 }
    }
    /// Takes the model for the clip and the clip for the model.
    mutating func turn() { (model, clip) = (clip, model) }

    /// Ascends by model, then by clip.
    var key: UInt64 { UInt64(model) << 32 | UInt64(clip) }
}

/// The trials of a file.
struct TrialRows: Sendable {
    var file: String
    var models = NameIndex()
    var clips = NameIndex()
    var conditions = NameIndex()
    var rows: [TrialRow] = []

    init(file: String) { self.file = file }

    /// Sorts by model and clip, and those of one model and clip by line.
    mutating func sortByTrial() { radixSort(&rows) { $0.key } }

    /// Throws for the first line that says of a trial what an earlier line said, where `clashes`
    /// of the earlier and the later line; the rows must be sorted.
    func refuseRepetitions(
        where clashes: (TrialRow, TrialRow) -> Bool
    ) throws(EvaluationError) {
        var fault: (first: TrialRow, later: TrialRow)?
        var index = 1
        var first = 0
        while index < rows.count {
            if rows[index].key != rows[first].key {
                first = index
            } else if clashes(rows[first], rows[index]),
                rows[index].line < fault?.later.line ?? .max
            {
                fault = (rows[first], rows[index])
            }
            index += 1
        }
        if let (first, later) = fault {
            throw .repeatedTrial(
                file: file, line: Int(later.line), firstLine: Int(first.line),
                model: models[later.model], clip: clips[later.clip])
        }
    }
}
