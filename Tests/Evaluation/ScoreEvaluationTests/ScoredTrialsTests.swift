import Foundation
import NumericCore
import Testing

@testable import ScoreEvaluation

@Suite struct ScoredTrialsTests {
    private func file(_ text: String, name: String = "scores") -> TextFile {
        TextFile(name: name, contents: Data(text.utf8))
    }

    private func read(
        _ scores: String, key: String? = nil, format: TrialFormat? = nil, by: String? = nil
    ) throws -> ScoredTrials {
        try ScoredTrials(
            scores: file(scores), key: key.map { file($0, name: "key") }, format: format,
            condition: by)
    }

    static let expected = [
        Trial(model: "m", clip: "c", score: 1.5, isTarget: true),
        Trial(model: "m", clip: "d", score: -2, isTarget: false),
    ]
    static let forms: [(scores: String, key: String?)] = [
        ("m\tc\t1.5\ttarget\nm\td\t-2\tnontarget\n", nil),
        ("\n\nmodel\tclip\tscore\tlabel\nm\tc\t1.5\ttarget\nm\td\t-2\tnontarget", nil),
        ("m d -2\nm c 1.5\n", "m c target\nm d nontarget\n"),
        ("m d -2\r\nm c 1.5\r\n", "c m target\r\nd m nontarget\r\n"),
        ("m d -2\nm c 1.5\n", "1 m c\n0 m d\n"),
        ("1 m c 1.5\n0 m d -2\n", nil),
    ]

    @Test(arguments: forms) func formsAreTold(scores: String, key: String?) throws {
        let trials = try read(scores, key: key)
        #expect(trials.trials == Self.expected)
        #expect(trials.surplus == 0)
    }

    @Test func nist() throws {
        let trials = try read(
            "modelid\tsegmentid\tside\tLLR\nm\td\ta\t-2\nm\tc\ta\t1.5\nm\tc\tb\t0\n",
            key: """
                modelid\tsegmentid\tside\ttargettype\tgender
                m\tc\ta\ttarget\tmale
                m\td\ta\tnontarget\tfemale
                m\tc\tb\tnontarget\tmale

                """, by: "gender")
        #expect(trials.trials.map(\.score) == [1.5, -2, 0])
        #expect(trials.trials.map(\.clip) == ["c\ta", "d\ta", "c\tb"])
        #expect(trials.conditionGroups.map(\.name) == ["female", "male"])
        let male = trials.trials(of: trials.conditionGroups[1])
        #expect(male.trials.map(\.score) == [1.5, 0])
    }

