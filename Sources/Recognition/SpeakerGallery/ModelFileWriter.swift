internal import FileStorage
internal import Foundation
internal import SpeakerIdentification

/// The one who writes to a file of models; others wait until it is gone.
///
/// Models are written to free places, which nobody reads, and entered afterwards. What a crash
/// leaves half written has no entry, or a wrong checksum.
final class ModelFileWriter {
    private let descriptor: Int32
    private let layout: ModelFileLayout
    private var places: [Int64: Int] = [:]
    private var free: [Int] = []
    private var groupCount: Int

    /// The writer of the file at a path, which is made or made anew where there is no sound one.
    ///
    /// - Returns: nil when it cannot be written, or somebody else writes for longer than one waits.
    static func open(
        _ path: String, _ models: ModelLayout, _ background: BackgroundModel
    ) -> ModelFileWriter? {
        let essentials = background.essentials
        let layout = ModelFileLayout(
            models, identity: background.identity, essentials: essentials)
        // Another program may replace or delete the file that was opened.
        for _ in 0..<3 {
            switch existing(path) {
            case .granted(let writer) where writer.layout.serves(layout): return writer
            case .busy: return nil
            case .granted, .none:
                guard make(path, layout, essentials) else { return nil }
            }
        }
        return nil
    }

    /// Overwrites all models in the file at a path but those of some revisions, or deletes the file
    /// where that cannot be done.
    ///
    /// - Returns: whether nothing is left of the others.
    static func erase(_ path: String, identity: String, allBut revisions: Set<Int64>) -> Bool {
        if case .granted(let writer) = existing(path),
            Digest(hexadecimal: identity)?.bytes == writer.layout.identity,
            writer.drop(allBut: revisions), writer.eraseLeftovers()
        {
            return true
        }
        // Who maps or writes it keeps a file without a name, which goes with its last user.
        guard unlink(path) == 0 || errno == ENOENT else { return false }
        // Also where it was gone: after a power cut it might be back.
        Folder.synchronize(ofName: path)
        return true
    }

    private enum Access {
        case granted(ModelFileWriter)
        /// Somebody else writes.
        case busy
        /// There is no sound file.
        case none
    }

    private static func existing(_ path: String) -> Access {
        let descriptor = Foundation.open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return .none }
        guard lock(descriptor) else {
            close(descriptor)
            return .busy
        }
        guard let writer = ModelFileWriter(descriptor),
            FileIdentity(descriptor: descriptor) == FileIdentity(path)
        else {
            close(descriptor)
            return .none
        }
        return .granted(writer)
    }

    private init?(_ descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        let size = Int(status.st_size)
        let header = Self.read(ModelFileLayout.headerSize, at: 0, descriptor)
        guard let layout = ModelFileLayout(header: header, size: size) else { return nil }
        self.descriptor = descriptor
        self.layout = layout
        groupCount = layout.groupCount(size: size)
        for place in 0..<groupCount * ModelFileLayout.placesPerGroup {
            let bytes = Self.read(
                ModelFileLayout.entrySize, at: layout.offsets(of: place).entry, descriptor)
            let entry = bytes.withUnsafeBytes {
                $0.count == ModelFileLayout.entrySize ? ModelFileEntry($0) : nil
            }
            if let entry, places[entry.revision] == nil {
                places[entry.revision] = place
            } else {
                free.append(place)
            }
        }
        // Taken from the end, so that the first are filled first.
        free.reverse()
    }

    deinit { close(descriptor) }

    /// Whether a revision's model is there.
    func holds(_ revision: Int64) -> Bool { places[revision] != nil }

    /// Writes a model.
    ///
    /// - Returns: false where there is no room for it, or the disk fails.
    func store(_ content: ModelContent, _ models: ModelLayout, revision: Int64) -> Bool {
        guard let place = freePlace() else { return false }
        let offsets = layout.offsets(of: place)
        let entry = ModelFileEntry(
            revision: revision, checksums: content.currentChecksums(models))
        let compact = UnsafeRawBufferPointer(start: content.compact, count: layout.compactSize)
        let parameters = UnsafeRawBufferPointer(
            start: content.parameters, count: 4 * layout.parameterCount)
        let isWritten = withExtendedLifetime(content) {
            write(compact, at: offsets.compact) && write(parameters, at: offsets.parameters)
                && entry.bytes.withUnsafeBytes { write($0, at: offsets.entry) }
        }
        guard isWritten else { return false }
        free.removeLast()
        places[revision] = place
        return true
    }

    /// Overwrites all models but those of some revisions.
    ///
    /// - Returns: whether the disk took it.
    func drop(allBut revisions: Set<Int64>) -> Bool {
        for (revision, place) in places where !revisions.contains(revision) {
            // Readers notice first of all that there is nothing any more.
            guard clear(place) else { return false }
            places[revision] = nil
            free.append(place)
        }
        return true
    }

    /// Overwrites what a crash left without an entry, and waits for the disk.
    ///
    /// - Returns: whether the disk took it.
    func eraseLeftovers() -> Bool {
        free.allSatisfy { isClear($0) || clear($0) } && fsync(descriptor) == 0
    }

    private func parts(of place: Int) -> [(offset: Int, size: Int)] {
        let offsets = layout.offsets(of: place)
        return [
            (offsets.entry, ModelFileLayout.entrySize), (offsets.compact, layout.compactSize),
            (offsets.parameters, 4 * layout.parameterCount),
        ]
    }

    private func clear(_ place: Int) -> Bool {
        parts(of: place).allSatisfy { offset, size in
            [UInt8](repeating: 0, count: size).withUnsafeBytes { write($0, at: offset) }
        }
    }

    private func isClear(_ place: Int) -> Bool {
        parts(of: place).allSatisfy { offset, size in
            let bytes = Self.read(size, at: offset, descriptor)
            // The first is 0, and each is as the one before.
            return bytes.count == size && bytes[0] == 0
                && bytes.withUnsafeBytes { buffer in
                    buffer.baseAddress.map { memcmp($0, $0 + 1, size - 1) == 0 } ?? true
                }
        }
    }

    private func freePlace() -> Int? {
        if free.isEmpty {
            let size = layout.start + (groupCount + 1) * layout.groupSize
            guard ftruncate(descriptor, off_t(size)) == 0 else { return nil }
            let first = groupCount * ModelFileLayout.placesPerGroup
            free = (first..<first + ModelFileLayout.placesPerGroup).reversed()
            groupCount += 1
        }
        return free.last
    }

    private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    private static func read(_ size: Int, at offset: Int, _ descriptor: Int32) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let read = pread(descriptor, buffer.baseAddress, size, off_t(offset))
            count = max(0, read)
        }
    }

    /// Waits as long as for the gallery itself.
    private static func lock(_ descriptor: Int32) -> Bool {
        let end = Date(timeIntervalSinceNow: Patience.duration)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, Date() < end else { return false }
            Thread.sleep(forTimeInterval: 0.01)
        }
        return true
    }

    /// Makes a file without models, whole or not at all.
    private static func make(
        _ path: String, _ layout: ModelFileLayout, _ essentials: [UInt8]
    ) -> Bool {
        do {
            let file = try TemporaryFile(beside: path)
            try file.append(layout.header)
            guard ftruncate(file.descriptor, off_t(layout.start)) == 0 else { return false }
            try file.overwrite(essentials, at: ModelFileLayout.pageSize)
            try file.takePlace(of: path, isPrivate: true)
            return true
        } catch {
            return false
        }
    }
}
