import Foundation
import Testing

@Suite struct EnrollTests {
    private static let ada = (1...3).map { SyntheticCorpus.enrollment("ada", $0) }

    @Test func aSpeakerAndAGalleryAreMade() throws {
        let workspace = try Workspace()
        let base = ["enroll", "--gallery", "new/folder/g.sqlite"]
        let run = try workspace.run(base + ["ada", Self.ada[0], Self.ada[1]])
        #expect(run.status == 0)
        #expect(run.messages.count == 1)
        #expect(run.messages.first?.hasPrefix("made the gallery new/folder/g.sqlite ") == true)
        try #require(run.lines.count == 2)
        let header = run.lines[0].split(separator: " ").map(String.init)
        #expect(header == ["SPEAKER", "ADDED", "REFUSED", "RECORDINGS", "SPEECH", "ENOUGH"])
        #expect(run.lines[1].contains("not yet: 20 s or more are better"))
        let attributes = try FileManager.default.attributesOfItem(
            atPath: workspace.path("new/folder/g.sqlite"))
        // Voices are nobody else's business.
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let more = try workspace.run(base + ["--json", "ada", Self.ada[2]])
        #expect(more.status == 0)
        #expect(more.errors == "")
        let line = try object(parsing: more.output)
        #expect(
            Set(line.keys) == [
                "speaker", "added", "refused", "recordings", "speech_seconds", "enough",
            ])
        #expect(line["added"] as? Int == 1)
        #expect(line["recordings"] as? Int == 3)
        let speech = try #require(line["speech_seconds"] as? Double)
        #expect(line["enough"] as? Bool == (speech >= 20))
    }

    @Test func aListEnrolsEverybodyInIt() throws {
        let workspace = try Workspace()
        let run = try workspace.run(
            "speakers", "list", "--gallery", workspace.gallery(), "--json")
        let lines = try run.objects()
        #expect(lines.map { $0["speaker"] as? String } == SyntheticCorpus.speakers)
        #expect(lines.allSatisfy { $0["recordings"] as? Int == 3 })
        #expect(
            lines.allSatisfy {
                Set($0.keys) == [
                    "speaker", "recordings", "speech_seconds", "created_at", "tags", "notes",
                    "consent", "is_looked_for",
                ]
            })
    }

    /// Audio is known by its samples, whatever file they lie in.
    @Test func theSameAudioIsAddedOnce() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let samples = try SyntheticAudio.samples(Self.ada[0])
        try workspace.write(SyntheticAudio.wav(samples), as: "copy.wav")
        let run = try workspace.run("enroll", "--gallery", gallery, "--json", "ada", "copy.wav")
        #expect(run.status == 65)
        #expect(
            run.messages == [
                "copy.wav: the same audio is already enrolled for ada; nothing was added"
            ])
        let line = try object(parsing: run.output)
        #expect(line["added"] as? Int == 0)
        #expect(line["refused"] as? Int == 1)
        #expect(line["recordings"] as? Int == 3)
    }

    @Test func aGalleryKeepsItsBackgroundModel() throws {
        let workspace = try Workspace()
        let samples = try SyntheticAudio.samples(Self.ada[0], sampleRate: 8000)
        try workspace.write(SyntheticAudio.wav(samples, sampleRate: 8000), as: "ada.wav")
        let wide = try workspace.run("enroll", "--gallery", "wide.sqlite", "ada", "ada.wav")
        #expect(wide.status == 65)
        let message = try #require(wide.messages.last)
        for word in ["ada.wav: ", "8000 Hz", "16000 Hz", "telephone-8k"] {
            #expect(message.contains(word))
        }
        let options = ["--model", "telephone-8k", "ada", "ada.wav"]
        let bound = try workspace.run(["enroll", "--gallery", "wide.sqlite"] + options)
        #expect(bound.status == 64)
        #expect(bound.messages.first?.contains("choose another by --gallery") == true)
        #expect(bound.messages.first?.contains("nobody is enrolled") == true)
        let narrow = try workspace.run(["enroll", "--gallery", "narrow.sqlite"] + options)
        #expect(narrow.status == 0)
        // A clip of a higher rate is brought down, and the remark is for those who ask.
        let identified = try workspace.run(
            "identify", "--gallery", "narrow.sqlite", "--json", "--verbose", Self.ada[1])
        #expect(try identified.objects().count == 1)
        #expect(identified.messages.first?.contains("from 16000 Hz to 8000 Hz") == true)
    }

    /// Whoever comes first makes the gallery, and nobody meets half of one.
    @Test func manyMayBeginAtOnce() throws {
        let workspace = try Workspace()
        let speakers = ["ada", "bruno", "carlo", "dylan"]
        let processes = try speakers.map { speaker in
            let process = try Program.process(
                [
                    "enroll", "--gallery", "g.sqlite", speaker,
                    SyntheticCorpus.enrollment(speaker, 1),
                ], in: workspace.path)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            return process
        }
        for process in processes { process.waitUntilExit() }
        #expect(processes.map(\.terminationStatus) == [0, 0, 0, 0])
        let left = try FileManager.default.contentsOfDirectory(atPath: workspace.path)
        #expect(left == ["g.sqlite"])
        let run = try workspace.run("speakers", "--gallery", "g.sqlite", "--json")
        #expect(try run.objects().map { $0["speaker"] as? String } == speakers)
    }

    /// Asked by a command that only reads, so that a wrong answer harms nobody's gallery.
    @Test func theEnvironmentSaysWhereTheGalleryLies() throws {
        let workspace = try Workspace()
        func place(_ variables: [String: String]) throws -> String? {
            let process = try Program.process(["speakers"], in: workspace.path)
            process.environment?.merge(variables) { $1 }
            let errors = Pipe()
            process.standardError = errors
            try process.run()
            let text = try errors.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            #expect(process.terminationStatus == 66)
            return String(decoding: text, as: UTF8.self)
                .firstMatch(of: /timbre: (.*): no gallery here yet/).map { String($0.1) }
        }
        let home = workspace.path(".local/share/timbre/gallery.sqlite")
        #expect(try place([:]) == home)
        let data = ["XDG_DATA_HOME": workspace.path("data")]
        #expect(try place(data) == workspace.path("data/timbre/gallery.sqlite"))
        // What is not a whole path is to be passed over, says the specification of these folders.
        #expect(try place(["XDG_DATA_HOME": "data"]) == home)
        #expect(try place(data.merging(["TIMBRE_GALLERY": "own.sqlite"]) { $1 }) == "own.sqlite")
    }
}
