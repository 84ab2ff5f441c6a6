import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How a finished file takes its place.
extension TemporaryFile {
    /// What the process takes away from the rights of new files; asking means setting it.
    private static let mask: mode_t = {
        let mask = umask(0)
        umask(mask)
        return mask
    }()

    /// Forces the content to disk and takes a place in the same folder; the file that stood there
    /// is gone. Nobody but the owner can read a private file.
    ///
    /// - Throws: ``Failure/write(code:)``, also for a file without a name, and where something
    ///   else than a file stands.
    public func takePlace(of path: String, isPrivate: Bool) throws(Failure) {
        guard let own = self.path else { throw .write(code: EINVAL) }
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw .write(code: EEXIST)
        }
        let mode = isPrivate ? 0o600 : 0o666 & ~Self.mask
        guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0, rename(own, path) == 0
        else { throw .write(code: errno) }
        Folder.synchronize(ofName: path)
    }

    /// Takes a place in the same folder unless something stands there already. Only the owner can
    /// read the file.
    ///
    /// - Returns: whether the place was free.
    /// - Throws: ``Failure/write(code:)``, also for a file without a name.
    public func takeFreePlace(of path: String) throws(Failure) -> Bool {
        guard let own = self.path else { throw .write(code: EINVAL) }
        guard fsync(descriptor) == 0 else { throw .write(code: errno) }
        let isPlaced =
            if let isLinked = try linkFile(own, path) { isLinked } else {
                try renameFile(own, path)
            }
        if isPlaced {
            // A second name would keep the content when the first is gone.
            unlink(own)
            Folder.synchronize(ofName: path)
        }
        return isPlaced
    }

    /// A second name, which no file system gives twice; nil where it gives none at all.
    private func linkFile(_ own: String, _ path: String) throws(Failure) -> Bool? {
        if link(own, path) == 0 { return true }
        switch errno {
        case EEXIST: return false
        // How file systems without links, such as those of memory cards, say so.
        case EPERM, ENOSYS, ENOTSUP, EOPNOTSUPP, EMLINK: return nil
        default: throw .write(code: errno)
        }
    }

    /// Claims the place by an empty file first, and takes that one's place.
    func renameFile(_ own: String, _ path: String) throws(Failure) -> Bool {
        let claim = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard claim >= 0 else {
            if errno == EEXIST { return false }
            throw .write(code: errno)
        }
        close(claim)
        guard rename(own, path) == 0 else {
            let code = errno
            unlink(path)
            throw .write(code: code)
        }
        return true
    }

    /// Gives the whole content to a pipe or the like, which has to be there.
    ///
    /// - Throws: ``Failure``.
    func pour(into path: String) throws(Failure) {
        let target = open(path, O_WRONLY | O_CLOEXEC)
        guard target >= 0 else { throw .write(code: errno) }
        defer { close(target) }
        let size = lseek(descriptor, 0, SEEK_END)
        guard size >= 0 else { throw .read(code: errno) }
        var (block, start) = ([UInt8](repeating: 0, count: 1 << 16), 0)
        while start < Int(size) {
            let result = block.withUnsafeMutableBytes { buffer in
                Result { () throws(Failure) in
                    let part = UnsafeMutableRawBufferPointer(
                        rebasing: buffer.prefix(Int(size) - start))
                    try read(into: part, at: start)
                    try writeAll(UnsafeRawBufferPointer(part)) { rest, _ in
                        Foundation.write(target, rest.baseAddress, rest.count)
                    }
                    start += part.count
                }
            }
            try result.get()
        }
    }
}
