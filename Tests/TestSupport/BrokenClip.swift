/// A file that cannot be used as a clip, and why.
package struct BrokenClip: Sendable, CustomStringConvertible {
    package enum Fault: Sendable {
        /// No bytes, or no samples.
        case empty
        /// No audio format.
        case notAudio
        /// An audio format with a header or content that cannot be decoded.
        case undecodable
        /// NaN or infinity among the samples.
        case notFinite
        /// A sample rate out of all bounds.
        case sampleRate
        /// Too many channels.
        case channels
    }

    package let name: String
    package let fault: Fault
    package let bytes: [UInt8]
    package var description: String { name }

    init(_ name: String, _ fault: Fault, _ bytes: [UInt8]) {
        self.name = name
        self.fault = fault
        self.bytes = bytes
    }

    package static let all: [BrokenClip] = notAudio + riff + otherContainers

    private static func text(_ text: String) -> [UInt8] {
        Array(String(repeating: text, count: 20).utf8)
    }
    private static let zeros = [UInt8](repeating: 0, count: 200)

    private static let notAudio: [BrokenClip] = [
        .init("zero-bytes.wav", .empty, []),
        .init("one-byte.wav", .notAudio, [0x52]),
        .init("text.wav", .notAudio, text("This is not audio.\n")),
        .init("utf16-text.wav", .notAudio, [0xFF, 0xFE] + text("t\0e\0x\0t\0")),
        .init("html.wav", .notAudio, text("<!DOCTYPE html><p>404</p>\n")),
        .init("zeros.wav", .notAudio, zeros),
        .init("ones.wav", .notAudio, [UInt8](repeating: 0xFF, count: 200)),
        .init("png.wav", .notAudio, [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10] + zeros),
        .init("gzip.wav", .notAudio, [0x1F, 0x8B, 8] + zeros),
        .init("pdf.wav", .notAudio, Array("%PDF-1.7\n".utf8) + zeros),
        .init("elf.wav", .notAudio, [0x7F, 0x45, 0x4C, 0x46] + zeros),
        .init("mp4.m4a", .notAudio, [0, 0, 0, 32] + Array("ftypM4A ".utf8) + zeros),
        .init("matroska.mkv", .notAudio, [0x1A, 0x45, 0xDF, 0xA3] + zeros),
        .init("avi.wav", .notAudio, ClipBytes.chunk("RIFF", Array("AVI ".utf8) + zeros)),
        .init(
            "id3-only.mp3", .notAudio, Array("ID3".utf8) + [3, 0, 0, 0, 0, 0, 10] + zeros[..<10]),
        .init("mpeg-sync-only.mp3", .notAudio, [0xFF, 0xFB, 0x90, 0] + zeros),
    ]

    private static let riff: [BrokenClip] = [
        .init("riff-only.wav", .notAudio, Array("RIFF".utf8)),
        .init("wrong-form.wav", .notAudio, ClipBytes.chunk("RIFF", Array("WAVX".utf8) + zeros)),
        .init("big-endian-magic.wav", .undecodable, Array("RIFX".utf8) + ClipBytes.wav()[4...]),
        .init("no-fmt.wav", .undecodable, Array(ClipBytes.wav()[..<12]) + ClipBytes.wav()[36...]),
        .init("no-data.wav", .undecodable, Array(ClipBytes.wav()[..<36])),
        .init("fmt-size-0.wav", .undecodable, ClipBytes.wav(formatSize: 0)),
        .init("fmt-size-14.wav", .undecodable, ClipBytes.wav(formatSize: 14)),
        .init("fmt-size-2g.wav", .undecodable, ClipBytes.wav(formatSize: 0x7FFF_FFFF)),
        .init(
            "chunk-size-2g.wav", .undecodable,
            ClipBytes.wav(before: ClipBytes.chunk("LIST", [], size: 0x7FFF_FFFF))),
        .init(
            "chunk-size-negative.wav", .undecodable,
            ClipBytes.wav(before: ClipBytes.chunk("LIST", [], size: 0xFFFF_FFF0))),
        .init("bits-0.wav", .undecodable, ClipBytes.wav(format: ClipBytes.format(bits: 0))),
        .init("bits-64.wav", .undecodable, ClipBytes.wav(format: ClipBytes.format(bits: 64))),
        .init("tag-0.wav", .undecodable, ClipBytes.wav(format: ClipBytes.format(tag: 0))),
        .init("tag-unknown.wav", .undecodable, ClipBytes.wav(format: ClipBytes.format(tag: 0x99))),
        .init(
            "extensible-cut.wav", .undecodable, ClipBytes.wav(format: ClipBytes.format(tag: 0xFFFE))
        ),
        .init(
            "extensible-unknown.wav", .undecodable,
            ClipBytes.extensibleWAV(subformat: [0xEE, 0xEE])),
        .init("rate-0.wav", .undecodable, ClipBytes.wav(format: ClipBytes.format(sampleRate: 0))),
        .init("rate-1.wav", .sampleRate, ClipBytes.wav(format: ClipBytes.format(sampleRate: 1))),
        .init(
            "rate-999.wav", .sampleRate, ClipBytes.wav(format: ClipBytes.format(sampleRate: 999))),
        .init(
            "rate-768001.wav", .sampleRate,
            ClipBytes.wav(format: ClipBytes.format(sampleRate: 768_001))),
        .init(
            "rate-2g.wav", .sampleRate,
            ClipBytes.wav(format: ClipBytes.format(sampleRate: 0x7FFF_FFFF))),
        .init(
            "rate-negative.wav", .undecodable,
            ClipBytes.wav(format: ClipBytes.format(sampleRate: 0xFFFF_FFFF))),
        .init("channels-0.wav", .undecodable, ClipBytes.wav(format: ClipBytes.format(channels: 0))),
        .init("channels-65.wav", .channels, ClipBytes.wav(format: ClipBytes.format(channels: 65))),
        .init(
            "channels-1024.wav", .channels,
            ClipBytes.wav(format: ClipBytes.format(channels: 1024))),
        .init(
            "channels-65535.wav", .undecodable,
            ClipBytes.wav(format: ClipBytes.format(channels: 65_535))),
        .init("no-samples.wav", .empty, ClipBytes.wav(data: [])),
        .init(
            "no-samples-then-list.wav", .empty,
            ClipBytes.wav(
                data: [],
                after: ClipBytes.chunk(
                    "LIST", Array("INFOISFT".utf8) + [4, 0, 0, 0, 65, 66, 67, 0]))),
        .init("half-a-sample.wav", .empty, ClipBytes.wav(data: [7])),
        .init("data-size-1.wav", .empty, ClipBytes.wav(dataSize: 1)),
        .init(
            "less-than-a-frame.wav", .empty,
            ClipBytes.wav(format: ClipBytes.format(channels: 64), data: [1, 2, 3, 4])),
        .init("nan.wav", .notFinite, floatWAV([0, 0.5, .nan, 0.25])),
        .init("infinity.wav", .notFinite, floatWAV([0, 0.5, .infinity, 0.25])),
        .init("negative-infinity.wav", .notFinite, floatWAV([-.infinity, 0, 0.5])),
        .init("all-nan.wav", .notFinite, floatWAV([.nan, .nan, .nan])),
        .init(
            "rf64-magic-only.wav", .undecodable,
            Array("RF64".utf8) + [255, 255, 255, 255] + Array("WAVE".utf8)),
    ]

    private static let otherContainers: [BrokenClip] = [
        .init("magic-only.flac", .notAudio, Array("fLaC".utf8)),
        .init("junk.flac", .undecodable, Array("fLaC".utf8) + zeros),
        .init("no-frames.flac", .empty, ClipBytes.flacHeader()),
        .init("frames-of-zeros.flac", .undecodable, ClipBytes.flacHeader() + zeros),
        .init("rate-0.flac", .undecodable, ClipBytes.flacHeader(sampleRate: 0)),
        .init(
            "metadata-16m.flac", .undecodable, Array("fLaC".utf8) + [0x7F, 255, 255, 255] + zeros),
        .init("magic-only.ogg", .notAudio, Array("OggS".utf8)),
        .init("junk.ogg", .undecodable, Array("OggS".utf8) + zeros),
        .init("magic-only.au", .notAudio, Array(".snd".utf8)),
        .init("junk.au", .undecodable, Array(".snd".utf8) + zeros),
        .init("encoding-99.au", .notAudio, ClipBytes.au(encoding: 99)),
        .init("rate-0.au", .undecodable, ClipBytes.au(sampleRate: 0)),
        .init("channels-0.au", .undecodable, ClipBytes.au(channels: 0)),
        .init("channels-70000.au", .undecodable, ClipBytes.au(channels: 70_000)),
        .init("offset-2g.au", .empty, ClipBytes.au(offset: 0x7FFF_FFFF)),
        .init("magic-only.aiff", .notAudio, Array("FORM".utf8)),
        .init("bits-0.aiff", .undecodable, ClipBytes.aiff(bits: 0)),
        .init("channels-0.aiff", .undecodable, ClipBytes.aiff(channels: 0)),
        .init("rate-0.aiff", .sampleRate, ClipBytes.aiff(rate: [UInt8](repeating: 0, count: 10))),
        .init(
            "rate-infinite.aiff", .sampleRate,
            ClipBytes.aiff(rate: [0x7F, 0xFF] + [UInt8](repeating: 0, count: 8))),
        .init("no-samples.aiff", .empty, ClipBytes.aiff(samples: [])),
        .init("header-cut.sph", .undecodable, Array(ClipBytes.sphere()[..<500])),
        .init("no-samples.sph", .empty, ClipBytes.sphere(samples: [])),
        .init("channels-0.sph", .undecodable, ClipBytes.sphere(channels: 0)),
        .init("rate-0.sph", .undecodable, ClipBytes.sphere(sampleRate: 0)),
        .init(
            "shorten.sph", .undecodable,
            ClipBytes.sphere(coding: "-s26 pcm,embedded-shorten-v2.00")),
    ]

    private static func floatWAV(_ samples: [Float]) -> [UInt8] {
        ClipBytes.wav(
            format: ClipBytes.format(tag: 3, bits: 32), data: ClipBytes.floats(samples))
    }
}
