/// Who spoke when as NIST's Rich Transcription evaluations write it: RTTM, a line a turn, its
/// fields separated by blanks ("The 2009 (RT-09) Rich Transcription Meeting Recognition Evaluation
/// Plan", appendix A):
///
///     SPEAKER recording channel start duration <NA> <NA> speaker <NA> <NA>
///
/// A name with blanks in it gets underscores for them.
public enum TranscriptionTimeMarks {
    /// A name as a field: no blanks, and something.
    public static func field(_ name: String) -> String {
        let words = name.split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? "_" : words.joined(separator: "_")
    }

    /// The turns as lines, to the millisecond, of channel 1.
    public static func write(_ turns: [SpeakerTurn]) -> String {
        turns.map { turn in
            // Both ends are rounded, so that turns that touch still do.
            let ends = [turn.seconds.lowerBound, turn.seconds.upperBound].map(milliseconds)
            return "SPEAKER \(field(turn.recording)) 1 \(decimal(ends[0])) "
                + "\(decimal(ends[1] - ends[0])) <NA> <NA> \(field(turn.speaker)) <NA> <NA>\n"
        }.joined()
    }

    /// The turns of a file; comments, and lines of other kinds than SPEAKER, are passed over.
    ///
    /// - Throws: ``EvaluationError`` that names the line.
    public static func read(_ file: TextFile) throws(EvaluationError) -> [SpeakerTurn] {
        var turns: [SpeakerTurn] = []
        var number = 0
        var pieces = try file.pieces()
        while let piece = try pieces.next() {
            for line in piece.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                .dropLast(piece.last == UInt8(ascii: "\n") ? 1 : 0)
            {
                number += 1
                let text = String(decoding: line, as: UTF8.self)
                let fields = text.split(whereSeparator: \.isWhitespace).map(String.init)
                guard fields.first == "SPEAKER" else { continue }
                guard fields.count >= 8, let start = Double(fields[3]),
                    let duration = Double(fields[4]), start >= 0, duration >= 0,
                    (start + duration).isFinite
                else {
                    throw .malformedLine(
                        file: file.name, line: number,
                        expected: "SPEAKER recording channel start duration <NA> <NA> speaker",
                        found: text)
                }
                turns.append(
                    SpeakerTurn(
                        recording: fields[1], seconds: start..<start + duration, speaker: fields[7])
                )
            }
        }
        return turns
    }

    private static func milliseconds(_ seconds: Double) -> Int {
        Int((min(max(seconds, 0), 1e9) * 1000).rounded())
    }

    private static func decimal(_ milliseconds: Int) -> String {
        let rest = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
