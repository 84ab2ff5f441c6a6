import Foundation
import Testing

/// `scripts/harden/kill-gallery` in short: it kills the program while it changes a gallery, fills the disk,
/// and lets two programs enrol at once, and checks every promise.
@Suite struct KillTests {
    @Test func noPromiseIsBroken() throws {
        let workspace = try Workspace()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-B", SyntheticCorpus.repository + "/scripts/harden/kill-gallery", "--kills",
            "20",
            "--clips", "12", "--speakers", "5", "--timbre", try Program.path(),
        ]
        process.currentDirectoryURL = URL(fileURLWithPath: workspace.path)
        process.environment?["TMPDIR"] = workspace.path
        let errors = try workspace.write("", as: "errors")
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        process.waitUntilExit()
        let text = try String(contentsOfFile: errors, encoding: .utf8)
        #expect(process.terminationStatus == 0, "\(text)")
        #expect(text.split(separator: "\n").count == 3, "\(text)")
    }
}
