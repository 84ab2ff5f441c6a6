#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What stands where something is to be written, behind symbolic links.
enum FilePlace: Equatable {
    /// A plain file or nothing yet, at this path.
    case file(String)
    /// A pipe, a terminal or the like, which takes bytes as they come and must stay what it is.
    case stream

    /// Looks at a path.
    ///
    /// - Throws: ``TemporaryFile/Failure/write(code:)`` for what no file may replace: folders,
    ///   disks, sockets.
    init(_ path: String) throws(TemporaryFile.Failure) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            // What hinders the look hinders the writing too, and is told then.
            self = .file(try Self.followingLinks(path))
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file(try Self.followingLinks(path))
        case S_IFIFO, S_IFCHR: self = .stream
        case S_IFDIR: throw .write(code: EISDIR)
        default: throw .write(code: EPERM)
        }
    }

    /// The path behind the links that the last part of it may be, also where they end in nothing.
    private static func followingLinks(_ path: String) throws(TemporaryFile.Failure) -> String {
        var path = path
        for _ in 0..<40 {
            guard let target = target(of: path) else { return path }
            let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
            path = target.hasPrefix("/") ? target : folder + target
        }
        throw .write(code: ELOOP)
    }

    private static func target(of path: String) -> String? {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
