#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file's bytes, read onwards from any place; never more of them are held than the file has.
final class KaldiInput {
    let path: String
    /// How many bytes there are.
    let size: Int
    private let descriptor: Int32?
    private let startsAtBeginning: Bool
    private var window: [UInt8]
    private var windowStart: Int
    private var index = 0
    private var line = 1

    /// The byte that comes next, counted from the file's first.
    var position: Int { windowStart + index }
    /// How many bytes are left.
    var remaining: Int { size - position }

    /// A plain file, from an offset on, which may lie behind its end.
    init(path: String, offset: Int = 0) throws(KaldiError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, code: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .notAFile(path: path)
        }
        self.path = path
        self.descriptor = descriptor
        size = Int(status.st_size)
        window = []
        windowStart = min(offset, size)
        startsAtBeginning = offset == 0
    }

    /// Bytes that are already there.
    init(bytes: [UInt8], path: String) {
        self.path = path
        descriptor = nil
        size = bytes.count
        window = bytes
        windowStart = 0
        startsAtBeginning = true
    }

    deinit { if let descriptor { close(descriptor) } }

    /// The place of what comes next. Lines are known only where they were counted from the first.
    func place(inText isText: Bool) -> KaldiError.Place {
        isText && startsAtBeginning ? .line(line) : .byte(position)
    }

    /// The next byte, which stays; nil at the end.
    func peek() throws(KaldiError) -> UInt8? {
        if index == window.count {
            guard remaining > 0 else { return nil }
            window = try read(min(remaining, 1 << 16), at: position)
            (windowStart, index) = (windowStart + index, 0)
        }
        return window[index]
    }

    /// The next byte; nil at the end.
    func next() throws(KaldiError) -> UInt8? {
        guard let byte = try peek() else { return nil }
        index += 1
        if byte == UInt8(ascii: "\n") { line += 1 }
        return byte
    }

    /// The next bytes of binary content; so many have to be left.
    func bytes(_ count: Int) throws(KaldiError) -> [UInt8] {
        precondition(count >= 0 && count <= remaining, "\(count) of \(remaining) bytes")
        let end = index + count
        if end <= window.count {
            defer { index = end }
            return Array(window[index..<end])
        }
        let held = Array(window[index...])
        let rest = try read(count - held.count, at: windowStart + window.count)
        (windowStart, window, index) = (position + count, [], 0)
        return held + rest
    }

    private func read(_ count: Int, at offset: Int) throws(KaldiError) -> [UInt8] {
        guard let descriptor else { return [] }
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = UnsafeMutableBufferPointer(rebasing: buffer[filled..<count])
                let got = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
                if got < 0 && errno == EINTR { continue }
                guard got > 0 else {
                    code = got == 0 ? EIO : errno
                    return
                }
                filled += got
            }
        }
        guard code == 0 else { throw .cannotRead(path: path, code: code) }
        return bytes
    }
}
