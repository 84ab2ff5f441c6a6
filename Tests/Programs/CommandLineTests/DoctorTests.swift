import Foundation
import Testing

@Suite struct DoctorTests {
    @Test func everythingIsChecked() throws {
        let workspace = try Workspace()
        let run = try workspace.run("doctor", "--gallery", workspace.gallery(), "--json")
        #expect(run.status == 0, "\(run.output)")
        #expect(run.errors == "")
        let lines = try run.objects()
        let checks = lines.compactMap { $0["check"] as? String }
        for check in [
            "libsndfile", "libsoxr", "FFTW", "OpenBLAS", "processor level", "SQLite", "processors",
            "temporary folder", "model speech-16k", "model telephone-8k", "gallery",
        ] {
            #expect(checks.contains(check), "\(check)")
        }
        for line in lines {
            #expect(Set(line.keys).subtracting(["remedy"]) == ["check", "status", "detail"])
            #expect(line["status"] as? String == "ok")
        }
        let gallery = try #require(lines.last?["detail"] as? String)
        #expect(gallery.contains("speakers: 12"))
        let table = try workspace.run("doctor", "--gallery", "none.sqlite")
        #expect(table.status == 0)
        #expect(table.lines.count == lines.count + 1)
        #expect(table.lines.last?.hasSuffix("none yet at none.sqlite") == true)
    }

    @Test func aFaultHasARemedy() throws {
        let workspace = try Workspace()
        try workspace.write("This is no database, and long enough to be told from one.", as: "g")
        let run = try workspace.run("doctor", "--gallery", "g", "--json")
        #expect(run.status == 65)
        let line = try #require(run.objects().last)
        #expect(line["status"] as? String == "fault")
        #expect((line["remedy"] as? String)?.contains("--gallery") == true)
    }

    @Test func aForcedKernelIsOnlyAWarning() throws {
        let workspace = try Workspace()
        let process = try Program.process(
            ["doctor", "--gallery", "none.sqlite"], in: workspace.path)
        process.environment?["OPENBLAS_CORETYPE"] = "Nehalem"
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(
            decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(text.contains("unset OPENBLAS_CORETYPE"))
    }
}
