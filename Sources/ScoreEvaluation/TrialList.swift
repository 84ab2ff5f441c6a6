/// Trial lists of other systems, joined with the scores that a system gave.
///
/// Trials and scores meet by model and clip, in whatever order either file has them. Every trial
/// needs a score; scores of trials that are not on the list are left aside, for one score file
/// may serve several lists. Two lines for one trial must agree; the trial counts as often as the
/// list has it, since the list is the protocol.
public enum TrialList {
    /// Reads Kaldi's `model clip target|nontarget` with scores `model clip score`.
    ///
    /// ``Trial/speaker`` is left open.
    ///
    /// - Throws: ``EvaluationError`` that names the line.
    public static func readKaldi(trials: TextFile, scores: TextFile) throws -> [Trial] {
        let list = try Listing(trials, fields: 3, form: "model, clip, and target or nontarget") {
            line, form in
            (
                model: try line.text(0, expected: form), clip: try line.text(1, expected: form),
                isTarget: try line.label(2, target: "target", nontarget: "nontarget")
            )
        }
        return try list.joined(with: scores)
    }

    /// Reads VoxCeleb's `1|0 enrolment test` with scores `enrolment test score`.
    ///
    /// ``Trial/model`` is the enrolment recording, and ``Trial/speaker`` is left open: such
    /// trials have figures, but no intervals over speakers.
    ///
    /// - Throws: ``EvaluationError`` that names the line.
    public static func readVoxCeleb(trials: TextFile, scores: TextFile) throws -> [Trial] {
        let list = try Listing(trials, fields: 3, form: "1 or 0, enrolment recording, test clip") {
            line, form in
            (
                model: try line.text(1, expected: form), clip: try line.text(2, expected: form),
                isTarget: try line.label(0, target: "1", nontarget: "0")
            )
        }
        return try list.joined(with: scores)
    }

    /// Reads VoxCeleb's list with the score in a fourth column: `1|0 enrolment test score`.
    ///
    /// - Throws: ``EvaluationError`` that names the line.
    public static func readVoxCeleb(scoredTrials file: TextFile) throws -> [Trial] {
        let form = "1 or 0, enrolment recording, test clip, score"
        var scores: [Double] = []
        let list = try Listing(file, fields: 4, form: form) { line, form in
            scores.append(try line.score(3))
            return (
                model: try line.text(1, expected: form), clip: try line.text(2, expected: form),
                isTarget: try line.label(0, target: "1", nontarget: "0")
            )
        }
        return try list.joined(with: scores, file: file.name)
    }
}

/// The trials of a list, without scores.
private struct Listing {
    typealias Entry = (model: String, clip: String, isTarget: Bool)

    private struct Row {
        var key: TrialKey
        var isTarget: Bool
        var line: Int
    }

    private var models = NameIndex()
    private var clips = NameIndex()
    private var rows: [Row] = []

    init(
        _ file: TextFile, fields: Int, form: String, entry: (TextLine, String) throws -> Entry
    ) throws {
        var first: [TrialKey: Int] = [:]
        try file.forEachLine(separatedBy: .blanks) { line in
            guard line.fields.count == fields else { throw line.malformed(expected: form) }
            let (model, clip, isTarget) = try entry(line, form)
            let key = TrialKey(model: models.number(of: model), clip: clips.number(of: clip))
            if let earlier = first[key], rows[earlier].isTarget != isTarget {
                throw EvaluationError.repeatedTrial(
                    file: file.name, line: line.number, firstLine: rows[earlier].line,
                    model: model, clip: clip)
            }
            first[key] = first[key] ?? rows.count
            rows.append(Row(key: key, isTarget: isTarget, line: line.number))
        }
    }

    /// The trials with the scores that a score file gives their models and clips.
    func joined(with file: TextFile) throws -> [Trial] {
        let form = "model, clip, score"
        var found: [TrialKey: (score: Double, line: Int)] = [:]
        try file.forEachLine(separatedBy: .blanks) { line in
            guard line.fields.count == 3 else { throw line.malformed(expected: form) }
            let (model, clip) = (
                try line.text(0, expected: form), try line.text(1, expected: form)
            )
            let score = try line.score(2)
            guard let model = models.known(model), let clip = clips.known(clip) else { return }
            let key = TrialKey(model: model, clip: clip)
            if let earlier = found[key], earlier.score != score {
                throw EvaluationError.repeatedTrial(
                    file: file.name, line: line.number, firstLine: earlier.line,
                    model: models[model], clip: clips[clip])
            }
            found[key] = (score, found[key]?.line ?? line.number)
        }
        return try rows.map { row in
            guard let score = found[row.key]?.score else {
                throw EvaluationError.missingScore(
                    file: file.name, line: row.line, model: models[row.key.model],
                    clip: clips[row.key.clip])
            }
            return trial(row, score: score)
        }
    }

    /// The trials with the scores that stand on their own lines.
    func joined(with scores: [Double], file: String) throws -> [Trial] {
        var first: [TrialKey: Int] = [:]
        return try rows.indices.map { index in
            let row = rows[index]
            let earlier = first[row.key] ?? index
            first[row.key] = earlier
            guard scores[earlier] == scores[index] else {
                throw EvaluationError.repeatedTrial(
                    file: file, line: row.line, firstLine: rows[earlier].line,
                    model: models[row.key.model], clip: clips[row.key.clip])
            }
            return trial(row, score: scores[index])
        }
    }

    private func trial(_ row: Row, score: Double) -> Trial {
        Trial(
            model: models[row.key.model], clip: clips[row.key.clip], score: score,
            isTarget: row.isTarget)
    }
}
