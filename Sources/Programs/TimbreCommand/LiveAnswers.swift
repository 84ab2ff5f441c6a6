import Timbre

/// Follows a stream and prints each answer as soon as it is there.
struct LiveAnswers {
    let console: Console
    let top: Int

    /// The status of the stream's segments: whether somebody in them is unknown, or nothing in
    /// them could be answered.
    func run(_ audio: LiveAudio, _ live: LiveIdentification) throws -> ExitStatus {
        var live = live
        var answered: ExitStatus?
        var hasHeader = console.isJSON
        func show(_ answers: [LiveAnswer]) throws {
            for answer in answers {
                let line = LiveLine(answer, top: top)
                if console.isJSON {
                    try console.result(json: line)
                } else {
                    if !hasHeader { try console.result(LiveTable.header) }
                    hasHeader = true
                    try console.result(LiveTable.row(line))
                }
                guard answer.ending != nil, answer.identification.decision != nil else { continue }
                answered = max(answered ?? .done, line.answer.status)
            }
        }
        for note in audio.notes { console.detail("-: \(note)") }
        do {
            while let samples = try audio.nextBlock() { try show(live.hear(samples)) }
        } catch let error as AudioInputError {
            // What was heard before counts all the same.
            try show(live.finish())
            throw error
        }
        try show(live.finish())
        if answered == nil { console.remark("-: no speech in it that tells a voice") }
        return answered ?? .badData
    }
}

/// How a stream's answers are laid out for people: the columns cannot know what will come.
private enum LiveTable {
    static let header = layout([
        "EVENT", "FROM", "TO", "SPEAKER", "SCORE", "PROBABILITY", "SPEECH", "NEXT BEST",
    ])

    static func row(_ line: LiveLine) -> String {
        layout(
            [line.event, clock(line.startSeconds), clock(line.endSeconds)]
                + AnswerTable.identification.row(line.answer).dropFirst())
    }

    /// Negative widths align to the right.
    private static let widths = [7, -9, -9, 12, -7, -11, -7, 0]

    private static func layout(_ cells: [String]) -> String {
        var line = zip(cells, widths).map { cell, width in
            let padding = String(repeating: " ", count: max(0, Int(width.magnitude) - cell.count))
            return width < 0 ? padding + cell : cell + padding
        }.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }
}

/// What is printed of one answer to a stream.
struct LiveLine: Encodable {
    let event: String
    let ending: String?
    let startSeconds: Double
    let endSeconds: Double
    let answer: IdentificationLine

    init(_ answer: LiveAnswer, top: Int) {
        event = answer.ending == nil ? "running" : "final"
        ending = answer.ending?.rawValue
        startSeconds = answer.seconds.lowerBound
        endSeconds = answer.seconds.upperBound
        self.answer = IdentificationLine(answer.identification, top: top)
    }

    private enum CodingKeys: String, CodingKey {
        case event, ending, startSeconds, endSeconds
    }

    /// One object of all.
    func encode(to encoder: any Encoder) throws {
        try answer.encode(to: encoder)
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(event, forKey: .event)
        try keys.encodeIfPresent(ending, forKey: .ending)
        try keys.encode(startSeconds, forKey: .startSeconds)
        try keys.encode(endSeconds, forKey: .endSeconds)
    }
}
