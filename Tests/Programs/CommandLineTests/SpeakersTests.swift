import Foundation
import Testing

@Suite struct SpeakersTests {
    private func names(_ workspace: Workspace, _ gallery: String) throws -> [String] {
        try workspace.run("speakers", "--gallery", gallery, "--json").objects()
            .compactMap { $0["speaker"] as? String }
    }

    private func recordings(
        _ workspace: Workspace, _ gallery: String, _ speaker: String
    ) throws -> [[String: Any]] {
        try workspace.run("speakers", "show", "--gallery", gallery, "--json", speaker).objects()
    }

    @Test func recordingsAreShown() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let lines = try recordings(workspace, gallery, "elsa")
        #expect(
            lines.map { $0["recording"] as? String }
                == (1...3).map { SyntheticCorpus.enrollment("elsa", $0) })
        for line in lines {
            #expect(
                Set(line.keys) == [
                    "speaker", "recording", "digest", "duration_seconds", "speech_seconds",
                    "snr_decibels", "clipped_fraction", "enrolled_at",
                ])
            #expect((line["digest"] as? String)?.count == 64)
        }
        let table = try workspace.run("speakers", "show", "--gallery", gallery, "elsa")
        #expect(table.lines[4] == "recordings  3")
        #expect(table.lines[0].hasPrefix("RECORDING "))
    }

    @Test func speakersAreRenamedMergedAndRemoved() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        func speakers(_ arguments: String...) throws -> Run {
            try workspace.run(["speakers"] + arguments + ["--gallery", gallery])
        }
        let renamed = try speakers("rename", "ada", "Ada Müller")
        #expect(renamed.status == 0)
        #expect(renamed.output == "")
        #expect(renamed.messages == ["ada is now Ada Müller"])
        #expect(try names(workspace, gallery).first == "Ada Müller")
        let clash = try speakers("rename", "bruno", "carlo")
        #expect(clash.status == 64)
        #expect(clash.messages.first?.contains("timbre speakers merge") == true)
        #expect(try speakers("rename", "bruno", "").status == 64)
        #expect(try speakers("rename", "ada", "zeno").status == 66)

        #expect(try speakers("merge", "bruno", "carlo", "--quiet").errors == "")
        #expect(try recordings(workspace, gallery, "carlo").count == 6)
        #expect(try speakers("show", "bruno").status == 66)
        #expect(try speakers("merge", "carlo", "carlo").status == 64)
        #expect(try speakers("merge", "bruno", "carlo").status == 66)

        // One wrong name, and nobody is removed.
        #expect(try speakers("remove", "dylan", "zeno").status == 66)
        #expect(try names(workspace, gallery).contains("dylan"))
        let removed = try speakers("remove", "dylan", "elsa")
        #expect(removed.status == 0)
        #expect(removed.messages == ["removed dylan", "removed elsa"])
        let left = ["Ada Müller", "carlo"] + SyntheticCorpus.speakers.dropFirst(5)
        #expect(try names(workspace, gallery) == left)
    }

    @Test func speakersTravelBetweenGalleries() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let other = try workspace.gallery(named: "other.sqlite")
        let clip = SyntheticCorpus.probe("ada", 1)
        func identify(_ gallery: String) throws -> String {
            try workspace.run("identify", "--gallery", gallery, "--json", clip).output
        }
        let before = try identify(other)
        let export = try workspace.run(
            "speakers", "export", "--gallery", gallery, "--file", "two.safetensors", "ada", "hugo")
        #expect(export.status == 0)
        #expect(export.messages == ["wrote 2 speakers to two.safetensors"])
        let removal = ["speakers", "remove", "--gallery", other, "ada", "hugo"]
        #expect(try workspace.run(removal).status == 0)
        #expect(try identify(other) != before)
        func importing(_ file: String) throws -> Run {
            try workspace.run("speakers", "import", "--gallery", other, file)
        }
        #expect(
            try importing("two.safetensors").messages
                == ["added 6 recordings from two.safetensors"])
        // The same statistics give the same bits.
        #expect(try identify(other) == before)
        #expect(
            try importing("two.safetensors").messages
                == ["added 0 recordings from two.safetensors"])

        var bytes = try workspace.bytes("two.safetensors")
        bytes[bytes.count - 1] ^= 1
        try workspace.write(bytes, as: "damaged.safetensors")
        #expect(try importing("damaged.safetensors").status == 65)
        #expect(try importing("none.safetensors").status == 66)
        let nowhere = try workspace.run(
            "speakers", "export", "--gallery", gallery, "--file", "no/folder.safetensors")
        #expect(nowhere.status == 73)
        let nobody = try workspace.run(
            "speakers", "export", "--gallery", gallery, "--file", "x.safetensors", "zeno")
        #expect(nobody.status == 66)
        #expect(!workspace.exists("x.safetensors"))
    }
}
