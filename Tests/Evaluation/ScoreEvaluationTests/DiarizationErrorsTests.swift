import Foundation
import NumericCore
import ScoreEvaluation
import Testing

@Suite struct DiarizationErrorsTests {
    private func turn(_ speaker: String, _ seconds: Range<Double>, in recording: String = "a")
        -> SpeakerTurn
    {
        SpeakerTurn(recording: recording, seconds: seconds, speaker: speaker)
    }

    @Test func theExampleIsRight() {
        let reference = [SpeakerTurn(recording: "a", seconds: 0..<4, speaker: "ada")]
        let answer = [SpeakerTurn(recording: "a", seconds: 1..<5, speaker: "ada")]
        let errors = DiarizationErrors(reference: reference, answer: answer, collar: 0.25)
        #expect(errors.missed == 0.75)
        #expect(errors.falseAlarms == 0.75)
        #expect(errors.confusion == 0)
        #expect(errors.rate == 1.5 / 3.5)
    }

    @Test func kindsOfErrorsAreToldApart() {
        let reference = [turn("ada", 0..<10), turn("bo", 10..<20), turn("bo", 2..<3, in: "b")]
        let answer = [turn("ada", 1..<12), turn("bo", 14..<22), turn("ada", 2..<3, in: "b")]
        let errors = DiarizationErrors(reference: reference, answer: answer, collar: 0)
        #expect(errors.speech == 21)
        #expect(errors.missed == 3)
        #expect(errors.falseAlarms == 2)
        #expect(errors.confusion == 3)
        #expect(DiarizationErrors(reference: [], answer: answer).rate == nil)
        #expect(DiarizationErrors(reference: reference, answer: reference).rate == 0)
        #expect(DiarizationErrors(reference: reference, answer: []).rate == 1)
    }

    /// Two at once count twice, of whom one answer can be only one.
    @Test func peopleMayTalkAtOnce() {
        let errors = DiarizationErrors(
            reference: [turn("ada", 0..<4), turn("bo", 2..<6)], answer: [turn("ada", 0..<6)],
            collar: 0)
        #expect(errors.speech == 8)
        #expect(errors.missed == 2)
        #expect(errors.confusion == 2)
        #expect(errors.falseAlarms == 0)
    }

    /// Random turns, counted again in the middle of each hundredth of a second.
    @Test func everyMomentCounts() {
        var generator = SeededGenerator(seed: 5)
        func turns(_ count: Int) -> [SpeakerTurn] {
            (0..<count).map { _ in
                let start = Double(generator.next() % 2000) / 100
                return turn(
                    ["ada", "bo", "cy"][Int(generator.next() % 3)],
                    start..<start + Double(generator.next() % 300) / 100)
            }
        }
        for _ in 0..<10 {
            let (reference, answer) = (turns(12), turns(12))
            let errors = DiarizationErrors(reference: reference, answer: answer, collar: 0.25)
            var sums = [0.0, 0, 0, 0]
            for index in -100..<2500 {
                let time = (Double(index) + 0.5) / 100
                let isNear = reference.contains {
                    abs($0.seconds.lowerBound - time) < 0.25
                        || abs($0.seconds.upperBound - time) < 0.25
                }
                if isNear { continue }
                func speaking(_ turns: [SpeakerTurn]) -> Set<String> {
                    Set(turns.filter { $0.seconds.contains(time) }.map(\.speaker))
                }
                let (r, h) = (speaking(reference), speaking(answer))
                sums[0] += Double(r.count)
                sums[1] += Double(max(0, r.count - h.count))
                sums[2] += Double(max(0, h.count - r.count))
                sums[3] += Double(min(r.count, h.count) - r.intersection(h).count)
            }
            let got = [errors.speech, errors.missed, errors.falseAlarms, errors.confusion]
            // Sums of some tens of hundredths, which Double rounds.
            for (sum, value) in zip(sums, got) { #expect(abs(sum / 100 - value) < 1e-9) }
        }
    }

    @Test func timeMarksAreReadAndWritten() throws {
        let turns = [
            turn("ada lovelace", 0.1..<2.3456), turn("bo", 2.3456..<3661.5, in: "long talk"),
        ]
        let text = TranscriptionTimeMarks.write(turns)
        #expect(
            text == """
                SPEAKER a 1 0.100 2.246 <NA> <NA> ada_lovelace <NA> <NA>
                SPEAKER long_talk 1 2.346 3659.154 <NA> <NA> bo <NA> <NA>

                """)
        let comments = ";; a comment\nSPKR-INFO a 1 <NA> <NA> <NA> unknown ada <NA>\n\n"
        let file = TextFile(name: "r", contents: Data((comments + text).utf8))
        let read = try TranscriptionTimeMarks.read(file)
        #expect(read.map(\.speaker) == ["ada_lovelace", "bo"])
        #expect(read[0].seconds == 0.1..<0.1 + 2.246)
        #expect(read[1].recording == "long_talk")
    }

    @Test(arguments: [
        "SPEAKER a 1 x 2 <NA> <NA> ada <NA> <NA>", "SPEAKER a 1 1 -2 <NA> <NA> ada <NA> <NA>",
        "SPEAKER a 1 1 nan <NA> <NA> ada <NA> <NA>", "SPEAKER a 1 1 2 <NA> <NA>",
        "SPEAKER a 1 -1 2 <NA> <NA> ada", "SPEAKER a 1 inf 2 <NA> <NA> ada",
    ]) func faultyTimeMarksAreNamed(line: String) {
        let file = TextFile(name: "r.rttm", contents: Data((";;\n" + line + "\n").utf8))
        let error = EvaluationError.malformedLine(
            file: "r.rttm", line: 2,
            expected: "SPEAKER recording channel start duration <NA> <NA> speaker", found: line)
        #expect(throws: error) { try TranscriptionTimeMarks.read(file) }
    }
}
