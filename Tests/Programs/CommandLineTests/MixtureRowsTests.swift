import Foundation
import Testing

/// What goes in and comes out row by row.
@Suite struct MixtureRowsTests {
    private func text(_ workspace: Workspace, _ name: String) throws -> String {
        String(decoding: try workspace.bytes(name), as: UTF8.self)
    }

    @Test func keptColumnsStandBeforeTheAnswers() throws {
        let (workspace, _) = try MixtureData.workspace()
        let lines = MixtureData.text.split(separator: "\n")
        let all = try workspace.run(
            "mixture", "assign", "d.csv", "-m", "m.safetensors", "--hard", "--keep", "all")
        #expect(all.lines[0] == "x,y,kind,label")
        for (line, row) in zip(all.lines.dropFirst(), lines.dropFirst()) {
            #expect(line.dropLast(2) == row)
        }
        let score = try workspace.run(
            "mixture", "score", "d.csv", "-m", "m.safetensors", "--keep", "kind,1", "-o", "s.json")
        #expect(score.status == 0)
        let first = try object(
            parsing: String(try text(workspace, "s.json").prefix { $0 != "\n" }))
        #expect(Set(first.keys) == ["kind", "x", "log_density"])
        #expect(first["kind"] as? String == "near")
        #expect(first["x"] as? String == "\(MixtureData.rows[0].x)")
        let outliers = try workspace.run(
            "mixture", "outliers", "d.csv", "-m", "m.safetensors", "--false-alarm-rate", "0.1",
            "--only", "--keep", "kind")
        #expect(outliers.lines.count == 7)
        #expect(outliers.lines[0] == "kind,row,score,outlier")
        for line in outliers.lines.dropFirst() {
            let cells = line.split(separator: ",")
            let row = try #require(Int(cells[1]))
            #expect(cells[0] == MixtureData.rows[row - 1].kind)
        }
    }

    @Test func fillKeepsEveryOtherColumn() throws {
        let (workspace, _) = try MixtureData.workspace()
        try workspace.write(
            "id,y,note,x\n7,,\"a \"\"b\"\"\",0.5\n8,300,c,10\n", as: "holes.csv")
        let run = try workspace.run(
            "mixture", "fill", "holes.csv", "-m", "m.safetensors", "--keep", "all", "-o", "f.csv")
        #expect(run.messages == ["f.csv: 2 rows", "1 cell filled"])
        let lines = try text(workspace, "f.csv").split(separator: "\n")
        #expect(lines[0] == "id,note,x,y")
        #expect(lines[1].hasPrefix("7,\"a \"\"b\"\"\",0.5,"))
        #expect(lines[2] == "8,c,10,300")
    }

    @Test func aHyphenIsStandardOutput() throws {
        let (workspace, _) = try MixtureData.workspace()
        for arguments in [
            ["assign", "d.csv", "-m", "m.safetensors"], ["score", "d.csv", "-m", "m.safetensors"],
            ["sample", "-m", "m.safetensors", "--count", "3"],
        ] {
            let plain = try workspace.run(["mixture"] + arguments)
            let hyphen = try workspace.run(["mixture"] + arguments + ["-o", "-"])
            #expect(hyphen.status == 0)
            #expect(hyphen.output == plain.output)
            #expect(!plain.output.isEmpty)
        }
        #expect(!workspace.exists("-"))
    }

