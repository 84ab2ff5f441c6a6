import Foundation

/// What a decoding process says: a byte for the kind, the length of what follows (UInt32,
/// little-endian), and JSON, or little-endian Float32 samples.
///
/// First comes the clip's description, then blocks of mono samples, at last what is known at the
/// end; an error may stand anywhere and ends it all.
enum DecoderMessage {
    case description(ClipDescription)
    case samples([Float])
    /// The end; whether the clip is shorter than it should be.
    case end(truncation: ClipNote?)
    case failure(AudioInputError)

    /// Bytes of kind and length.
    static let headSize = 5
    /// The longest JSON, in bytes.
    private static let longestText = 1 << 16

    private struct End: Codable {
        var truncation: ClipNote?
    }

    /// The message's bytes.
    var bytes: [UInt8] {
        get throws {
            let (kind, body): (UInt8, [UInt8]) =
                switch self {
                case .description(let value):
                    (UInt8(ascii: "D"), Array(try JSONEncoder().encode(value)))
                case .samples(let samples):
                    (UInt8(ascii: "S"), samples.withUnsafeBytes { Array($0) })
                case .end(let truncation):
                    (
                        UInt8(ascii: "E"),
                        Array(try JSONEncoder().encode(End(truncation: truncation)))
                    )
                case .failure(let error):
                    (UInt8(ascii: "F"), Array(try JSONEncoder().encode(error)))
                }
            let length = UInt32(clamping: body.count).littleEndian
            return [kind] + withUnsafeBytes(of: length) { Array($0) } + body
        }
    }

    /// How many bytes follow a head; nil for what is no head.
    static func bodySize(head: [UInt8]) -> Int? {
        guard head.count == headSize else { return nil }
        let size = head[1...].reversed().reduce(0) { $0 << 8 | Int($1) }
        let most =
            switch head[0] {
            case UInt8(ascii: "S"): AudioLimits.blockFrames * MemoryLayout<Float>.size
            case UInt8(ascii: "D"), UInt8(ascii: "E"), UInt8(ascii: "F"): longestText
            default: 0
            }
        return (1...max(1, most)).contains(size) && size <= most ? size : nil
    }

    /// A message from its head and body; nil for what is none.
    init?(head: [UInt8], body: [UInt8]) {
        let decoder = JSONDecoder()
        let data = Data(body)
        switch head.first {
        case UInt8(ascii: "S") where body.count % MemoryLayout<Float>.size == 0:
            self = .samples(
                body.withUnsafeBytes { bytes in
                    stride(from: 0, to: bytes.count, by: MemoryLayout<Float>.size).map {
                        bytes.loadUnaligned(fromByteOffset: $0, as: Float.self)
                    }
                })
        case UInt8(ascii: "D"):
            guard let value = try? decoder.decode(ClipDescription.self, from: data),
                value.isPlausible
            else { return nil }
            self = .description(value)
        case UInt8(ascii: "E"):
            guard let end = try? decoder.decode(End.self, from: data) else { return nil }
            self = .end(truncation: end.truncation)
        case UInt8(ascii: "F"):
            guard let error = try? decoder.decode(AudioInputError.self, from: data) else {
                return nil
            }
            self = .failure(error)
        default: return nil
        }
    }
}

extension ClipDescription {
    /// Whether a decoder that keeps to ``AudioLimits`` can have said so.
    fileprivate var isPlausible: Bool {
        AudioLimits.sampleRates.contains(sampleRate)
            && (1...AudioLimits.channels).contains(channels)
            && frames ?? 0 >= 0
    }
}
