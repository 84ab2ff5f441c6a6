/// Where a file says that its samples lie, and how many bytes of them.
///
/// libsndfile quietly cuts a declared length to what is there, and takes a length of zero at its
/// word. Reading the field ourselves tells a clip cut short from a whole one, and a header that
/// a recorder never completed from an empty clip.
struct DataChunk: Equatable {
    /// A length within the header.
    struct SizeField: Equatable {
        let offset: Int
        let width: Int
        let bigEndian: Bool

        /// The bytes of a value; one too large for the field becomes the largest.
        func bytes(of value: Int) -> [UInt8] {
            let largest = width == 4 ? Int(UInt32.max) : Int.max
            let capped = min(value, largest)
            let bytes = (0..<width).map { UInt8(truncatingIfNeeded: capped >> (8 * $0)) }
            return bigEndian ? bytes.reversed() : bytes
        }
    }

    /// Offset of the first sample.
    let start: Int
    /// Bytes of samples by the header; none where it leaves them open.
    let declaredBytes: Int?
    /// Bytes behind `start`.
    let availableBytes: Int
    /// The field that says zero although samples follow.
    var unfinishedField: SizeField?

    /// How many times the samples at hand the header promises; none where all are there.
    var shortfall: Double? {
        guard let declaredBytes, declaredBytes > availableBytes, availableBytes > 0 else {
            return nil
        }
        return Double(declaredBytes) / Double(availableBytes)
    }

    /// Programs that write to a pipe cannot know the length and put one of the largest there.
    static func isStreamed(_ size: Int) -> Bool {
        (0x7FFF_0000...0x8000_FFFF).contains(size) || size >= 0xFFFF_0000
    }

    /// The samples of a WAV, RF64, AIFF, AU or NIST Sphere file; none in any other.
    static func find(in file: ClipFile) throws(AudioInputError) -> DataChunk? {
        let head = Header(bytes: try file.bytes(at: 0, count: 1024))
        let search = ChunkSearch(file: file, size: try file.size(), head: head)
        switch head.text(at: 0, count: 4) {
        case "RIFF" where head.text(at: 8, count: 4) == "WAVE": return try search.riff()
        case "RF64": return try search.rf64()
        case "FORM": return try search.aiff()
        case ".snd": return search.au()
        case "NIST": return search.sphere()
        default: return nil
        }
    }
}

private struct ChunkSearch {
    let file: ClipFile
    let size: Int
    let head: Header

    /// No honest file has more; a hostile one could make the walk last for hours.
    static let chunkLimit = 10_000

    func riff() throws(AudioInputError) -> DataChunk? {
        guard let chunk = try first("data", from: 12, bigEndian: false) else { return nil }
        let field = DataChunk.SizeField(offset: chunk.offset + 4, width: 4, bigEndian: false)
        let start = chunk.offset + 8
        let isEmpty = chunk.size == 0 ? try isChain(from: start) : false
        return found(
            start: start, declared: chunk.size, field: isEmpty ? nil : field,
            open: DataChunk.isStreamed(chunk.size))
    }

    /// EBU Tech 3306: the length stands in the ds64 chunk, the first one.
    func rf64() throws(AudioInputError) -> DataChunk? {
        guard head.text(at: 12, count: 4) == "ds64",
            let declared = head.integer(at: 28, width: 8, bigEndian: false),
            let chunk = try first("data", from: 12, bigEndian: false)
        else { return nil }
        let field = DataChunk.SizeField(offset: 28, width: 8, bigEndian: false)
        return found(start: chunk.offset + 8, declared: declared, field: field, open: false)
    }

    /// The SSND chunk opens with two words, offset and block size. libsndfile itself reads on
    /// where its length is zero.
    func aiff() throws(AudioInputError) -> DataChunk? {
        guard let chunk = try first("SSND", from: 12, bigEndian: true), chunk.size >= 8 else {
            return nil
        }
        return found(
            start: chunk.offset + 16, declared: chunk.size - 8, field: nil,
            open: DataChunk.isStreamed(chunk.size))
    }

    func au() -> DataChunk? {
        guard let start = head.integer(at: 4, width: 4, bigEndian: true),
            let declared = head.integer(at: 8, width: 4, bigEndian: true)
        else { return nil }
        let field = DataChunk.SizeField(offset: 8, width: 4, bigEndian: true)
        return found(
            start: start, declared: declared, field: field, open: DataChunk.isStreamed(declared))
    }

    /// The header is lines of text, `name -type value`; its length stands in the second.
    func sphere() -> DataChunk? {
        let lines = String(decoding: head.bytes, as: UTF8.self).split(separator: "\n")
            .map { $0.split(separator: " ") }
        func number(_ name: String) -> Int? {
            lines.first { $0.count == 3 && $0[0] == name }.flatMap { Int($0[2]) }
        }
        guard lines.count > 1, let start = lines[1].first.flatMap({ Int($0) }), start >= 0,
            let samples = number("sample_count"), let width = number("sample_n_bytes")
        else { return nil }
        let (frame, first) = width.multipliedReportingOverflow(by: number("channel_count") ?? 1)
        let (declared, second) = samples.multipliedReportingOverflow(by: frame)
        guard !first, !second else { return nil }
        return found(start: start, declared: declared, field: nil, open: false)
    }

    private func found(
        start: Int, declared: Int, field: DataChunk.SizeField?, open: Bool
    ) -> DataChunk {
        let available = max(0, size - start)
        let isUnfinished = declared == 0 && available > 0
        return DataChunk(
            start: start, declaredBytes: open ? nil : declared, availableBytes: available,
            unfinishedField: isUnfinished ? field : nil)
    }

    /// The first chunk of a name, walking from an offset.
    private func first(
        _ name: String, from start: Int, bigEndian: Bool
    ) throws(AudioInputError) -> (offset: Int, size: Int)? {
        var offset = start
        for _ in 0..<Self.chunkLimit where offset + 8 <= size {
            let head = Header(bytes: try file.bytes(at: offset, count: 8))
            guard let length = head.integer(at: 4, width: 4, bigEndian: bigEndian) else { break }
            if head.text(at: 0, count: 4) == name { return (offset, length) }
            offset += 8 + length + length % 2
        }
        return nil
    }

    /// Whether what follows is nothing but chunks, as behind a data chunk that is truly empty.
    private func isChain(from start: Int) throws(AudioInputError) -> Bool {
        var offset = start
        for _ in 0..<Self.chunkLimit where offset + 8 <= size {
            let head = Header(bytes: try file.bytes(at: offset, count: 8))
            guard let length = head.integer(at: 4, width: 4, bigEndian: false),
                head.bytes.prefix(4).allSatisfy({ (0x20...0x7E).contains($0) })
            else { return false }
            offset += 8 + length + length % 2
        }
        return offset == size || offset == size + 1
    }
}

private struct Header {
    let bytes: [UInt8]

    func text(at offset: Int, count: Int) -> String? {
        guard offset + count <= bytes.count else { return nil }
        return String(decoding: bytes[offset..<offset + count], as: UTF8.self)
    }

    func integer(at offset: Int, width: Int, bigEndian: Bool) -> Int? {
        guard offset + width <= bytes.count else { return nil }
        let field = bytes[offset..<offset + width]
        let value = (bigEndian ? Array(field) : field.reversed())
            .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(clamping: value)
    }
}
