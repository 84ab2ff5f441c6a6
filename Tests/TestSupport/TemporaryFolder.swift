import Foundation

/// A folder that is gone when its last user is.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("timbre-tests-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a name within the folder.
    package func path(_ name: String) -> String { path + "/" + name }

    /// Writes a file and returns its path.
    package func write(_ bytes: [UInt8], as name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    /// Writes a text file and returns its path.
    package func write(_ text: String, as name: String) throws -> String {
        try write(Array(text.utf8), as: name)
    }
}
