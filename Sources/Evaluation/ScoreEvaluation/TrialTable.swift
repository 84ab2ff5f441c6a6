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
/// says `score` is the header. Further columns are conditions, such as the clip's duration.
/// Blank lines are passed over. A model and a clip stand together once.
public enum TrialTable {
    /// Reads trials, those of one model together; their ``Trial/speaker`` is left open, for the
    /// file does not tell it.
    ///
    /// - Throws: ``EvaluationError`` that names the line.
    public static func read(_ file: TextFile) throws -> [Trial] {
        try ScoredTrials(scores: file, format: .table).trials
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
