import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes files that are either there whole or not at all.
///
/// The bytes go to a temporary file beside the place, are forced to disk, and only then take the
/// place. A reader, or a program that starts after a crash, finds the old content or the new.
///
/// ```swift
/// try AtomicFile.write(to: "notes.txt") { file in
///     try file.append(Array("first line\n".utf8))
/// }
/// ```
public struct AtomicFile: ~Copyable {
    /// Why a file could not be written, in the system's words.
    public struct Failure: Error, Equatable, CustomStringConvertible {
        /// The file that was to be written.
        public let path: String
        /// C `errno`.
        public let code: Int32
        /// The reason, in the system's words.
        public var reason: String { String(cString: strerror(code)) }
        /// The path and the reason.
        public var description: String { "\(path): cannot write: \(reason)" }
    }

    private let path: String
    private let temporaryPath: [CChar]
    private let descriptor: Int32

    /// Writes what `body` appends; when it throws, what stood at `path` is untouched. Nobody but
    /// the owner can read a private file.
    ///
    /// - Throws: ``Failure``, and what `body` throws.
    public static func write(
        to path: String, isPrivate: Bool = false, _ body: (borrowing AtomicFile) throws -> Void
    ) throws {
        let file = try AtomicFile(path)
        try body(file)
        try file.takePlace(mode: isPrivate ? 0o600 : 0o666 & ~mask)
    }

    /// What the process takes away from the rights of new files; asking means setting it.
    private static let mask: mode_t = {
        let mask = umask(0)
        umask(mask)
        return mask
    }()

    /// Writes bytes.
    ///
    /// - Throws: ``Failure``.
    public static func write(_ bytes: [UInt8], to path: String, isPrivate: Bool = false) throws {
        try write(to: path, isPrivate: isPrivate) { try $0.append(bytes) }
    }

    private init(_ path: String) throws(Failure) {
        var template = Array("\(path).XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Failure(path: path, code: errno) }
        self.path = path
        temporaryPath = template
    }

    deinit {
        close(descriptor)
        // Gone already when it has taken its place.
        unlink(temporaryPath)
    }

    /// Appends bytes.
    ///
    /// - Throws: ``Failure``.
    public func append(_ bytes: [UInt8]) throws(Failure) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                return systemWrite(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw Failure(path: path, code: errno) }
            written += count
        }
    }

    private func takePlace(mode: mode_t) throws(Failure) {
        guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0,
            rename(temporaryPath, path) == 0
        else { throw Failure(path: path, code: errno) }
        // The rename must reach the disk too; where folders cannot be synced it will later.
        let folder = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}

// A type with a `write` of its own hides the system's.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
