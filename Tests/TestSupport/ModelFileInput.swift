import CVectorKernels
import FileStorage
import GaussianMixtures

/// A file of models (`ModelFileLayout`) without padding: the header, the essentials opened as
/// `FuzzedReader.opened` does, and of each place the entry, the compact form and the parameters.
/// Checksums and identities follow from the rest: whoever means harm can compute them.
struct ModelFileInput {
    private static let page = 4096
    private static let (headerSize, entrySize, placesPerGroup) = (88, 32, 64)
    /// Of any part; with larger ones a file need not be laid out to be refused.
    private static let largestPart = 1 << 14

    private var header: [UInt8]
    private var essentials: [UInt8]
    private var places: [UInt8]

    var bytes: [UInt8] { header + essentials + places }

    init(_ bytes: [UInt8]) {
        let missing = max(0, Self.headerSize - bytes.count)
        header = bytes.prefix(Self.headerSize) + [UInt8](repeating: 0, count: missing)
        let rest = bytes.dropFirst(Self.headerSize)
        essentials = Array(rest.prefix(Int(clamping: Self.number(header, at: 64))))
        places = Array(rest.dropFirst(essentials.count))
    }

    /// What a sound file holds, up to the last place that is taken.
    init(file: [UInt8]) throws {
        header = Array(file[..<Self.headerSize])
        let size = Int(Self.number(header, at: 64))
        essentials = FuzzedReader.opened(
            try Safetensors(bytes: Array(file[Self.page..<Self.page + size]), path: "essentials"))
        places = []
        let layout = Layout(header, essentialsSize: size)
        for place in 0..<Self.placesPerGroup {
            let parts = layout.parts(of: place).map { Array(file[$0]) }
            if parts[0].contains(where: { $0 != 0 }) { places += parts.joined() }
        }
        Self.set(UInt64(essentials.count), in: &header, at: 64)
    }

    private struct Layout {
        let parameters: Int
        let compact: Int
        let start: Int
        var parametersStart: Int { page + ModelFileInput.padded(placesPerGroup * compact) }
        var groupSize: Int {
            parametersStart + ModelFileInput.padded(4 * placesPerGroup * parameters)
        }
        var placeSize: Int { entrySize + compact + 4 * parameters }

        init(_ header: [UInt8], essentialsSize: Int) {
            parameters = Int(clamping: ModelFileInput.number(header, at: 48))
            compact = Int(clamping: ModelFileInput.number(header, at: 56))
            start = page + ModelFileInput.padded(essentialsSize)
        }

        /// Where entry, compact form and parameters of a place lie.
        func parts(of place: Int) -> [Range<Int>] {
            let group = start + place / placesPerGroup * groupSize
            let number = place % placesPerGroup
            return [
                (group + number * entrySize, entrySize),
                (group + page + number * compact, compact),
                (group + parametersStart + 4 * number * parameters, 4 * parameters),
            ].map { $0..<$0 + $1 }
        }
    }

    func file(of background: Digest) throws -> [UInt8] {
        guard [48, 56].allSatisfy({ Self.number(header, at: $0) <= Self.largestPart }) else {
            return sealedHeader(background, essentials) + essentials + places
        }
        let essentials = try sealedEssentials(background)
        let layout = Layout(header, essentialsSize: essentials.count)
        let placeCount = (places.count + layout.placeSize - 1) / layout.placeSize
        let groupCount = (placeCount + Self.placesPerGroup - 1) / Self.placesPerGroup
        var file = [UInt8](repeating: 0, count: layout.start + groupCount * layout.groupSize)
        func put(_ bytes: some Collection<UInt8>, at offset: Int) {
            file.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        }
        put(sealedHeader(background, essentials), at: 0)
        put(essentials, at: Self.page)
        for place in 0..<placeCount {
            var rest = places.dropFirst(place * layout.placeSize).prefix(layout.placeSize)
            let ranges = layout.parts(of: place)
            for range in ranges {
                put(rest.prefix(range.count), at: range.lowerBound)
                rest = rest.dropFirst(range.count)
            }
            var entry = Array(file[ranges[0]])
            Self.set(Self.checksum(file[ranges[2]]), in: &entry, at: 8)
            Self.set(Self.checksum(file[ranges[1]]), in: &entry, at: 16)
            Self.set(Self.checksum(entry[..<24]), in: &entry, at: 24)
            put(entry, at: ranges[0].lowerBound)
        }
        return file
    }

    private func sealedEssentials(_ background: Digest) throws -> [UInt8] {
        guard var file = try? FuzzedReader.safetensors(essentials) else { return essentials }
        file.metadata["essentials_of"] = background.hexadecimal
        FuzzedReader.sealFrontEnd(of: &file)
        return file.encoded()
    }

    private func sealedHeader(_ background: Digest, _ essentials: [UInt8]) -> [UInt8] {
        var header = header
        header.replaceSubrange(16..<48, with: background.bytes)
        if essentials != self.essentials { Self.set(UInt64(essentials.count), in: &header, at: 64) }
        Self.set(Self.checksum(essentials[...]), in: &header, at: 72)
        Self.set(Self.checksum(header[..<80]), in: &header, at: 80)
        return header
    }

    private static func padded(_ size: Int) -> Int { (size + page - 1) / page * page }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { model_checksum($0, buffer.count) }
                ?? model_checksum([0], 0)
        }
    }

    private static func number(_ bytes: [UInt8], at offset: Int) -> UInt64 {
        bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func set(_ number: UInt64, in bytes: inout [UInt8], at offset: Int) {
        withUnsafeBytes(of: number.littleEndian) {
            bytes.replaceSubrange(offset..<offset + 8, with: $0)
        }
    }
}
