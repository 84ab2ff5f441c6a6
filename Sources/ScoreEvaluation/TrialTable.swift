public import Foundation

/// Our own score file: `model<TAB>clip<TAB>score<TAB>target|nontarget`.
///
/// ```
/// model	clip	score	label
/// alice	a1.wav	2.25	target
/// alice	b1.wav	-0.5	nontarget
/// ```
///
/// The header is always written. It may be missing when read: a first line whose third column
/// says `score` is the header. Blank lines are passed over. A model and a clip stand together
/// once.
public enum TrialTable {
    private static let form = "model, clip, score, and target or nontarget, set apart by tabs"

    /// Reads trials; their ``Trial/speaker`` is left open, for the file does not tell it.
    ///
    /// - Throws: ``EvaluationError`` that names the line.
    public static func read(_ file: TextFile) throws -> [Trial] {
        var trials: [Trial] = []
        var models = NameIndex()
        var clips = NameIndex()
        var lines: [TrialKey: Int] = [:]
        try file.forEachLine(separatedBy: .tab) { line in
            guard line.fields.count == 4 else { throw line.malformed(expected: form) }
            if line.number == 1, line.fields[2].elementsEqual("score".utf8) { return }
            let key = TrialKey(
                model: models.number(of: try line.text(0, expected: form)),
                clip: clips.number(of: try line.text(1, expected: form)))
            let trial = Trial(
                model: models[key.model], clip: clips[key.clip], score: try line.score(2),
                isTarget: try line.label(3, target: "target", nontarget: "nontarget"))
            if let first = lines.updateValue(line.number, forKey: key) {
                throw EvaluationError.repeatedTrial(
                    file: file.name, line: line.number, firstLine: first, model: trial.model,
                    clip: trial.clip)
            }
            trials.append(trial)
        }
        return trials
    }

    /// The file's bytes for some trials; scores read back exactly.
    ///
    /// - Throws: ``EvaluationError`` when a name holds a tab or a line break or is empty, or a
    ///   score is not a number.
    public static func write(_ trials: some Sequence<Trial>) throws(EvaluationError) -> Data {
        var text = Data("model\tclip\tscore\tlabel\n".utf8)
        for trial in trials {
            for name in [trial.model, trial.clip] {
                guard !name.isEmpty, !name.utf8.contains(where: breaksTable) else {
                    throw .unwritableName(name)
                }
            }
            guard !trial.score.isNaN else {
                throw .scoreNotANumber(model: trial.model, clip: trial.clip)
            }
            let label = trial.isTarget ? "target" : "nontarget"
            text.append(
                contentsOf: "\(trial.model)\t\(trial.clip)\t\(trial.score)\t\(label)\n".utf8)
        }
        return text
    }

    private static func breaksTable(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
}
