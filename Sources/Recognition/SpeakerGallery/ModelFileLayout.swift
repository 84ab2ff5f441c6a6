internal import CVectorKernels
internal import FileStorage
internal import Foundation
internal import SpeakerIdentification

/// Where what lies in a file of models, `<gallery>-models`.
///
/// The file is a copy of what follows from the gallery, made ready to be mapped: the background
/// model but for its cohort, and speakers' models, so that a question reads what it needs and
/// adapts nobody anew. It may be deleted at any time. It holds no names: a model is known by its
/// *revision*, a number drawn at random that the gallery's triggers (``GallerySchema``) give a
/// speaker whenever the speaker's statistics change. So a model that is found is never out of date,
/// whatever became of either file; who has none in it is adapted, and added. Voices of the
/// background's cohort have the revisions 1, 2, 3 …
///
/// All numbers are little-endian, all parts begin at multiples of 4096 bytes:
///
///     header        8 bytes  "TmbrVcs\0"
///                   UInt64   version, 1
///                   32 bytes identity of the background model (SHA-256)
///                   UInt64   P, Floats of a model's parameters
///                   UInt64   C, bytes of a model's compact form
///                   UInt64   E, bytes of the background model's essentials
///                   UInt64   checksum of these
///                   UInt64   checksum of the 80 bytes so far
///     essentials    E bytes, a safetensors file
///     groups        as many as there are, each with 64 places:
///       entries     64 × (Int64 revision, UInt64 checksum of the parameters,
///                   UInt64 checksum of the compact form, UInt64 checksum of these 24 bytes);
///                   a place whose entry's checksum is wrong is free
///       compact     64 × C bytes, looked at one after the other
///       parameters  64 × 4 P bytes, of which only the best candidates' are looked at
///
/// `ModelLayout` tells what parameters and compact form are. Free places are holes that take no
/// space on most file systems. Sums over what is used are checked when it is used.
struct ModelFileLayout: Equatable {
    static let pageSize = 4096
    static let placesPerGroup = 64
    static let entrySize = 32
    /// Revisions up to this belong to voices of the cohort.
    static let largestCohort = 4096
    static let headerSize = 88
    private static let magic = Array("TmbrVcs\0".utf8)
    private static let version: UInt64 = 1
    /// No part is larger than this, so that sums of a few do not overflow.
    private static let largestPart: UInt64 = 1 << 40

    let identity: [UInt8]
    let parameterCount: Int
    let compactSize: Int
    let essentialsSize: Int
    let essentialsChecksum: UInt64
    /// Where the groups begin.
    let start: Int
    let compactStart: Int
    let parametersStart: Int
    let groupSize: Int

    init(_ models: ModelLayout, identity: Digest, essentials: [UInt8]) {
        self.init(
            identity: identity.bytes, parameterCount: models.parameterCount,
            compactSize: models.compactSize, essentialsSize: essentials.count,
            essentialsChecksum: Self.checksum(essentials))
    }

    private init(
        identity: [UInt8], parameterCount: Int, compactSize: Int, essentialsSize: Int,
        essentialsChecksum: UInt64
    ) {
        self.identity = identity
        self.parameterCount = parameterCount
        self.compactSize = compactSize
        self.essentialsSize = essentialsSize
        self.essentialsChecksum = essentialsChecksum
        start = Self.pageSize + Self.padded(essentialsSize)
        compactStart = Self.padded(Self.placesPerGroup * Self.entrySize)
        parametersStart = compactStart + Self.padded(Self.placesPerGroup * compactSize)
        groupSize = parametersStart + Self.padded(Self.placesPerGroup * 4 * parameterCount)
    }

    /// The layout that a file's header tells of; nil for another file, or a damaged one.
    ///
    /// - Parameters:
    ///   - header: the first ``headerSize`` bytes.
    ///   - size: of the file in bytes.
    init?(header: [UInt8], size: Int) {
        guard header.count == Self.headerSize, Array(header[..<8]) == Self.magic else { return nil }
        func number(at offset: Int) -> UInt64 {
            header.withUnsafeBytes {
                UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            }
        }
        let sizes = [48, 56, 64].map(number)
        guard number(at: 8) == Self.version, sizes.allSatisfy({ (1...Self.largestPart) ~= $0 }),
            number(at: 80) == Self.checksum(Array(header[..<80]))
        else { return nil }
        self.init(
            identity: Array(header[16..<48]), parameterCount: Int(sizes[0]),
            compactSize: Int(sizes[1]), essentialsSize: Int(sizes[2]),
            essentialsChecksum: number(at: 72))
        guard size >= start, (size - start).isMultiple(of: groupSize) else { return nil }
    }

    var header: [UInt8] {
        var bytes = Self.magic
        func append(_ number: UInt64) {
            withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
        }
        append(Self.version)
        bytes += identity
        for size in [parameterCount, compactSize, essentialsSize] { append(UInt64(size)) }
        append(essentialsChecksum)
        append(Self.checksum(bytes))
        return bytes
    }

    /// Whether models of the other layout belong into this one.
    func serves(_ other: ModelFileLayout) -> Bool {
        identity == other.identity && parameterCount == other.parameterCount
            && compactSize == other.compactSize
    }

    func groupCount(size: Int) -> Int { (size - start) / groupSize }

    /// Where the parts of a place lie in the file.
    func offsets(of place: Int) -> (entry: Int, compact: Int, parameters: Int) {
        let group = start + place / Self.placesPerGroup * groupSize
        let number = place % Self.placesPerGroup
        return (
            group + number * Self.entrySize, group + compactStart + number * compactSize,
            group + parametersStart + number * 4 * parameterCount
        )
    }

    static func checksum(_ bytes: [UInt8]) -> UInt64 { model_checksum(bytes, bytes.count) }

    private static func padded(_ size: Int) -> Int { (size + pageSize - 1) / pageSize * pageSize }
}

/// What a file of models knows of one of them.
struct ModelFileEntry {
    let revision: Int64
    let checksums: ModelContent.Checksums

    init(revision: Int64, checksums: ModelContent.Checksums) {
        self.revision = revision
        self.checksums = checksums
    }

    /// The entry in some bytes; nil where none is.
    init?(_ bytes: UnsafeRawBufferPointer) {
        func word(_ index: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
        }
        // There are many, and arrays of their parts would take longer than their sums.
        guard let start = bytes.bindMemory(to: UInt8.self).baseAddress,
            word(3) == model_checksum(start, 24)
        else { return nil }
        revision = Int64(bitPattern: word(0))
        checksums = .init(parameters: word(1), compact: word(2))
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for word in [UInt64(bitPattern: revision), checksums.parameters, checksums.compact] {
            withUnsafeBytes(of: word.littleEndian) { bytes += $0 }
        }
        withUnsafeBytes(of: ModelFileLayout.checksum(bytes).littleEndian) { bytes += $0 }
        return bytes
    }
}
