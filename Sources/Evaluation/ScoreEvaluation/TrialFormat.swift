/// The form of a file of scores or of a key, which says which trials are targets.
///
/// | | scores | key |
/// |---|---|---|
/// | `table` | `model⇥clip⇥score⇥target\|nontarget`, further columns as conditions | none needed |
/// | `kaldi` | `speaker utterance score` | `speaker utterance target\|nontarget`, or the utterance first |
/// | `voxceleb` | `enrolment test score`, or `1\|0 enrolment test score` without a key | `1\|0 enrolment test` |
/// | `nist` | `modelid⇥segmentid⇥side⇥LLR` | `modelid⇥segmentid⇥side⇥targettype`, further columns as conditions |
/// | `utt2spk` | | `utterance speaker`: a score is a target's where the model is that speaker |
public enum TrialFormat: String, CaseIterable, Sendable {
    /// Our own table, set apart by tabs, with or without its header.
    case table
    /// Kaldi's lists.
    case kaldi
    /// The lists of VoxCeleb.
    case voxceleb
    /// The tables of NIST's evaluations since 2016.
    case nist
    /// Kaldi's map from utterances to speakers.
    case utt2spk
}

/// Where the parts of a trial stand on a line.
struct LineLayout: Equatable, Sendable {
    enum Separator: Sendable {
        /// One tab; fields may hold spaces.
        case tab
        /// Any run of spaces and tabs.
        case blanks
    }

    var separator: Separator
    var fieldCount: Int
    var model: Int
    var clip: Int
    /// The telephone channel, part of the clip's name in NIST's tables.
    var side: Int?
    var score: Int?
    var label: Int?
    /// The words for a target and for a nontarget.
    var labels = ["target", "nontarget"]
    /// The names of all columns, where the file has a header.
    var header: [String]?
    /// The form in words, for error messages.
    var form: String
}

extension LineLayout {
    static let kaldiKey = LineLayout(
        separator: .blanks, fieldCount: 3, model: 0, clip: 1, label: 2,
        form: "model, clip, and target or nontarget")
    static let scores = LineLayout(
        separator: .blanks, fieldCount: 3, model: 0, clip: 1, score: 2,
        form: "model, clip, score")
    static let voxCelebKey = LineLayout(
        separator: .blanks, fieldCount: 3, model: 1, clip: 2, label: 0, labels: ["1", "0"],
        form: "1 or 0, enrolment recording, test clip")
    static let voxCelebScored = LineLayout(
        separator: .blanks, fieldCount: 4, model: 1, clip: 2, score: 3, label: 0,
        labels: ["1", "0"], form: "1 or 0, enrolment recording, test clip, score")
    static let utteranceSpeakers = LineLayout(
        separator: .blanks, fieldCount: 2, model: 1, clip: 0, form: "utterance, speaker")

    /// Our table; a first line whose third column says `score` is its header.
    static func table(_ first: [String]) -> LineLayout {
        var layout = LineLayout(
            separator: .tab, fieldCount: 4, model: 0, clip: 1, score: 2, label: 3,
            form: "model, clip, score, and target or nontarget, set apart by tabs")
        if first.count >= 4, first[2] == "score" {
            layout.header = first
            layout.fieldCount = first.count
            if first.count > 4 {
                layout.form = "\(first.count) columns as in the header, set apart by tabs"
            }
        }
        return layout
    }

    /// NIST's table of scores or its key; a first line that begins with `modelid` is its header.
    static func nist(_ first: [String], isKey: Bool) -> LineLayout {
        var layout = LineLayout(
            separator: .tab, fieldCount: 4, model: 0, clip: 1, side: 2,
            form: isKey
                ? "modelid, segmentid, side, targettype, set apart by tabs"
                : "modelid, segmentid, side, LLR, set apart by tabs")
        if isKey { layout.label = 3 } else { layout.score = 3 }
        if first.first == "modelid" {
            layout.header = first
            layout.fieldCount = first.count
            if isKey { layout.label = first.firstIndex(of: "targettype") }
            if !isKey { layout.score = first.firstIndex(of: "LLR") }
        }
        return layout
    }
}

/// What a file is to tell.
enum FileRole: Sendable {
    /// Scores, and labels too where the form has them.
    case scores
    /// Which trials are targets.
    case key
}

extension LineLayout {
    /// The layout of a file whose first line that is not blank is `line`.
    ///
    /// - Throws: ``EvaluationError`` when the form is not known, or cannot play the role.
    init(
        of line: String, role: FileRole, format: TrialFormat?, file: String, number: Int
    ) throws(EvaluationError) {
        let blanks = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
        let tabs = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard let format = format ?? Self.detect(blanks: blanks, tabs: tabs) else {
            throw .malformedLine(
                file: file, line: number,
                expected: role == .key
                    ? "a key of Kaldi, VoxCeleb or NIST, or utt2spk"
                    : "scores as our table, or those of Kaldi, VoxCeleb or NIST",
                found: line)
        }
        switch (format, role) {
        case (.table, _): self = .table(tabs)
        case (.kaldi, .scores): self = .scores
        case (.kaldi, .key): self = .kaldiKey
        case (.voxceleb, .scores): self = blanks.count == 4 ? .voxCelebScored : .scores
        case (.voxceleb, .key): self = .voxCelebKey
        case (.utt2spk, .key): self = .utteranceSpeakers
        case (.utt2spk, .scores): self = .scores
        case (.nist, let role):
            self = .nist(tabs, isKey: role == .key)
            guard role == .scores ? score != nil : label != nil else {
                throw .malformedLine(
                    file: file, line: number,
                    expected: role == .key ? "a column targettype" : "a column LLR", found: line)
            }
        }
    }

    private static func detect(blanks: [String], tabs: [String]) -> TrialFormat? {
        let isScore = { (word: String) in Double(word) != nil }
        if blanks.first == "modelid" { return .nist }
        if tabs.count >= 4, tabs[2] == "score" || (isScore(tabs[2]) && isLabel(tabs[3])) {
            return .table
        }
        switch blanks.count {
        case 2: return .utt2spk
        case 3 where isLabel(blanks[2]): return .kaldi
        case 3 where ["0", "1"].contains(blanks[0]): return .voxceleb
        case 3 where isScore(blanks[2]): return .kaldi
        case 4 where ["0", "1"].contains(blanks[0]) && isScore(blanks[3]): return .voxceleb
        case 4... where ["a", "b"].contains(blanks[2]): return .nist
        default: return nil
        }
    }

    private static func isLabel(_ word: String) -> Bool { ["target", "nontarget"].contains(word) }
}
