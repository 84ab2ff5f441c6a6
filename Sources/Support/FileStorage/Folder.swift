import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Folders, whose names in turn have to reach the disk: a power cut may take away a file that was
/// synced, because its folder was not.
public enum Folder {
    /// Makes a folder, and those that it lies in, as far as they are not there yet.
    ///
    /// - Throws: what hinders it, in Foundation's words.
    public static func make(_ path: String) throws {
        var made: [URL] = []
        var folder = URL(fileURLWithPath: path)
        while folder.path != "/" && access(folder.path, F_OK) != 0 {
            made.append(folder)
            folder.deleteLastPathComponent()
        }
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        for folder in made.reversed() { synchronize(ofName: folder.path) }
    }

    /// Forces to disk what has become of a name, whether it was given or taken away. Where folders
    /// cannot be synced it gets there later.
    public static func synchronize(ofName path: String) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
