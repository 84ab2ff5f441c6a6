import Foundation
import ScoreEvaluation
import Testing

@Suite struct TrialFileTests {
    static let trials = [
        Trial(model: "alice", clip: "a 1.wav", score: 2.25, isTarget: true),
        Trial(model: "bob", clip: "a 1.wav", score: 0.1 + 0.2, isTarget: false),
        Trial(model: "bob", clip: "b.wav", score: -.infinity, isTarget: true),
    ]

    func file(_ text: String, name: String = "s.tsv") -> TextFile {
        TextFile(name: name, contents: Data(text.utf8))
    }

    @Test func tableReadsBackExactly() throws {
        let written = try TrialTable.write(Self.trials)
        #expect(
            String(decoding: written, as: UTF8.self) == """
                model\tclip\tscore\tlabel
                alice\ta 1.wav\t2.25\ttarget
                bob\ta 1.wav\t0.30000000000000004\tnontarget
                bob\tb.wav\t-inf\ttarget

                """)
        #expect(try TrialTable.read(TextFile(name: "s.tsv", contents: written)) == Self.trials)
    }

    static let variants = [
        "a\tx\t1\ttarget\nb\tx\t0\tnontarget",
        "a\tx\t1\ttarget\r\n\r\nb\tx\t0\tnontarget\r\n",
        "speaker\tfile\tscore\tkey\n\na\tx\t1e0\ttarget\nb\tx\t-0\tnontarget\n",
    ]

    @Test(arguments: variants) func headerAndLineEndsAreFree(text: String) throws {
        #expect(
            try TrialTable.read(file(text)) == [
                Trial(model: "a", clip: "x", score: 1, isTarget: true),
                Trial(model: "b", clip: "x", score: 0, isTarget: false),
            ])
    }

    static let form = "model, clip, score, and target or nontarget, set apart by tabs"
    static let faults: [(String, EvaluationError)] = [
        (
            "a\tx\t1\n",
            .malformedLine(file: "s.tsv", line: 1, expected: form, found: "a\tx\t1")
        ),
        (
            "a\tx\t1\ttarget\na\t\t1\ttarget",
            .malformedLine(file: "s.tsv", line: 2, expected: form, found: "a\t\t1\ttarget")
        ),
        (
            "\na\tx\tnan\ttarget",
            .malformedLine(
                file: "s.tsv", line: 2, expected: "a score in column 3", found: "a\tx\tnan\ttarget")
        ),
        (
            "a\tx\t1\tTarget",
            .malformedLine(
                file: "s.tsv", line: 1, expected: "'target' or 'nontarget' in column 4",
                found: "a\tx\t1\tTarget")
        ),
        (
            "a\tx\t1\ttarget\nb\tx\t1\tnontarget\na\tx\t1\ttarget",
            .repeatedTrial(file: "s.tsv", line: 3, firstLine: 1, model: "a", clip: "x")
        ),
    ]

    @Test(arguments: faults) func faultsNameTheLine(text: String, error: EvaluationError) {
        #expect(throws: error) { try TrialTable.read(file(text)) }
    }

    @Test func messages() {
        #expect(
            EvaluationError.repeatedTrial(
                file: "s.tsv", line: 3, firstLine: 1, model: "a", clip: "x"
            ).description
                == "s.tsv, line 3: model 'a' and clip 'x' stand together on line 1 already; "
                + "remove one of the lines")
        #expect(
            EvaluationError.malformedLine(
                file: "s.tsv", line: 2, expected: "a score in column 3", found: "a x"
            ).description
                == "s.tsv, line 2: expected a score in column 3, got 'a x'; correct the line")
    }

    @Test(arguments: ["a\tb", "a\nb", ""]) func namesThatCannotBeWritten(name: String) {
        #expect(throws: EvaluationError.unwritableName(name)) {
            try TrialTable.write([Trial(model: "m", clip: name, score: 0, isTarget: true)])
        }
    }

    @Test func kaldi() throws {
        let trials = file("alice utt1 target\nbob  utt1\tnontarget\n\nbob utt2 target\n")
        let scores = file("bob utt2 -1.5\nbob utt1 0.25\ncarol utt9 7\nalice utt1 3\n")
        #expect(
            try TrialList.readKaldi(trials: trials, scores: scores) == [
                Trial(model: "alice", clip: "utt1", score: 3, isTarget: true),
                Trial(model: "bob", clip: "utt1", score: 0.25, isTarget: false),
                Trial(model: "bob", clip: "utt2", score: -1.5, isTarget: true),
            ])
    }

    @Test func voxCeleb() throws {
        let expected = [
            Trial(model: "id1/a.wav", clip: "id1/b.wav", score: 2, isTarget: true),
            Trial(model: "id1/a.wav", clip: "id2/c.wav", score: -2, isTarget: false),
        ]
        let trials = file("1 id1/a.wav id1/b.wav\n0 id1/a.wav id2/c.wav\n")
        let scores = file("id1/a.wav id2/c.wav -2\nid1/a.wav id1/b.wav 2\n")
        #expect(try TrialList.readVoxCeleb(trials: trials, scores: scores) == expected)
        let scored = file("1 id1/a.wav id1/b.wav 2\n0 id1/a.wav id2/c.wav -2\n")
        #expect(try TrialList.readVoxCeleb(scoredTrials: scored) == expected)
    }

    @Test func faultsOfLists() throws {
        let scores = file("m c 1\n", name: "scores")
        #expect(
            throws: EvaluationError.missingScores(
                file: "scores", count: 1, line: 2, model: "m", clip: "d")
        ) {
            try TrialList.readKaldi(
                trials: file("m c target\nm d nontarget"), scores: scores)
        }
        #expect(
            throws: EvaluationError.repeatedTrial(
                file: "list", line: 2, firstLine: 1, model: "m", clip: "c")
        ) {
            try TrialList.readKaldi(
                trials: file("m c target\nm c nontarget", name: "list"), scores: scores)
        }
        #expect(
            throws: EvaluationError.repeatedTrial(
                file: "scores", line: 2, firstLine: 1, model: "m", clip: "c")
        ) {
            try TrialList.readVoxCeleb(
                trials: file("1 m c"), scores: file("m c 1\nm c 2", name: "scores"))
        }
        #expect(
            throws: EvaluationError.repeatedTrial(
                file: "list", line: 3, firstLine: 1, model: "m", clip: "c")
        ) {
            try TrialList.readVoxCeleb(
                scoredTrials: file("1 m c 1\n0 m d 1\n1 m c 2", name: "list"))
        }
        #expect(
            throws: EvaluationError.malformedLine(
                file: "list", line: 1, expected: "'1' or '0' in column 1", found: "2 m c")
        ) {
            try TrialList.readVoxCeleb(trials: file("2 m c", name: "list"), scores: scores)
        }
    }

    @Test func aTrialListedTwiceCountsTwice() throws {
        let trials = try TrialList.readVoxCeleb(
            trials: file("1 m c\n1 m c"), scores: file("m c 1\nm c 1"))
        #expect(trials.count == 2)
        #expect(
            try TrialList.readVoxCeleb(scoredTrials: file("1 m c 1\n1 m c 1")).count == 2)
    }
}
