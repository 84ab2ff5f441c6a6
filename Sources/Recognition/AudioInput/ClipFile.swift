internal import FileStorage
import Foundation

/// An open file descriptor of a regular file, closed with its last owner.
final class ClipFile {
    let descriptor: Int32
    let name: String
    /// The copy that is ours to write to, and that owns the descriptor; nil for the user's file.
    let copy: TemporaryFile?

    /// Takes over a descriptor.
    init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
        copy = nil
    }

    init(copy: TemporaryFile, name: String) {
        descriptor = copy.descriptor
        self.name = name
        self.copy = copy
    }

    deinit { if copy == nil { close(descriptor) } }

    /// Opens a path; a named pipe is kept in a temporary file first.
    static func open(path: String) throws(AudioInputError) -> ClipFile {
        // C would end the path at the zero byte and open something else.
        guard !path.utf8.contains(0) else { throw .noSuchFile(path: path) }
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw openingError(path: path, code: errno) }
        let file = ClipFile(descriptor: descriptor, name: path)
        switch try file.status().st_mode & S_IFMT {
        case S_IFREG: return file
        case S_IFDIR: throw .isFolder(path: path)
        case S_IFIFO, S_IFSOCK:
            return try spool(file)
        default: throw .isDevice(path: path)
        }
    }

    /// The error for a path that could not be opened.
    static func openingError(path: String, code: Int32) -> AudioInputError {
        switch code {
        case ENOENT, ENOTDIR: .noSuchFile(path: path)
        case EIO, EMFILE, ENFILE, ENOMEM: .readFailed(path: path, reason: systemReason(code))
        default: .unreadable(path: path, code: code)
        }
    }

    /// Length in bytes.
    func size() throws(AudioInputError) -> Int { Int(try status().st_size) }

    /// Up to `count` bytes from `offset`; fewer at the end of the file.
    func bytes(at offset: Int, count: Int) throws(AudioInputError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(
                    descriptor, buffer.baseAddress?.advanced(by: done), count - done,
                    off_t(offset + done))
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw .readFailed(path: name, reason: systemReason(errno)) }
            if got == 0 { break }
            done += got
        }
        return Array(bytes.prefix(done))
    }

    private func status() throws(AudioInputError) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .readFailed(path: name, reason: systemReason(errno))
        }
        return status
    }
}
