import Foundation

/// The built program, run as a shell would run it.
enum Program {
    struct NotBuilt: Error, CustomStringConvertible {
        let path: String
        var description: String { "\(path): the program is not built; run swift build first" }
    }

    /// The program that TIMBRE_PROGRAM names, or else `timbre` beside the test bundle.
    static func path() throws -> String {
        if let path = ProcessInfo.processInfo.environment["TIMBRE_PROGRAM"] {
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw NotBuilt(path: path)
            }
            return path
        }
        #if os(macOS)
            let bundles = Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }
            let bundle = bundles.first?.bundleURL ?? Bundle.main.bundleURL
            let folder = bundle.deletingLastPathComponent()
        #else
            let folder = Bundle.main.bundleURL
        #endif
        let path = folder.appendingPathComponent("timbre").path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw NotBuilt(path: path)
        }
        return path
    }

    /// A process that is yet to run, in a folder, with none of the caller's galleries.
    static func process(_ arguments: [String], in folder: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try path())
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ["HOME": folder, "TMPDIR": folder, "PATH": "/usr/bin:/bin"]
        // The program computes at the level that the tests run at.
        let level = "TIMBRE_PROCESSOR_LEVEL"
        process.environment?[level] = ProcessInfo.processInfo.environment[level]
        process.standardInput = FileHandle.nullDevice
        return process
    }
}

/// What a run of the program said.
struct Run {
    let status: Int32
    let output: String
    let errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// What the program itself said on standard error; libmpg123 has remarks of its own.
    var messages: [String] {
        errors.split(separator: "\n").compactMap {
            $0.hasPrefix("timbre: ") ? String($0.dropFirst("timbre: ".count)) : nil
        }
    }

    /// The lines of standard output as JSON objects.
    func objects() throws -> [[String: Any]] {
        try lines.map { try object(parsing: $0) }
    }
}

struct NotAnObject: Error {
    let text: String
}

/// A JSON object.
func object(parsing text: String) throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    else { throw NotAnObject(text: text) }
    return object
}
