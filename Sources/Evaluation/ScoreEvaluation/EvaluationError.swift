/// Scores, labels or settings that cannot be evaluated.
public enum EvaluationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A line of a score or trial file that is not of the file's form; lines count from 1.
    case malformedLine(file: String, line: Int, expected: String, found: String)
    /// A line names a trial, or scores one, that an earlier line did.
    case repeatedTrial(file: String, line: Int, firstLine: Int, model: String, clip: String)
    /// Trials of the list for which the score file has no line: how many, and the first.
    case missingScores(file: String, count: Int, line: Int, model: String, clip: String)
    /// A file that is not there.
    case missingFile(String)
    /// A file that the system cannot read, and why.
    case unreadableFile(String, reason: String)
    /// A file without trials.
    case noTrials(file: String)
    /// Scores that come without labels, and no key was given.
    case noLabels(file: String)
    /// A column that the file's header does not name.
    case noSuchColumn(file: String, column: String, columns: [String])
    /// A clip or model whose speaker the map of utterances to speakers does not tell.
    case unknownUtterance(file: String, line: Int, utterance: String)
    /// An utterance with two speakers.
    case conflictingUtterance(file: String, line: Int, utterance: String)
    /// A name that a tab-separated file cannot hold.
    case unwritableName(String)
    /// A score that is not a number.
    case scoreNotANumber(model: String, clip: String)
    /// A score at an index of a list of scores is not a number.
    case scoreNotANumberAt(index: Int, targets: Bool)
    /// No trial of the claimed speaker's own voice.
    case noTargets
    /// No trial of another's voice.
    case noNontargets
    /// No clip of an enrolled speaker.
    case noEnrolledClips
    /// No clip of a stranger.
    case noStrangers
    /// A clip that was compared with no enrolled speaker.
    case noCandidates(clip: String)
    /// A speaker who stands more than once among a clip's candidates.
    case repeatedCandidate(clip: String, speaker: String)
    /// A clip's enrolled speaker who is not among its candidates.
    case speakerNotAmongCandidates(clip: String, speaker: String)
    /// A clip's stranger who is among its candidates, and thus enrolled.
    case strangerAmongCandidates(clip: String, speaker: String)
    /// Scores for an unknown impostor that are not those of all enrolled speakers but the true one.
    case unknownImpostorOfOthers(clip: String)
    /// Two different true speakers of one clip.
    case conflictingSpeakers(clip: String, String, String)
    /// A trial that is no target although the clip is of the claimed speaker.
    case mislabelledTrial(model: String, clip: String)
    /// A rate, threshold, prior, cost or count outside its bounds.
    case outOfRange(name: String, value: Double, expected: String)
    /// No threshold is high enough for a wanted rate, for too many scores are +∞.
    case unattainableRate(Double)

    /// What is wrong, where, and what to do about it.
    public var description: String {
        switch self {
        case .malformedLine(let file, let line, let expected, let found):
            "\(file), line \(line): expected \(expected), got '\(found)'; correct the line"
        case .repeatedTrial(let file, let line, let firstLine, let model, let clip):
            "\(file), line \(line): model '\(model)' and clip '\(clip)' stand together on line "
                + "\(firstLine) already; remove one of the lines"
        case .missingScores(let file, let count, let line, let model, let clip):
            "\(file) has no score for \(count) of the trials, the first of model '\(model)' and "
                + "clip '\(clip)' on line \(line) of the list; score every trial, or remove it"
        case .missingFile(let file):
            "\(file): no such file; check the path"
        case .unreadableFile(let file, let reason):
            "\(file): cannot be read: \(reason)"
        case .noTrials(let file):
            "\(file) holds no trials; expected one a line"
        case .noLabels(let file):
            "\(file) does not say which trials are targets; give the key with --trials"
        case .noSuchColumn(let file, let column, let columns):
            columns.isEmpty
                ? "\(file) has no header, and so no column '\(column)'; write one as its first line"
                : "\(file) has no column '\(column)'; it has "
                    + columns.joined(separator: ", ")
        case .unknownUtterance(let file, let line, let utterance):
            "\(file), line \(line): the speaker of '\(utterance)' is not known; "
                + "add the utterance to the map of utterances to speakers"
        case .conflictingUtterance(let file, let line, let utterance):
            "\(file), line \(line): '\(utterance)' has another speaker on an earlier line; "
                + "correct one of the lines"
        case .unwritableName(let name):
            "the name \(name.debugDescription) is empty or holds a tab or a line break, "
                + "which a tab-separated file cannot; rename it"
        case .scoreNotANumber(let model, let clip):
            "the score of model '\(model)' and clip '\(clip)' is not a number; "
                + "find out why the system gave none, or leave the trial out"
        case .scoreNotANumberAt(let index, let targets):
            "\(targets ? "target" : "nontarget") score \(index) is not a number; "
                + "find out why the system gave none, or leave the trial out"
        case .noTargets:
            "there are no target trials; add clips of the claimed speakers themselves"
        case .noNontargets:
            "there are no nontarget trials; add clips of other speakers"
        case .noEnrolledClips:
            "there is no clip of an enrolled speaker; add some to the probe list"
        case .noStrangers:
            "there is no clip of a stranger; add some to the unknown list"
        case .noCandidates(let clip):
            "clip '\(clip)' was compared with nobody; enrol at least one speaker"
        case .repeatedCandidate(let clip, let speaker):
            "clip '\(clip)' has speaker '\(speaker)' twice among its candidates; "
                + "give each enrolled speaker one score"
        case .speakerNotAmongCandidates(let clip, let speaker):
            "clip '\(clip)' is said to be of enrolled speaker '\(speaker)', who is not among its "
                + "candidates; enrol the speaker, or list the clip among the strangers'"
        case .strangerAmongCandidates(let clip, let speaker):
            "clip '\(clip)' is said to be of stranger '\(speaker)', who is among its candidates; "
                + "list the clip among the probes, or leave the speaker out of the gallery"
        case .unknownImpostorOfOthers(let clip):
            "clip '\(clip)': the scores for an unknown impostor are not those of the enrolled "
                + "speakers other than the true one; give each of them once, and none for a stranger"
        case .conflictingSpeakers(let clip, let first, let second):
            "clip '\(clip)' is said to be both of '\(first)' and of '\(second)'; intervals over "
                + "speakers need one speaker a clip and models named by their speaker"
        case .mislabelledTrial(let model, let clip):
            "model '\(model)' and clip '\(clip)' are called a nontarget, but the clip is of that "
                + "very speaker; call the trial a target"
        case .outOfRange(let name, let value, let expected):
            "\(name) is \(value); expected \(expected)"
        case .unattainableRate(let rate):
            "no threshold keeps the false alarms at \(rate), for more of the scores are infinite; "
                + "check the system's scores"
        }
    }
}
