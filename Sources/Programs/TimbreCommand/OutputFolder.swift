import Foundation
import GaussianMixtures

/// Folders that results are written to.
enum OutputFolder {
    /// Says before long work, rather than after it, that its result could not be written.
    static func require(of path: String) throws(MixtureError) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard isFolder(folder) else {
            throw .cannotWrite(path: path, reason: "there is no folder \(folder); make it first")
        }
        guard !isFolder(path) else {
            throw .cannotWrite(path: path, reason: "it is a folder; give the name of a file")
        }
    }

    /// Makes a folder, unless it is there.
    static func make(_ path: String) throws(MixtureError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: path, reason: "the folder cannot be made")
        }
    }

    /// What a file is called where nobody named it: its own name without the extension.
    static func baseName(_ path: String) -> String {
        URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
    }
}
