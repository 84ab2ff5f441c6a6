import AudioInput
import TestSupport
import Testing

@Suite struct RawFormatTests {
    @Test func textIsParsed() throws {
        let format = try RawFormat(parsing: "pcm16le:8000:1")
        #expect(format.encoding == .pcm16le)
        #expect(format.sampleRate == 8000)
        #expect(format.channels == 1)
        #expect("\(try RawFormat(parsing: "ULAW:16000:2"))" == "ulaw:16000:2")
        #expect(try RawFormat(encoding: .alaw, sampleRate: 8000, channels: 2).channels == 2)
    }

    @Test(arguments: [
        "", "pcm16le", "pcm16le:8000", "pcm16le:8000:1:1", "mp3:8000:1", "pcm16le:0:1",
        "pcm16le:999:1", "pcm16le:1e4:1", "pcm16le:99999999999999999999:1", "pcm16le:8000:0",
        "pcm16le:8000:65", "pcm16le:8000:-1", "pcm16le: 8000:1", ":8000:1",
    ]) func wrongTextIsRefused(text: String) throws {
        let error = try #require(throws: AudioInputError.self) { try RawFormat(parsing: text) }
        #expect(error.kind == .usage)
        #expect("\(error)".hasPrefix("raw format \"\(text)\": "))
        #expect("\(error)".hasSuffix("; expected encoding:rate:channels, such as pcm16le:8000:1"))
    }

    typealias Row = (encoding: RawFormat.Encoding, bytes: [UInt8], expected: [Float])

    /// A half, minus a quarter; the codes of G.711 nearest to nothing.
    static let rows: [Row] = [
        (.pcm8s, [64, 0xE0], [0.5, -0.25]), (.pcm8u, [192, 96], [0.5, -0.25]),
        (.pcm16le, [0, 0x40, 0, 0xE0], [0.5, -0.25]),
        (.pcm16be, [0x40, 0, 0xE0, 0], [0.5, -0.25]),
        (.pcm24le, [0, 0, 0x40, 0, 0, 0xE0], [0.5, -0.25]),
        (.pcm24be, [0x40, 0, 0, 0xE0, 0, 0], [0.5, -0.25]),
        (.pcm32le, [0, 0, 0, 0x40, 0, 0, 0, 0xE0], [0.5, -0.25]),
        (.pcm32be, [0x40, 0, 0, 0, 0xE0, 0, 0, 0], [0.5, -0.25]),
        (.float32le, [0, 0, 0, 0x3F, 0, 0, 0x80, 0xBE], [0.5, -0.25]),
        (.float32be, [0x3F, 0, 0, 0, 0xBE, 0x80, 0, 0], [0.5, -0.25]),
        (.float64le, [0, 0, 0, 0, 0, 0, 0xE0, 0x3F], [0.5]),
        (.float64be, [0x3F, 0xE0, 0, 0, 0, 0, 0, 0], [0.5]),
        (.alaw, [0xD5, 0x55], [1 / 4096, -1 / 4096]), (.ulaw, [0xFF, 0x80], [0, 8031 / 8192]),
    ]

    @Test(arguments: rows) func samplesAreExact(row: Row) throws {
        let format = try RawFormat(encoding: row.encoding, sampleRate: 8000, channels: 1)
        let read = try ReadClip(row.bytes, options: .init(rawFormat: format))
        #expect(read.samples == row.expected)
        #expect(read.clip.sampleRate == 8000)
    }

    @Test func everyEncodingIsTested() {
        #expect(Self.rows.map(\.encoding) == RawFormat.Encoding.allCases)
    }

    /// A header is taken for samples when the caller says that there is none.
    @Test func aHeaderIsNotLookedFor() throws {
        let format = try RawFormat(parsing: "pcm16le:16000:1")
        let read = try ReadClip(ClipBytes.wav(), options: .init(rawFormat: format))
        #expect(read.samples.count == 1022)
    }
}
