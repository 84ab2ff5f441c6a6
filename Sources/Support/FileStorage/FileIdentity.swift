import Foundation

/// Which file a path leads to, whatever the path is called: its device and inode; for one that is
/// yet to be made, those of its folder, and its name.
///
/// ```swift
/// FileIdentity("data/../a.csv") == FileIdentity("a.csv")
/// ```
public struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let name: String

    /// The file at a path; nil for what many may write to at once, such as a terminal, and where
    /// there is not even a folder.
    public init?(_ path: String) {
        var status = stat()
        if stat(path, &status) == 0 {
            self.init(status, name: "")
        } else {
            guard case .file(let place) = try? FilePlace(path) else { return nil }
            let url = URL(fileURLWithPath: place)
            guard stat(url.deletingLastPathComponent().path, &status) == 0 else { return nil }
            self.init(status, name: url.lastPathComponent)
        }
    }

    /// The file that a descriptor of this process reads or writes; nil as for a path.
    public init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status, name: "")
    }

    private init?(_ status: stat, name: String) {
        guard status.st_mode & S_IFMT != S_IFCHR else { return nil }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(status.st_ino)
        self.name = name
    }
}
