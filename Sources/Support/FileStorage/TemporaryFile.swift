import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that is being made, or that only this process ever sees.
///
/// The descriptor has one owner and is closed once, when the last reference goes; whoever uses it
/// must hold on to the file meanwhile, for the number is then another file's. Programs that are
/// started in the meantime do not inherit it.
///
/// ```swift
/// let file = try TemporaryFile(prefix: "timbre-frames")
/// try file.append([1, 2, 3])
/// ```
public final class TemporaryFile: Sendable {
    /// A fault of the disk behind a temporary file, with C `errno`.
    public enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
        /// The file could not be made.
        case create(folder: String, code: Int32)
        /// It could not be written.
        case write(code: Int32)
        /// It could not be read back, or ended early.
        case read(code: Int32)

        /// C `errno`.
        public var code: Int32 {
            switch self {
            case .create(_, let code), .write(let code), .read(let code): code
            }
        }

        /// The reason, in the system's words.
        public var reason: String { String(cString: strerror(code)) }

        /// What happened and what to do about it.
        public var description: String {
            switch self {
            case .create(let folder, _):
                "cannot make a temporary file in \(folder): \(reason); "
                    + "set TMPDIR to a folder that can be written"
            case .write:
                "cannot write a temporary file: \(reason); "
                    + "free some space, or set TMPDIR to a larger disk"
            case .read:
                "cannot read a temporary file back: \(reason); check the disk under TMPDIR"
            }
        }
    }

    /// Where the file lies; nil for one without a name.
    public let path: String?
    /// The open file, for reading and writing.
    public let descriptor: Int32

    /// A file without a name in the folder for temporary files: it is gone when its last owner
    /// is, or the process.
    ///
    /// - Throws: ``Failure``.
    public init(prefix: String) throws(Failure) {
        let folder = NSTemporaryDirectory()
        let path: String
        (path, descriptor) = try Self.make(folder + "/" + prefix, in: folder)
        unlink(path)
        self.path = nil
    }

    /// A file beside a path, which is to take that place: only its owner can read it, and it is
    /// gone with its last owner unless it took the place.
    ///
    /// - Throws: ``Failure``.
    public init(beside path: String) throws(Failure) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        (self.path, descriptor) = try Self.make(path, in: folder)
    }

    deinit {
        close(descriptor)
        // Gone already when it has taken its place.
        if let path { unlink(path) }
    }

    private static func make(
        _ start: String, in folder: String
    ) throws(Failure) -> (path: String, descriptor: Int32) {
        while true {
            let path = start + "." + String(UInt64.random(in: 0...UInt64.max), radix: 36)
            let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 { return (path, descriptor) }
            guard errno == EEXIST || errno == EINTR else {
                throw .create(folder: folder, code: errno)
            }
        }
    }

    /// Writes bytes behind those that were appended before.
    ///
    /// - Throws: ``Failure/write(code:)``.
    public func append(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        try writeAll(bytes) { rest, _ in
            Foundation.write(descriptor, rest.baseAddress, rest.count)
        }
    }

    /// Writes bytes behind those that were appended before.
    ///
    /// - Throws: ``Failure/write(code:)``.
    public func append(_ bytes: some Collection<UInt8>) throws(Failure) {
        let result = Array(bytes).withUnsafeBytes { buffer in
            Result { () throws(Failure) in try append(buffer) }
        }
        try result.get()
    }

    /// Writes bytes over what stands at an offset.
    ///
    /// - Throws: ``Failure/write(code:)``.
    public func overwrite(_ bytes: [UInt8], at offset: Int) throws(Failure) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(Failure) in
                try writeAll(buffer) { rest, done in
                    pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
                }
            }
        }
        try result.get()
    }

    func writeAll(
        _ bytes: UnsafeRawBufferPointer, _ write: (UnsafeRawBufferPointer, Int) -> Int
    ) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let count = write(UnsafeRawBufferPointer(rebasing: bytes[done...]), done)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .write(code: errno) }
            done += count
        }
    }

    /// Fills a buffer with what stands from an offset on.
    ///
    /// - Throws: ``Failure/read(code:)``, also when the file ends before the buffer does.
    public func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(Failure) {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .read(code: count == 0 ? EIO : errno) }
            done += count
        }
    }
}
