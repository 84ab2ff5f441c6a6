internal import FileStorage
import Foundation

extension ClipFile {
    /// Copies everything that a descriptor gives into a temporary file without a name, because
    /// most formats need to be read back and forth.
    ///
    /// The memory used is one buffer; the disk under TMPDIR has to hold the audio.
    static func spool(_ file: ClipFile) throws(AudioInputError) -> ClipFile {
        // The descriptor is closed with its owner, which must outlive the reading.
        defer { withExtendedLifetime(file) {} }
        return try spool(descriptor: file.descriptor, name: file.name)
    }

    static func spool(descriptor: Int32, name: String) throws(AudioInputError) -> ClipFile {
        if isatty(descriptor) == 1 { throw .isDevice(path: name) }
        let copy = try temporaryFile { () throws(TemporaryFile.Failure) in
            try TemporaryFile(prefix: "timbre-audio")
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EISDIR { throw .isFolder(path: name) }
            guard count >= 0 else { throw .readFailed(path: name, reason: systemReason(errno)) }
            if count == 0 { break }
            try temporaryFile { () throws(TemporaryFile.Failure) in
                try copy.append(buffer[..<count])
            }
        }
        return ClipFile(copy: copy, name: name)
    }

    /// Writes bytes at an offset; only into a copy.
    func overwrite(_ bytes: [UInt8], at offset: Int) throws(AudioInputError) {
        try Self.temporaryFile { () throws(TemporaryFile.Failure) in
            try copy?.overwrite(bytes, at: offset)
        }
    }

    private static func temporaryFile<Result>(
        _ body: () throws(TemporaryFile.Failure) -> Result
    ) throws(AudioInputError) -> Result {
        do {
            return try body()
        } catch {
            throw .temporaryFile(folder: NSTemporaryDirectory(), code: error.code)
        }
    }
}
