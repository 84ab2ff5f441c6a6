/// How answers are laid out for people.
struct AnswerTable: Sendable {
    let header: [String]
    let rightAligned: Set<Int>
    let row: @Sendable (IdentificationLine) -> [String]

    /// Who is heard, and who else it might have been.
    static let identification = AnswerTable(
        header: ["CLIP", "SPEAKER", "SCORE", "PROBABILITY", "SPEECH", "NEXT BEST"],
        rightAligned: [2, 3, 4]
    ) { line in
        let next = (line.candidates ?? []).dropFirst(line.decision == "match" ? 1 : 0)
            .map { "\($0.speaker) \(fixed($0.score, 2))" }
        return [
            line.clip, line.decision == "match" ? line.speaker ?? "" : word(line),
            score(line), probability(line), speech(line), next.joined(separator: ", "),
        ]
    }

    /// Whether the claim is believed.
    static let verification = AnswerTable(
        header: ["CLIP", "DECISION", "SCORE", "THRESHOLD", "PROBABILITY", "SPEECH"],
        rightAligned: [2, 3, 4, 5]
    ) { line in
        [
            line.clip, word(line), score(line), line.threshold.map { fixed($0, 2) } ?? "",
            probability(line), speech(line),
        ]
    }

    private static func word(_ line: IdentificationLine) -> String {
        line.decision == "unusable" ? "unusable: \(line.quality)" : line.decision
    }

    private static func score(_ line: IdentificationLine) -> String {
        line.score.map { fixed($0, 2) } ?? ""
    }

    private static func probability(_ line: IdentificationLine) -> String {
        line.probability.map { percent($0) } ?? ""
    }

    private static func speech(_ line: IdentificationLine) -> String {
        line.speechSeconds.map { fixed($0, 1) + " s" } ?? ""
    }
}
