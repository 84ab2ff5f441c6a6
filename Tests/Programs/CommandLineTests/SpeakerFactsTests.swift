import Foundation
import Testing

@Suite struct SpeakerFactsTests {
    private static let clip = SyntheticCorpus.probe("ada", 1)

    private func speakers(
        _ workspace: Workspace, _ gallery: String, _ arguments: String...
    ) throws -> Run {
        try workspace.run(["speakers"] + arguments + ["--gallery", gallery])
    }

    @Test func factsAreListedAndShown() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let edit = try speakers(
            workspace, gallery, "edit", "ada", "--tag", "nurse", "--tag", "ward 3", "--notes",
            "quiet", "--consent", "given", "--consent-date", "2026-01-31", "--expires",
            "2999-12-31T12:00:00Z")
        #expect(edit.status == 0)
        #expect(edit.messages == ["changed ada"])
        let list = try speakers(workspace, gallery, "list", "--json", "--tag", "nurse")
        let line = try object(parsing: list.output)
        #expect(line["speaker"] as? String == "ada")
        #expect(line["tags"] as? [String] == ["nurse", "ward 3"])
        #expect(line["notes"] as? String == "quiet")
        #expect(line["consent"] as? String == "given")
        #expect(line["consent_at"] as? String == "2026-01-31T00:00:00Z")
        #expect(line["expires_at"] as? String == "2999-12-31T12:00:00Z")
        #expect(line["is_looked_for"] as? Bool == true)
        let shown = try speakers(workspace, gallery, "show", "ada").lines.suffix(7)
        #expect(shown.contains("recordings  3"))
        #expect(shown.contains("consent     given, 2026-01-31T00:00:00Z"))
        #expect(shown.contains("expires     2999-12-31T12:00:00Z"))
        #expect(shown.contains("tags        nurse, ward 3"))
        #expect(shown.contains("notes       quiet"))
        let undo = try speakers(
            workspace, gallery, "edit", "ada", "--untag", "nurse", "--expires", "never")
        #expect(undo.status == 0)
        #expect(try speakers(workspace, gallery, "list", "--json", "--tag", "nurse").output == "")
        #expect(try speakers(workspace, gallery, "show", "ada").output.contains("never"))
    }

    @Test func whatCannotBeSaidIsRefused() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let wrong = [
            ["ada"], ["ada", "--consent", "perhaps"], ["ada", "--expires", "tomorrow"],
            ["ada", "--expires", "2026-13-01"], ["ada", "--tag", "a,b"],
            ["ada", "--consent-date", "2026-01-31"],
        ]
        for arguments in wrong {
            let run = try workspace.run(
                ["speakers", "edit", "--gallery", gallery] + arguments)
            #expect(run.status == 64, "\(arguments)")
        }
        #expect(try speakers(workspace, gallery, "edit", "zeno", "--tag", "x").status == 66)
    }

    /// Who withdrew consent or has expired is not in the ranking, and standard error says so.
    @Test func identificationRespectsConsentAndExpiry() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let never = try workspace.gallery(named: "never.sqlite")
        #expect(try speakers(workspace, never, "remove", "ada", "bruno").status == 0)
        func identify(_ gallery: String) throws -> Run {
            try workspace.run("identify", "--json", "--top", "99", "--gallery", gallery, Self.clip)
        }
        #expect(
            try object(parsing: identify(gallery).output)["speaker"] as? String == "ada")
        #expect(
            try speakers(workspace, gallery, "edit", "ada", "--consent", "withdrawn").status == 0)
        #expect(
            try speakers(workspace, gallery, "edit", "bruno", "--expires", "2020-01-01").status
                == 0)
        let run = try identify(gallery)
        #expect(
            run.messages.first
                == "not looked for: ada (consent was withdrawn), bruno (expired on 2020-01-01); "
                + "timbre speakers list shows them, timbre speakers edit changes it")
        // As though they had never been enrolled.
        #expect(try run.output == identify(never).output)
        let verify = try workspace.run("verify", "--gallery", gallery, "ada", Self.clip)
        #expect(verify.status == 66)
        #expect(verify.messages.first?.contains("consent was withdrawn") == true)
        let list = try speakers(workspace, gallery, "list")
        #expect(list.lines[1].hasSuffix("consent was withdrawn"))
        #expect(list.lines[2].hasSuffix("expired on 2020-01-01"))
        #expect(try speakers(workspace, gallery, "edit", "ada", "--consent", "given").status == 0)
        #expect(
            try object(parsing: identify(gallery).output)["speaker"] as? String == "ada")
    }

    @Test func aGalleryOfExpiredSpeakersHasNobody() throws {
        let workspace = try Workspace()
        let enroll = try workspace.run(
            "enroll", "--gallery", "g", "ada", SyntheticCorpus.enrollment("ada", 1))
        #expect(enroll.status == 0)
        #expect(try speakers(workspace, "g", "edit", "ada", "--expires", "2020-01-01").status == 0)
        let run = try workspace.run("identify", "--gallery", "g", Self.clip)
        #expect(run.status == 66)
        #expect(run.messages.first?.hasPrefix("not looked for: ada (expired") == true)
    }
}
