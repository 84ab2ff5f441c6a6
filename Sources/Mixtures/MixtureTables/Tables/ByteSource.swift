#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The bytes of a file, a pipe or an array, read onwards and, where the source allows, anywhere.
final class ByteSource {
    private enum Storage {
        case descriptor(Int32, isOwned: Bool)
        case bytes([UInt8])
    }

    let name: String
    /// How many bytes there are from the start on, where that can be known beforehand; such a
    /// source can be read anywhere.
    let size: Int?
    private let storage: Storage
    /// Where a descriptor stood when it was handed over.
    private let start: off_t
    private var position = 0

    init(path: String) throws(TableError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(file: path, code: errno) }
        name = path
        storage = .descriptor(descriptor, isOwned: true)
        start = 0
        size = Self.size(of: descriptor, from: 0)
    }

    /// A descriptor of the caller's, who also closes it.
    init(descriptor: Int32, name: String) {
        self.name = name
        storage = .descriptor(descriptor, isOwned: false)
        start = max(0, lseek(descriptor, 0, SEEK_CUR))
        size = Self.size(of: descriptor, from: start)
    }

    init(bytes: [UInt8], name: String) {
        self.name = name
        storage = .bytes(bytes)
        start = 0
        size = bytes.count
    }

    deinit {
        if case .descriptor(let descriptor, isOwned: true) = storage { close(descriptor) }
    }

    private static func size(of descriptor: Int32, from start: off_t) -> Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return max(0, Int(status.st_size - start))
    }

    /// The next bytes, at most so many; empty at the end.
    func next(_ count: Int) throws(TableError) -> [UInt8] {
        switch storage {
        case .bytes(let bytes):
            let end = min(bytes.count, position + count)
            defer { position = end }
            return Array(bytes[position..<end])
        case .descriptor(let descriptor, _):
            return try fill(count) { buffer in read(descriptor, buffer.baseAddress, buffer.count) }
        }
    }

    /// The next `count` bytes; fewer only at the end.
    func nextWhole(_ count: Int) throws(TableError) -> [UInt8] {
        var result: [UInt8] = []
        while result.count < count {
            let more = try next(min(count - result.count, 1 << 20))
            if more.isEmpty { break }
            result += more
        }
        return result
    }

    /// Up to `count` bytes from an offset on; fewer only at the end. For sources of known size.
    func bytes(at offset: Int, count: Int) throws(TableError) -> [UInt8] {
        switch storage {
        case .bytes(let bytes):
            return Array(bytes.dropFirst(offset).prefix(count))
        case .descriptor(let descriptor, _):
            var result: [UInt8] = []
            while result.count < count {
                let place = start + off_t(offset + result.count)
                let more = try fill(count - result.count) { buffer in
                    pread(descriptor, buffer.baseAddress, buffer.count, place)
                }
                if more.isEmpty { break }
                result += more
            }
            return result
        }
    }

    private func fill(
        _ count: Int, _ read: (UnsafeMutableBufferPointer<UInt8>) -> Int
    ) throws(TableError) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let window = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
            var got = read(window)
            while got < 0 && errno == EINTR { got = read(window) }
            if got < 0 { code = errno }
            filled = max(0, got)
        }
        guard code == 0 else { throw .cannotRead(file: name, code: code) }
        return bytes
    }
}
