import Foundation
import GRDB
import Testing

@Suite struct ExitCodeTests {
    private static let clip = SyntheticCorpus.probe("ada", 1)

    static let usage: [[String]] = [
        ["bogus"], ["identify"], ["identify", "--bogus", "a.wav"],
        ["identify", "--top", "0", "a.wav"], ["identify", "--top", "many", "a.wav"],
        ["identify", "--threads", "0", "a.wav"], ["identify", "--threshold", "nan", "a.wav"],
        ["identify", "--channel", "0", "a.wav"], ["identify", "--raw", "pcm16le", "a.wav"],
        ["identify", "-", "-"], ["identify", "--exact", "--linear", "a.wav"], ["verify", "ada"],
        ["identify", "--linear", "a.wav"], ["verify", "--linear", "ada", "a.wav"],
        ["verify", "--closed-set", "ada", "a.wav"], ["evaluate", "--threshold", "1", "folder"],
        ["enroll"], ["enroll", "ada"], ["speakers", "show"], ["speakers", "rename", "ada"],
        ["speakers", "remove"], ["speakers", "export"], ["speakers", "edit", "ada"],
        ["speakers", "migrate", "--model", "m"], ["speakers", "duplicates", "--top", "0"],
        ["forget", "ada"], ["train", "a.wav"],
        ["train", "--output", "m", "--start", "x", "a.wav"],
        ["train", "--output", "m", "--components", "0", "a.wav"],
        ["train", "--output", "m", "--adapt", "noses", "a.wav"],
        ["train", "--output", "m", "--features", "x", "a.wav"], ["evaluate"],
        ["features", "a.wav"], ["inspect"], ["adapt-background", "a.wav"],
        ["adapt-background", "--output", "m"],
        ["adapt-background", "--output", "m", "--adapt", "means,", "a.wav"],
        ["adapt-background", "--output", "m", "--relevance-factor", "0", "a.wav"],
    ]

    @Test(arguments: usage) func wrongUseIs64(_ arguments: [String]) throws {
        let run = try Workspace().run(arguments)
        #expect(run.status == 64)
        #expect(run.output == "")
        #expect(!run.errors.isEmpty)
    }

    @Test func whatIsNotThereIs66() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let clip = try workspace.run("identify", "--gallery", gallery, "none.wav")
        #expect(clip.status == 66)
        #expect(clip.messages == ["none.wav: no such file; check the path"])
        let missing = [
            ["identify", "--gallery", "none.sqlite", Self.clip],
            ["verify", "--gallery", "none.sqlite", "ada", Self.clip],
            ["speakers", "--gallery", "none.sqlite"],
            ["forget", "--gallery", "none.sqlite", "ada", "a.wav"],
        ]
        for arguments in missing {
            let run = try workspace.run(arguments)
            #expect(run.status == 66)
            #expect(
                run.messages == [
                    "none.sqlite: no gallery here yet; enrol a first speaker with: "
                        + "timbre enroll NAME CLIPS"
                ])
        }
        #expect(!workspace.exists("none.sqlite"))
        #expect(try workspace.run("inspect", "none").status == 66)
        #expect(try workspace.run("inspect", workspace.path).status == 66)
        #expect(try workspace.run("evaluate", "none").status == 66)
        #expect(
            try workspace.run("enroll", "--model", "none", "ada", Self.clip, "--gallery", "g")
                .status == 66)
    }

    @Test func whatIsDamagedIs65() throws {
        let workspace = try Workspace()
        try workspace.write("This is no database, and long enough to be told from one.", as: "g")
        let run = try workspace.run("identify", "--gallery", "g", Self.clip)
        #expect(run.status == 65)
        #expect(run.messages.first?.hasPrefix("g: not a gallery: ") == true)
        let enrollment = try workspace.run("enroll", "--gallery", "g", "ada", Self.clip)
        #expect(enrollment.status == 65)
        // Another program's database is left as it is.
        let foreign = try DatabaseQueue(path: workspace.path("foreign"))
        try foreign.write { try $0.execute(sql: "CREATE TABLE plant (name TEXT)") }
        try foreign.close()
        let bytes = try workspace.bytes("foreign")
        let other = try workspace.run("enroll", "--gallery", "foreign", "ada", Self.clip)
        #expect(other.status == 65)
        #expect(other.messages == ["foreign: not a gallery: it is another program's database"])
        #expect(try workspace.bytes("foreign") == bytes)

        let train = try workspace.run(
            "train", "--components", "2", "--iterations", "1", "-o", "m", Self.clip)
        #expect(train.status == 0)
        let model = try workspace.bytes("m")
        for (name, damaged) in [
            ("cut", Array(model[..<(model.count / 2)])),
            ("flipped", model[..<(model.count - 1)] + [model[model.count - 1] ^ 1]),
            ("empty", []),
        ] {
            try workspace.write(damaged, as: name)
            let run = try workspace.run(
                "enroll", "--model", name, "--gallery", "new", "ada", Self.clip)
            #expect(run.status == 65)
            #expect(run.messages.first?.hasPrefix("\(name): not a usable ") == true)
            #expect(!workspace.exists("new"))
        }
    }

    @Test func placesThatCannotBeWrittenAre73() throws {
        let workspace = try Workspace()
        try workspace.write("", as: "file")
        let cannotCreate = [
            ["enroll", "--gallery", "file/g.sqlite", "ada", Self.clip],
            ["train", "--components", "2", "--output", "no/m", Self.clip],
            ["train", "--components", "2", "-o", "m", "--checkpoint", "file/c", Self.clip],
            ["features", Self.clip, "--output", "no/f.npy"],
            ["evaluate", SyntheticCorpus.folder, "--output", "file/report"],
        ]
        for arguments in cannotCreate {
            let run = try workspace.run(arguments)
            #expect(run.status == 73, "\(run.errors)")
            #expect(run.output == "")
            #expect(run.messages.count == 1)
            #expect(run.messages.first?.contains("cannot") == true)
        }
    }

    #if os(Linux)
        @Test func resultsThatNobodyTakesAre74() throws {
            let workspace = try Workspace()
            let process = try Program.process(
                ["speakers", "--gallery", try workspace.gallery()], in: workspace.path)
            process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationReason == .exit)
            #expect(process.terminationStatus == 74)
        }
    #endif

    /// A writer waits five seconds for another before it gives up; so does this test.
    @Test func aLockedGalleryIs75ForWritersOnly() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let lock = try DatabaseQueue(path: gallery)
        let (writer, reader) = try lock.inDatabase { database in
            // Something has been written before: whoever opens a gallery at rest writes a little.
            try database.execute(sql: "UPDATE speaker SET created_at = created_at + 1")
            try database.execute(sql: "BEGIN IMMEDIATE")
            let reader = try workspace.run("identify", "--gallery", gallery, Self.clip)
            let writer = try workspace.run("enroll", "--gallery", gallery, "ada", Self.clip)
            try database.execute(sql: "ROLLBACK")
            return (writer, reader)
        }
        #expect(reader.status == 0)
        #expect(writer.status == 75)
        #expect(
            writer.messages == [
                "\(gallery): another program is writing to this gallery; try again in a moment"
            ])
        #expect(try workspace.run("enroll", "--gallery", gallery, "ada", Self.clip).status == 0)
    }
}
