import Foundation

/// Finds the audio files in a folder.
public enum AudioFileSearch {
    /// The endings by which an audio file is known, in lower case.
    public static let extensions: Set<String> = [
        "aif", "aifc", "aiff", "au", "caf", "flac", "mp3", "nist", "oga", "ogg", "opus", "rf64",
        "snd", "sph", "w64", "wav", "wave",
    ]

    /// What a search came upon.
    public struct Findings: Sendable {
        /// The paths of all audio files, sorted by their bytes.
        public var files: [String] = []
        /// The folders within that could not be searched, and why not.
        public var unreadable: [(folder: String, error: AudioInputError)] = []
    }

    /// Searches a folder and the folders within it for audio files.
    ///
    /// Names that begin with a dot are skipped. Links are followed; a folder that can be reached
    /// in several ways is searched once, so links that form a circle do no harm.
    ///
    /// - Throws: ``AudioInputError`` for a folder that is not there or cannot be read.
    public static func search(_ folder: String) throws(AudioInputError) -> Findings {
        guard status(of: folder) != nil else {
            throw ClipFile.openingError(path: folder, code: errno)
        }
        var findings = Findings()
        var visited: Set<FolderIdentity> = []
        var waiting = [folder]
        while let next = waiting.popLast() {
            guard let status = status(of: next), visited.insert(FolderIdentity(status)).inserted
            else { continue }
            let names: [String]
            do {
                names = try Self.names(in: next)
            } catch {
                if next == folder { throw error }
                findings.unreadable.append((next, error))
                continue
            }
            // The last one waiting is searched first, so the names are taken from behind.
            for name in names.reversed() {
                let path = next.hasSuffix("/") ? next + name : next + "/" + name
                // A link to nowhere has no status.
                guard let status = Self.status(of: path) else { continue }
                switch status.st_mode & S_IFMT {
                case S_IFDIR: waiting.append(path)
                case S_IFREG where isAudio(name): findings.files.append(path)
                default: continue
                }
            }
        }
        findings.files.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return findings
    }

    private static func isAudio(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return extensions.contains(name[name.index(after: dot)...].lowercased())
    }

    private static func names(in folder: String) throws(AudioInputError) -> [String] {
        guard let stream = opendir(folder) else {
            if errno == ENOTDIR { throw .unreadable(path: folder, code: errno) }
            throw ClipFile.openingError(path: folder, code: errno)
        }
        defer { closedir(stream) }
        // Names alone are of no use where what they name cannot be reached.
        guard access(folder, X_OK) == 0 else {
            throw ClipFile.openingError(path: folder, code: errno)
        }
        var names: [String] = []
        while true {
            // The only sign that tells an error from the end.
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        guard errno == 0 else {
            throw .readFailed(path: folder, reason: systemReason(errno))
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func status(of path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }
}

private struct FolderIdentity: Hashable {
    let device: UInt64
    let inode: UInt64

    init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
    }
}
