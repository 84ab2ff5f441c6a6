import Foundation
import Testing

@Suite struct GalleryLifeTests {
    private func speakers(
        _ workspace: Workspace, _ gallery: String, _ arguments: String...
    ) throws -> Run {
        try workspace.run(["speakers"] + arguments + ["--gallery", gallery])
    }

    @Test func theLogForgetsNames() throws {
        let workspace = try Workspace()
        let gallery = "gallery.sqlite"
        _ = try workspace.gallery(named: gallery)
        #expect(try speakers(workspace, gallery, "remove", "ada").status == 0)
        #expect(try speakers(workspace, gallery, "rename", "bruno", "Bruno B.").status == 0)
        let run = try speakers(workspace, gallery, "log", "--json")
        let lines = try run.objects()
        #expect(lines.first?["action"] as? String == "created")
        #expect(lines.count { $0["action"] as? String == "enrolled" } == 36)
        let last = lines.suffix(2)
        #expect(last.map { $0["action"] as? String } == ["removed", "renamed"])
        #expect(last.map { $0["speaker"] as? String } == [nil, "Bruno B."])
        // Recordings are enrolled in the order of the list, and numbered so.
        #expect(last.first?["speaker_number"] as? Int == 1)
        #expect(!run.output.contains("ada"))
        #expect(!run.output.contains("\"bruno\""))
        let table = try speakers(workspace, gallery, "log")
        #expect(table.lines.count == lines.count + 1)
        #expect(table.lines.count { $0.contains("(removed)") } == 4)
        // Nothing in the file tells of her either.
        #expect(Data(try workspace.bytes(gallery)).range(of: Data("clips/ada".utf8)) == nil)
    }

    @Test func whoWasEnrolledTwiceIsFound() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        func duplicates(_ arguments: String...) throws -> Run {
            try workspace.run(
                ["speakers", "duplicates", "--gallery", gallery] + arguments)
        }
        // Some of these voices are made to differ by little.
        let none = try duplicates("--json", "--threshold", "5")
        #expect(none.status == 0)
        #expect(none.output == "")
        #expect(none.messages.first?.hasPrefix("nobody seems to be enrolled twice") == true)
        let probes = (1...3).map { SyntheticCorpus.probe("hugo", $0) }
        #expect(
            try workspace.run(["enroll", "--gallery", gallery, "Hugo K."] + probes).status == 0)
        let run = try duplicates("--json", "--threshold", "5")
        let line = try object(parsing: run.output)
        #expect(line["speaker"] as? String == "hugo")
        #expect(line["other"] as? String == "Hugo K.")
        #expect(line["shared_recordings"] as? Int == 0)
        #expect(
            line["advice"] as? String
                == "listen to both; if one person: timbre speakers merge 'Hugo K.' hugo")
        #expect(try duplicates("--top", "1").lines.count == 2)
        // The same audio tells without any score.
        let shared = SyntheticCorpus.enrollment("farid", 1)
        #expect(try workspace.run("enroll", "--gallery", gallery, "gwen", shared).status == 0)
        let table = try duplicates("--threshold", "1000")
        #expect(table.lines.count == 2)
        #expect(table.lines[1].contains("gwen"))
        #expect(table.lines[1].contains("forget the audio of the wrong one"))
    }

    @Test func aBackupIsAGallery() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let run = try speakers(workspace, gallery, "backup", "copy.sqlite")
        #expect(run.status == 0)
        #expect(try speakers(workspace, gallery, "backup", "copy.sqlite").status == 73)
        #expect(
            try speakers(workspace, "copy.sqlite", "list").output
                == speakers(workspace, gallery, "list").output)
        let attributes = try FileManager.default.attributesOfItem(
            atPath: workspace.path("copy.sqlite"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try speakers(workspace, gallery, "compact").status == 0)
    }

    /// The clips are found by their sound, in files of another name and form.
    @Test func aGalleryMovesToAnotherModel() throws {
        let workspace = try Workspace()
        let clips = (1...2).map { SyntheticCorpus.enrollment("ada", $0) }
        let probe = SyntheticCorpus.probe("ada", 1)
        func run(_ arguments: String...) throws -> Run { try workspace.run(arguments) }
        for (gallery, model) in [("g", "speech-16k"), ("new", "telephone-8k")] {
            #expect(
                try workspace.run(
                    ["enroll", "--gallery", gallery, "--model", model, "ada"] + clips
                ).status == 0)
        }
        #expect(
            try run("speakers", "edit", "--gallery", "g", "ada", "--tag", "nurse").status == 0)
        try FileManager.default.createDirectory(
            atPath: workspace.path("root/deep"), withIntermediateDirectories: true)
        try workspace.write(
            SyntheticAudio.wav(SyntheticAudio.samples(clips[0])), as: "root/deep/renamed.wav")
        try FileManager.default.copyItem(
            atPath: probe, toPath: workspace.path("root/stranger.flac"))
        let before = try run("identify", "--json", "--gallery", "g", probe).output
        let migrate = [
            "speakers", "migrate", "--gallery", "g", "--model", "telephone-8k", "--root", "root",
        ]
        let incomplete = try workspace.run(migrate)
        #expect(incomplete.status == 66)
        #expect(
            incomplete.messages.first == "ada: \(clips[1]): no clip with its digest was found")
        #expect(incomplete.messages.last?.contains("nothing was changed") == true)
        #expect(try run("identify", "--json", "--gallery", "g", probe).output == before)

        let whole = try workspace.run(migrate + ["--root", clips[1]])
        #expect(whole.status == 0)
        #expect(whole.output == "2 recordings enrolled anew with telephone-8k, 0 left out\n")
        // As though it had always been bound to that model.
        let after = try run("identify", "--json", "--gallery", "g", probe).output
        #expect(after != before)
        #expect(try after == run("identify", "--json", "--gallery", "new", probe).output)
        let list = try run("speakers", "list", "--json", "--gallery", "g")
        #expect(try object(parsing: list.output)["tags"] as? [String] == ["nurse"])
        #expect(try workspace.run(migrate).messages.first?.contains("already") == true)

        let dropping = try run(
            "speakers", "migrate", "--gallery", "g", "--model", "speech-16k", "--root", "root",
            "--drop-missing", "--json")
        #expect(dropping.status == 0)
        let line = try object(parsing: dropping.output)
        #expect(line["migrated"] as? Int == 1)
        #expect(line["dropped"] as? Int == 1)
        #expect(dropping.messages.first?.hasPrefix("left out: ada: ") == true)
    }
}
