import Foundation

/// The background models that come with the program.
public enum ShippedModels {
    /// Their names: wideband microphone speech, and narrowband telephone speech.
    public static let names = ["speech-16k", "telephone-8k"]

    /// Folders that are looked into, in this order: `$TIMBRE_MODELS`; `share/timbre/models`
    /// beside the `bin` of an installed program; the resources beside a built one.
    public static var folders: [String] {
        let program = URL(
            fileURLWithPath: Bundle.main.executablePath ?? CommandLine.arguments[0]
        ).resolvingSymlinksInPath().deletingLastPathComponent()
        var folders = [
            program.deletingLastPathComponent().appendingPathComponent("share/timbre/models").path
        ]
        // Swift's build calls a target's resources one thing on Linux and another on macOS.
        for base in [program, Bundle.main.bundleURL] {
            for suffix in ["resources", "bundle"] {
                folders.append(
                    base.appendingPathComponent("timbre_SpeakerIdentification.\(suffix)/Models")
                        .path)
            }
        }
        if let own = ProcessInfo.processInfo.environment["TIMBRE_MODELS"], !own.isEmpty {
            folders.insert(own, at: 0)
        }
        return folders
    }

    /// Where a shipped model lies; nil when it is not there.
    public static func path(of name: String) -> String? {
        folders.map { "\($0)/\(name).safetensors" }
            .first { FileManager.default.isReadableFile(atPath: $0) }
    }

    /// Reads a shipped model.
    ///
    /// - Throws: ``IdentificationError/noShippedModel(name:searched:)``, or that it is damaged.
    public static func load(_ name: String) throws(IdentificationError) -> BackgroundModel {
        guard names.contains(name), let path = path(of: name) else {
            throw .noShippedModel(name: name, searched: folders)
        }
        return try BackgroundModel(contentsOf: path)
    }
}
