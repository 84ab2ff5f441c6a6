import TestSupport
import Foundation
import Testing

/// Every broken file at once, with a good clip at either end.
@Suite struct BrokenFileTests {
    private static let good = SyntheticCorpus.probe("ada", 1)

    private func run(_ workspace: Workspace, _ options: String...) throws -> Run {
        for broken in BrokenClip.all { try workspace.write(broken.bytes, as: broken.name) }
        return try workspace.run(
            ["identify", "--gallery", workspace.gallery()] + options + [Self.good]
                + BrokenClip.all.map(\.name) + [Self.good])
    }

    @Test func eachGetsItsLineAndStopsNoOther() throws {
        let run = try run(Workspace(), "--json")
        #expect(run.status == 65)
        let answers = try run.objects()
        try #require(answers.count == BrokenClip.all.count + 2)
        for answer in [answers[0], answers[answers.count - 1]] {
            #expect(answer["clip"] as? String == Self.good)
            #expect(answer["speaker"] as? String == "ada")
        }
        try #require(run.messages.count == BrokenClip.all.count)
        for (index, broken) in BrokenClip.all.enumerated() {
            let answer = answers[index + 1]
            #expect(Set(answer.keys) == ["clip", "decision", "quality", "message"])
            #expect(answer["clip"] as? String == broken.name)
            #expect(answer["decision"] as? String == "unusable")
            #expect(answer["quality"] as? String == "not_audio")
            let message = try #require(answer["message"] as? String)
            #expect(message.hasPrefix("\(broken.name): "))
            #expect(run.messages[index] == message)
        }
    }

    @Test func theTableHasARowForEach() throws {
        let run = try run(Workspace(), "--quiet")
        #expect(run.status == 65)
        try #require(run.lines.count == BrokenClip.all.count + 3)
        for (line, broken) in zip(run.lines.dropFirst(2), BrokenClip.all) {
            #expect(line.hasPrefix(broken.name + " "))
            #expect(line.hasSuffix("unusable: not_audio"))
        }
        // Errors are no remarks: --quiet leaves them.
        #expect(run.messages.count == BrokenClip.all.count)
    }

    /// Enrolling them adds nobody but those who have a good clip.
    @Test func noneOfThemIsEnrolled() throws {
        let workspace = try Workspace()
        for broken in BrokenClip.all { try workspace.write(broken.bytes, as: broken.name) }
        let list =
            "speaker\tclip\n" + BrokenClip.all.map { "nobody\t\($0.name)\n" }.joined()
            + "ada\t\(Self.good)\n"
        try workspace.write(list, as: "list.tsv")
        let run = try workspace.run(
            "enroll", "--list", "list.tsv", "--gallery", "g.sqlite", "--json")
        #expect(run.status == 65)
        let lines = try run.objects()
        #expect(lines.map { $0["speaker"] as? String } == ["ada", "nobody"])
        #expect(lines.map { $0["added"] as? Int } == [1, 0])
        #expect(lines.map { $0["refused"] as? Int } == [0, BrokenClip.all.count])
        // The first message says that the gallery was made.
        for (message, broken) in zip(run.messages.dropFirst(), BrokenClip.all) {
            #expect(message.contains("/\(broken.name): "))
        }
        let speakers = try workspace.run("speakers", "list", "--gallery", "g.sqlite", "--json")
        #expect(try speakers.objects().map { $0["speaker"] as? String } == ["ada"])
    }
}
