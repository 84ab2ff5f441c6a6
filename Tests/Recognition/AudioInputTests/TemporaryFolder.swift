import AudioInput
import Foundation

/// A folder that is gone when its last user is.
final class TemporaryFolder {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("timbre-audio-tests-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a name within the folder.
    func path(_ name: String) -> String { path + "/" + name }

    /// Writes a file and returns its path.
    func write(_ bytes: [UInt8], as name: String = "clip.wav") throws -> String {
        let path = path(name)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }
}

/// What reading some bytes as a file gives.
struct ReadClip {
    let samples: [Float]
    let clip: AudioClip

    init(_ bytes: [UInt8], options: AudioClip.Options = .init()) throws {
        let folder = try TemporaryFolder()
        try self.init(path: folder.write(bytes), options: options)
        withExtendedLifetime(folder) {}
    }

    init(path: String, options: AudioClip.Options = .init()) throws {
        clip = try AudioClip(path: path, options: options)
        samples = try clip.remainingSamples()
    }
}