    @Test func utteranceSpeakers() throws {
        let trials = try read("ann a1 3\nbob a1 -1\nb2 b1 2\n", key: "a1 ann\nb1 bob\nb2 bob\n")
        #expect(
            trials.trials == [
                Trial(model: "ann", clip: "a1", speaker: "ann", score: 3, isTarget: true),
                Trial(model: "bob", clip: "a1", speaker: "ann", score: -1, isTarget: false),
                Trial(model: "b2", clip: "b1", speaker: "bob", score: 2, isTarget: true),
            ])
        #expect(
            throws: EvaluationError.unknownUtterance(file: "scores", line: 2, utterance: "x1")
        ) { try read("ann a1 3\nbob x1 -1\n", key: "a1 ann\n") }
        #expect(
            throws: EvaluationError.conflictingUtterance(file: "key", line: 3, utterance: "a1")
        ) { try read("ann a1 3\n", key: "a1 ann\nb1 bob\na1 bob\n") }
    }

    @Test func missingAndSurplus() throws {
        let key = "m c target\nm d nontarget\n"
        let trials = try read("x c 9\nm d -2\nm y 9\nm c 1.5\nm c 1.5\n", key: key)
        #expect(trials.trials == Self.expected)
        #expect(trials.surplus == 2)
        #expect(trials.firstSurplusLine == 1)
        let error = EvaluationError.missingScores(
            file: "scores", count: 2, line: 2, model: "m", clip: "d")
        #expect(throws: error) { try read("m c 1\n", key: key + "m e nontarget\n") }
        #expect(
            error.description
                == "scores has no score for 2 of the trials, the first of model 'm' and clip 'd' "
                + "on line 2 of the list; score every trial, or remove it")
    }

    static let faults: [(scores: String, key: String?, error: EvaluationError)] = [
        ("", nil, .noTrials(file: "scores")),
        ("m c 1\n", "\n \n", .noTrials(file: "key")),
        ("m c 1\n", nil, .noLabels(file: "scores")),
        (
            "m c 1\nm d one\n", "m c target\n",
            .malformedLine(
                file: "scores", line: 2, expected: "a score in column 3", found: "m d one")
        ),
        (
            "m c 1\n\nm d\n", "m c target\n",
            .malformedLine(file: "scores", line: 3, expected: "model, clip, score", found: "m d")
        ),
        (
            "m c 1\n", "m c target\nm d imposter\n",
            .malformedLine(
                file: "key", line: 2, expected: "'target' or 'nontarget' in column 3",
                found: "m d imposter")
        ),
        (
            "m c 1\n", "1 m c\n2 m d\n",
            .malformedLine(
                file: "key", line: 2, expected: "'1' or '0' in column 1", found: "2 m d")
        ),
        (
            "m c 1\n", "m c target\nm d target\nm c nontarget\n",
            .repeatedTrial(file: "key", line: 3, firstLine: 1, model: "m", clip: "c")
        ),
        (
            "m c 1\nm d 0\nm c 2\n", "m c target\n",
            .repeatedTrial(file: "scores", line: 3, firstLine: 1, model: "m", clip: "c")
        ),
        (
            "m c 1\n", "modelid\tsegmentid\tside\nm\tc\ta\n",
            .malformedLine(
                file: "key", line: 1, expected: "a column targettype",
                found: "modelid\tsegmentid\tside")
        ),
        (
            "what is this that I read\n", nil,
            .malformedLine(
                file: "scores", line: 1,
                expected: "scores as our table, or those of Kaldi, VoxCeleb or NIST",
                found: "what is this that I read")
        ),
    ]

    @Test(arguments: faults) func faultsNameTheLine(
        scores: String, key: String?, error: EvaluationError
    ) {
        #expect(throws: error) { try read(scores, key: key) }
    }

    @Test func namesMustBeText() {
        let bytes = Array("m\tc\t1\ttarget\nm\t".utf8) + [0xFF] + Array("\t1\ttarget\n".utf8)
        #expect {
            try ScoredTrials(scores: TextFile(name: "scores", contents: Data(bytes)))
        } throws: { error in
            guard case .malformedLine("scores", 2, _, _) = error as? EvaluationError else {
                return false
            }
            return true
        }
    }

    @Test func columnsThatAreNotThere() {
        #expect(throws: EvaluationError.noSuchColumn(file: "scores", column: "snr", columns: [])) {
            try read("m\tc\t1\ttarget\n", by: "snr")
        }
        #expect(
            throws: EvaluationError.noSuchColumn(
                file: "scores", column: "snr", columns: ["model", "clip", "score", "label", "x"])
        ) { try read("model\tclip\tscore\tlabel\tx\nm\tc\t1\ttarget\t2\n", by: "snr") }
    }

    @Test func files() throws {
        #expect(throws: EvaluationError.missingFile("/no/such/file")) {
            try ScoredTrials(scores: TextFile(path: "/no/such/file"))
        }
        #expect(throws: EvaluationError.self) { try ScoredTrials(scores: TextFile(path: "/tmp")) }
    }

    /// A file of several pieces reads the same on any number of threads, and its lines count on,
    /// whether a piece holds less than a line or many.
    @Test(arguments: [1, 7, 64, 1000]) func piecesJoin(size: Int) throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("scored-trials-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var onDisk = TextFile(path: path)
        onDisk.pieceSize = size
        var text = "\n\n" + (0..<30).map { "m\($0) clip-\($0 % 7) \($0)\n" }.joined()
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let key = file((0..<30).map { "m\($0) clip-\($0 % 7) target\n" }.joined())
        let expected = try ScoredTrials(scores: file(text), key: key).trials
        #expect(expected.map(\.score) == (0..<30).map(Double.init))
        for threads in [1, 2, 3] {
            let trials = try Threads.with(threads) {
                try ScoredTrials(scores: onDisk, key: key).trials
            }
            #expect(trials == expected)
        }
        text += "m30 x\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        #expect(
            throws: EvaluationError.malformedLine(
                file: path, line: 33, expected: "model, clip, score", found: "m30 x")
        ) { try ScoredTrials(scores: onDisk, key: key) }
    }

    /// Numbers read as the standard library reads them, whatever path they take.
    @Test(
        arguments: [
            "0", "-0", "+1", "1.", ".5", "-12.25", "3.141592653589793238", "9007199254740993",
            "123456789012345678901234567890", "1e-300", "2.2250738585072014e-308", "-inf", "inf",
            "0.1", "0.0000000000000000001", "1234567890.123456789", "nan", "", ".", "-", "1e",
            "0x10", "1 ", "--1", "1.2.3",
        ]) func numbers(text: String)
    {
        let bytes = Array(text.utf8)
        let number = bytes.withUnsafeBytes { decimalNumber($0) }
        let reference = Double(text).flatMap { $0.isNaN ? nil : $0 }
        #expect(number?.bitPattern == reference?.bitPattern)
    }

    @Test func numericConditionsAreCutIntoFour() throws {
        let lines = (0..<20).map {
            "m\tc\($0)\t\($0)\t\($0 % 2 == 0 ? "target" : "nontarget")\t\($0)"
        }
        let trials = try read(
            "model\tclip\tscore\tlabel\tseconds\n" + lines.joined(separator: "\n"), by: "seconds")
        #expect(trials.conditionGroups.map(\.name) == ["0–4", "5–9", "10–14", "15–19"])
        #expect(
            trials.trials(of: trials.conditionGroups[1]).trials.map(\.score) == [5, 6, 7, 8, 9])
    }
}
