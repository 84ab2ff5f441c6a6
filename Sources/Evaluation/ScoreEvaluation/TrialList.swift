/// Trial lists of other systems, joined with the scores that a system gave.
///
/// Trials come grouped by model; how trials and scores meet stands at ``ScoredTrials``.
public enum TrialList {
    /// Reads Kaldi's `model clip target|nontarget` with scores `model clip score`.
    ///
    /// ``Trial/speaker`` is left open.
    ///
    /// - Throws: ``EvaluationError`` that names the line.
    public static func readKaldi(trials: TextFile, scores: TextFile) throws -> [Trial] {
        try ScoredTrials(scores: scores, key: trials, format: .kaldi).trials
    }

    /// Reads VoxCeleb's `1|0 enrolment test` with scores `enrolment test score`.
    ///
    /// ``Trial/model`` is the enrolment recording, and ``Trial/speaker`` is left open.
    ///
    /// - Throws: ``EvaluationError`` that names the line.
    public static func readVoxCeleb(trials: TextFile, scores: TextFile) throws -> [Trial] {
        try ScoredTrials(scores: scores, key: trials, format: .voxceleb).trials
    }

    /// Reads VoxCeleb's list with the score in a fourth column: `1|0 enrolment test score`.
    ///
    /// - Throws: ``EvaluationError`` that names the line.
    public static func readVoxCeleb(scoredTrials file: TextFile) throws -> [Trial] {
        try ScoredTrials(scores: file, format: .voxceleb).trials
    }
}
