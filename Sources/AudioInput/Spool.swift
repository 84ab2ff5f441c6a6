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
        let copy = try temporary(name: name)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var total = 0
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EISDIR { throw .isFolder(path: name) }
            guard count >= 0 else { throw .readFailed(path: name, reason: systemReason(errno)) }
            if count == 0 { break }
            try copy.write(buffer[..<count], at: total)
            total += count
        }
        return copy
    }

    /// Writes bytes at an offset; only for temporary files.
    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(AudioInputError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(
                    descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done,
                    off_t(offset + done))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw .temporaryFile(folder: NSTemporaryDirectory(), code: errno)
            }
            done += count
        }
    }

    private static func temporary(name: String) throws(AudioInputError) -> ClipFile {
        let folder = NSTemporaryDirectory()
        var template = Array((folder + "/timbre-audio-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw .temporaryFile(folder: folder, code: errno) }
        unlink(template)
        return ClipFile(descriptor: descriptor, name: name, isTemporary: true)
    }
}
