import Foundation

/// The bytes of a descriptor as they come, until its end or until somebody stops it.
///
/// ```swift
/// let input = try LiveInput(descriptor: 0, name: "standard input")
/// input.stop()  // from a signal's handler, another thread, or anywhere
/// ```
public final class LiveInput: Sendable {
    /// What errors call it.
    public let name: String
    private let descriptor: Int32
    /// A byte written here wakes the reader for good.
    private let stopped: (reader: Int32, writer: Int32)

    /// Reads a descriptor, which stays open.
    ///
    /// - Throws: ``AudioInputError`` for a terminal, or where the system has no descriptors left.
    public init(descriptor: Int32, name: String) throws(AudioInputError) {
        if isatty(descriptor) == 1 { throw .isDevice(path: name) }
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            throw .readFailed(path: name, reason: systemReason(errno))
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        self.descriptor = descriptor
        self.name = name
        stopped = (ends[0], ends[1])
    }

    deinit {
        close(stopped.reader)
        close(stopped.writer)
    }

    /// Ends the input, as though nothing more came.
    public func stop() {
        var byte: UInt8 = 1
        _ = write(stopped.writer, &byte, 1)
    }

    /// Waits for bytes and returns what is there, at most `count`; none at the end.
    func bytes(atMost count: Int) throws(AudioInputError) -> [UInt8] {
        while true {
            var waits = [
                pollfd(fd: stopped.reader, events: Int16(POLLIN), revents: 0),
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waits, 2, -1) >= 0 else {
                if errno == EINTR { continue }
                throw .readFailed(path: name, reason: systemReason(errno))
            }
            if waits[0].revents != 0 { return [] }
            var code: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, got in
                let taken = read(descriptor, buffer.baseAddress, count)
                if taken < 0 { code = errno }
                got = max(0, taken)
            }
            switch code {
            case 0: return bytes
            case EINTR, EAGAIN: continue
            case EISDIR: throw .isFolder(path: name)
            default: throw .readFailed(path: name, reason: systemReason(code))
            }
        }
    }
}
