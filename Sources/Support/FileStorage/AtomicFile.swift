import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes files that are either there whole or not at all.
///
/// The bytes go to a temporary file beside the place, are forced to disk, and only then take the
/// place. A reader, or a program that starts after a crash, finds the old content or the new. A
/// symbolic link stays, and what it leads to is written; a pipe or a terminal stays what it is, and
/// is given the bytes once they are all there.
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
    private let place: FilePlace
    private let file: TemporaryFile

    /// Writes what `body` appends; when it throws, what stood at `path` is untouched. Nobody but
    /// the owner can read a private file.
    ///
    /// - Throws: ``Failure``, and what `body` throws.
    public static func write(
        to path: String, isPrivate: Bool = false, _ body: (borrowing AtomicFile) throws -> Void
    ) throws {
        let file = try AtomicFile(path)
        try body(file)
        try file.finish(isPrivate: isPrivate)
    }

    /// Writes bytes.
    ///
    /// - Throws: ``Failure``.
    public static func write(_ bytes: [UInt8], to path: String, isPrivate: Bool = false) throws {
        try write(to: path, isPrivate: isPrivate) { try $0.append(bytes) }
    }

    private init(_ path: String) throws(Failure) {
        (place, file) = try Self.open(path)
        self.path = path
    }

    private static func open(
        _ path: String
    ) throws(Failure) -> (place: FilePlace, file: TemporaryFile) {
        do {
            let place = try FilePlace(path)
            return switch place {
            case .file(let path): (place, try TemporaryFile(beside: path))
            case .stream: (place, try TemporaryFile(prefix: "timbre-output"))
            }
        } catch {
            throw Failure(path: path, code: error.code)
        }
    }

    /// Appends bytes.
    ///
    /// - Throws: ``Failure``.
    public func append(_ bytes: [UInt8]) throws(Failure) {
        do {
            try file.append(bytes)
        } catch {
            throw Failure(path: path, code: error.code)
        }
    }

    private func finish(isPrivate: Bool) throws(Failure) {
        do {
            switch place {
            case .file(let path): try file.takePlace(of: path, isPrivate: isPrivate)
            case .stream: try file.pour(into: path)
            }
        } catch {
            throw Failure(path: path, code: error.code)
        }
    }
}
