internal import CSndfile

/// What has to be known about audio that carries no header.
///
/// ```swift
/// let format = try RawFormat(parsing: "pcm16le:8000:1")
/// ```
public struct RawFormat: Hashable, Sendable, CustomStringConvertible {
    /// How a sample is stored; integers are two's complement unless the name ends in `u`.
    public enum Encoding: String, CaseIterable, Sendable {
        /// Signed 8 bits.
        case pcm8s
        /// Unsigned 8 bits.
        case pcm8u
        /// 16 bits, low byte first.
        case pcm16le
        /// 16 bits, high byte first.
        case pcm16be
        /// 24 bits, low byte first.
        case pcm24le
        /// 24 bits, high byte first.
        case pcm24be
        /// 32 bits, low byte first.
        case pcm32le
        /// 32 bits, high byte first.
        case pcm32be
        /// IEEE 754 single precision, low byte first.
        case float32le
        /// IEEE 754 single precision, high byte first.
        case float32be
        /// IEEE 754 double precision, low byte first.
        case float64le
        /// IEEE 754 double precision, high byte first.
        case float64be
        /// ITU-T G.711 A-law.
        case alaw
        /// ITU-T G.711 µ-law.
        case ulaw
    }

    /// How a sample is stored.
    public let encoding: Encoding
    /// Sample rate in Hz.
    public let sampleRate: Int
    /// Number of interleaved channels.
    public let channels: Int

    /// A format from its parts.
    ///
    /// - Throws: ``AudioInputError/invalidRawFormat(text:reason:)`` beyond ``AudioLimits``.
    public init(encoding: Encoding, sampleRate: Int, channels: Int) throws(AudioInputError) {
        try self.init(
            parsing: "\(encoding.rawValue):\(sampleRate):\(channels)")
    }

    /// A format from text such as `pcm16le:8000:1`: encoding, sample rate in Hz, channels.
    ///
    /// - Throws: ``AudioInputError/invalidRawFormat(text:reason:)``.
    public init(parsing text: String) throws(AudioInputError) {
        func wrong(_ reason: String) -> AudioInputError {
            .invalidRawFormat(text: text, reason: reason)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { throw wrong("\(parts.count) parts instead of 3") }
        guard let encoding = Encoding(rawValue: parts[0].lowercased()) else {
            let known = Encoding.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong("encoding \"\(parts[0])\" is none of \(known)")
        }
        guard let sampleRate = Int(parts[1]), AudioLimits.sampleRates.contains(sampleRate) else {
            throw wrong("sample rate \"\(parts[1])\" is not \(AudioLimits.sampleRatesText) Hz")
        }
        guard let channels = Int(parts[2]), (1...AudioLimits.channels).contains(channels) else {
            throw wrong("channel count \"\(parts[2])\" is not 1 to \(AudioLimits.channels)")
        }
        self.encoding = encoding
        self.sampleRate = sampleRate
        self.channels = channels
    }

    /// The text that ``init(parsing:)`` reads.
    public var description: String { "\(encoding.rawValue):\(sampleRate):\(channels)" }

    /// What libsndfile wants to know before it opens headerless audio.
    var soundFileInfo: SF_INFO {
        var info = SF_INFO()
        info.samplerate = Int32(sampleRate)
        info.channels = Int32(channels)
        info.format = Int32(SF_FORMAT_RAW | subtype | byteOrder)
        return info
    }

    private var subtype: Int {
        switch encoding {
        case .pcm8s: SF_FORMAT_PCM_S8
        case .pcm8u: SF_FORMAT_PCM_U8
        case .pcm16le, .pcm16be: SF_FORMAT_PCM_16
        case .pcm24le, .pcm24be: SF_FORMAT_PCM_24
        case .pcm32le, .pcm32be: SF_FORMAT_PCM_32
        case .float32le, .float32be: SF_FORMAT_FLOAT
        case .float64le, .float64be: SF_FORMAT_DOUBLE
        case .alaw: SF_FORMAT_ALAW
        case .ulaw: SF_FORMAT_ULAW
        }
    }

    private var byteOrder: Int {
        encoding.rawValue.hasSuffix("be") ? SF_ENDIAN_BIG : SF_ENDIAN_LITTLE
    }
}
