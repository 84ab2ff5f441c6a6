internal import FileStorage
internal import Foundation
internal import SpeakerIdentification

/// A file of models as it can be read, mapped into memory; ``ModelFileLayout`` tells its format.
///
/// To read what was cut off a mapped file ends the program (SIGBUS). No program of ours makes the file
/// shorter, it only grows or another one takes its place; so it is enough that it has its size when
/// it is mapped. Who puts back a copy must do the same: move it there rather than write over it.
final class ModelFile: @unchecked Sendable {
    let layout: ModelFileLayout
    /// Where the model of a revision lies.
    private let places: [Int64: Int]
    private let base: UnsafeMutableRawPointer
    private let size: Int

    /// Where the models of a gallery lie.
    static func path(ofGallery path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path + "-models"
    }

    /// The file at a path; nil where there is none for a background model, or no sound one.
    init?(_ path: String, identity: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size >= ModelFileLayout.headerSize
        else { return nil }
        let size = Int(status.st_size)
        guard let base = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0), base != MAP_FAILED
        else { return nil }
        guard fstat(descriptor, &status) == 0, status.st_size >= size else {
            munmap(base, size)
            return nil
        }
        let header = Array(UnsafeRawBufferPointer(start: base, count: ModelFileLayout.headerSize))
        guard let layout = ModelFileLayout(header: header, size: size),
            Digest(hexadecimal: identity)?.bytes == layout.identity
        else {
            munmap(base, size)
            return nil
        }
        var places: [Int64: Int] = [:]
        let count = layout.groupCount(size: size) * ModelFileLayout.placesPerGroup
        places.reserveCapacity(count)
        for place in 0..<count {
            let bytes = UnsafeRawBufferPointer(
                start: base + layout.offsets(of: place).entry, count: ModelFileLayout.entrySize)
            if let entry = ModelFileEntry(bytes) { places[entry.revision] = place }
        }
        (self.layout, self.places, self.base, self.size) = (layout, places, base, size)
    }

    deinit { munmap(base, size) }

    /// The bytes of the background model's essentials; nil when they are damaged.
    var essentials: [UInt8]? {
        let bytes = Array(
            UnsafeRawBufferPointer(
                start: base + ModelFileLayout.pageSize, count: layout.essentialsSize))
        return ModelFileLayout.checksum(bytes) == layout.essentialsChecksum ? bytes : nil
    }

    /// Whether this has room for models of a layout.
    func fits(_ models: ModelLayout) -> Bool {
        layout.parameterCount == models.parameterCount && layout.compactSize == models.compactSize
    }

    /// The model of a revision; nil where there is none.
    func content(of revision: Int64) -> ModelContent? {
        guard let place = places[revision] else { return nil }
        let offsets = layout.offsets(of: place)
        let bytes = UnsafeRawBufferPointer(
            start: base + offsets.entry, count: ModelFileLayout.entrySize)
        // It may have been erased since.
        guard let entry = ModelFileEntry(bytes), entry.revision == revision else { return nil }
        return ModelContent(
            parameters: UnsafePointer(
                (base + offsets.parameters).assumingMemoryBound(to: Float.self)),
            compact: UnsafePointer((base + offsets.compact).assumingMemoryBound(to: UInt8.self)),
            checksums: entry.checksums, keptBy: self)
    }
}