    /// Neither a link nor a pipe is replaced by a file.
    @Test func outputsAreWrittenThrough() throws {
        let (workspace, _) = try MixtureData.workspace()
        try FileManager.default.createSymbolicLink(
            atPath: workspace.path("link.csv"), withDestinationPath: "behind.csv")
        let arguments = ["mixture", "assign", "d.csv", "-m", "m.safetensors", "--hard", "-q", "-o"]
        #expect(try workspace.run(arguments + ["link.csv"]).status == 0)
        #expect(try text(workspace, "behind.csv").hasPrefix("label\n"))
        let kind = try FileManager.default.attributesOfItem(atPath: workspace.path("link.csv"))
        #expect(kind[.type] as? FileAttributeType == .typeSymbolicLink)

        #expect(mkfifo(workspace.path("pipe.csv"), 0o600) == 0)
        // Open at both ends, so that the program need not wait.
        let reader = open(workspace.path("pipe.csv"), O_RDWR)
        defer { close(reader) }
        #expect(try workspace.run(arguments + ["pipe.csv"]).status == 0)
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(reader, &bytes, bytes.count)
        #expect(Array(bytes.prefix(max(0, count))) == (try workspace.bytes("behind.csv")))
    }

    /// The file behind standard output would lose what is written there.
    @Test func standardOutputIsNoFileForAModel() throws {
        let workspace = try Workspace()
        try workspace.write(MixtureData.text, as: "d.csv")
        let run = try workspace.run("mixture", "fit", "d.csv", "-k", "2", "-o", "/dev/stdout")
        #expect(run.status == 64)
        #expect(
            run.messages == [
                "--output: /dev/stdout is the file of standard output; choose another name"
            ])
    }

    @Test func missingWordsAreMissing() throws {
        let (workspace, _) = try MixtureData.workspace()
        try workspace.write("x,y\n0.5,none\n-99,300\n", as: "holes.csv")
        let run = try workspace.run(
            "mixture", "fill", "holes.csv", "-m", "m.safetensors", "--missing-words", "none, -99")
        #expect(run.messages == ["2 cells filled"])
    }

    @Test func twoColumnsOfOneNameServeAsTheyWereFitted() throws {
        let workspace = try Workspace()
        try workspace.write(
            "x,x\n" + (0..<20).map { "\($0 % 5),\($0 % 3)\n" }.joined(), as: "twins.csv")
        let fit = try workspace.run(
            "mixture", "fit", "twins.csv", "-k", "1", "-o", "m.safetensors")
        #expect(fit.status == 0)
        let assign = try workspace.run("mixture", "assign", "twins.csv", "-m", "m.safetensors")
        #expect(assign.status == 0)
        #expect(assign.lines.count == 21)
    }

    @Test func whatIsLeftOutOrConstantIsSaid() throws {
        let workspace = try Workspace()
        try workspace.write(
            ",x,z,kind\n" + (0..<20).map { "\($0),\($0 % 5).5,3,a\n" }.joined(), as: "t.csv")
        let run = try workspace.run("mixture", "fit", "t.csv", "-k", "1", "-o", "m.safetensors")
        #expect(
            run.lines[0].split(separator: " ").map(String.init) == [
                "COMPONENT", "WEIGHT", "x", "z",
            ])
        #expect(
            run.messages == [
                "t.csv: column 1 has no name and counts the rows; it is left out unless --columns "
                    + "names it",
                "t.csv: left out as text: kind (line 2: 'a')",
                "t.csv: z never changes: the variance floor decides how likely the rows are; "
                    + "leave the column out (--columns)",
            ])
        let quiet = try workspace.run(
            "mixture", "fit", "t.csv", "-k", "1", "-q", "-o", "m.safetensors")
        #expect(quiet.errors == "")
    }

    /// A score of 0, of a row of which nothing is known, has no sign.
    @Test func zeroHasNoSign() throws {
        let (workspace, _) = try MixtureData.workspace()
        try workspace.write("x,y\n,\n,\n", as: "empty.csv")
        let run = try workspace.run(
            "mixture", "outliers", "empty.csv", "-m", "m.safetensors", "--missing", "marginalize",
            "--header", "yes", "--false-alarm-rate", "0.1")
        #expect(run.lines == ["row,score,outlier", "1,0,0", "2,0,0"])
        #expect(run.messages.last?.contains("above 0.000000 nats, which at most 10.00 %") == true)
    }
}
