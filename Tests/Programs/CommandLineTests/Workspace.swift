import Foundation

/// A temporary folder in which the program is run; gone with its last user.
final class Workspace {
    let path: String
    private var runs = 0

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("timbre-command-tests-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a name within the folder.
    func path(_ name: String) -> String { path + "/" + name }

    /// Writes a file and returns its path.
    @discardableResult
    func write(_ bytes: [UInt8], as name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    @discardableResult
    func write(_ text: String, as name: String) throws -> String {
        try write(Array(text.utf8), as: name)
    }

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    /// A copy of the gallery in which the synthetic speakers are enrolled.
    func gallery(named name: String = "gallery.sqlite") throws -> String {
        let path = try write(SyntheticCorpus.gallery.get(), as: name)
        chmod(path, 0o600)
        return path
    }

    /// Runs the program to its end; `input` is a file for its standard input.
    func run(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> Run {
        let process = try Program.process(arguments, in: path)
        process.environment?.merge(environment) { $1 }
        runs += 1
        // Files rather than pipes: they take any amount while nobody reads.
        let output = try write("", as: "output-\(runs)")
        let errors = try write("", as: "errors-\(runs)")
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        if let input { process.standardInput = FileHandle(forReadingAtPath: input) }
        try process.run()
        process.waitUntilExit()
        return Run(
            status: process.terminationStatus,
            output: try String(contentsOfFile: output, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8))
    }

    func run(_ arguments: String..., input: String? = nil) throws -> Run {
        try run(arguments, input: input)
    }
}
