import TestSupport
import Foundation
import Testing

@testable import AudioInput

/// Streams that are heard while they go on.
@Suite struct LiveAudioTests {
    private static let samples = FormatTests.sawtooth

    /// A pipe with something in it.
    private struct Stream {
        let pipe = Pipe()
        let input: LiveInput

        init(_ bytes: [UInt8] = [], isOver: Bool = true) throws {
            input = try LiveInput(
                descriptor: pipe.fileHandleForReading.fileDescriptor, name: "stream")
            let writing = pipe.fileHandleForWriting
            // A pipe takes less at once than some tests write.
            DispatchQueue.global().async {
                try? writing.write(contentsOf: Data(bytes))
                if isOver { try? writing.close() }
            }
        }

        func write(_ bytes: [UInt8]) throws {
            try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
        }
    }

    private func heard(
        _ bytes: [UInt8], sampleRate: Int = 16_000, channel: ChannelSelection = .mixdown,
        rawFormat: RawFormat? = nil
    ) throws -> [Float] {
        let stream = try Stream(bytes)
        defer { withExtendedLifetime(stream) {} }
        let audio = try LiveAudio(
            stream.input, sampleRate: sampleRate, channel: channel, rawFormat: rawFormat)
        var samples: [Float] = []
        while let block = try audio.nextBlock() {
            #expect(!block.isEmpty)
            samples += block
        }
        return samples
    }

    /// Sizes as arecord, sox and ffmpeg write them to pipes, one that is right, one beyond the end.
    @Test(arguments: [0, 0xFFFF_FFFF, 0x7FFF_FFFF, 0x7FFF_F000, 0x8000_0000, 2000, 200_000])
    func theLengthInAHeaderNeedNotBeTrue(size: Int) throws {
        #expect(try heard(ClipBytes.wav(dataSize: size)) == Self.samples)
    }

    @Test func headersHaveManyForms() throws {
        let rf64 = Array("RF64".utf8) + ClipBytes.wav(dataSize: 0xFFFF_FFFF).dropFirst(4)
        let notes = ClipBytes.chunk("LIST", [UInt8](repeating: 7, count: 33) + [0], size: 33)
        for bytes in [
            rf64, ClipBytes.extensibleWAV(), ClipBytes.wav(before: notes),
            ClipBytes.wav(after: notes),
        ] {
            #expect(try heard(bytes) == Self.samples)
        }
    }

    /// Every encoding as libsndfile decodes it, a sample more than whole.
    @Test(arguments: RawFormat.Encoding.allCases)
    func samplesAreThoseOfAFile(encoding: RawFormat.Encoding) throws {
        var bytes = (0..<4096).map { UInt8(truncatingIfNeeded: $0 * 167 + $0 / 256) }
        if [.float32le, .float32be, .float64le, .float64be].contains(encoding) {
            bytes =
                encoding.rawValue.hasPrefix("float32")
                ? ClipBytes.floats(Self.samples)
                : Self.samples.flatMap {
                    ClipBytes.littleEndian(Int(bitPattern: UInt(Double($0).bitPattern)), 8)
                }
            let width = SampleDecoder(encoding: encoding).width
            if encoding.rawValue.hasSuffix("be") {
                bytes = stride(from: 0, to: bytes.count, by: width).flatMap {
                    bytes[$0..<$0 + width].reversed()
                }
            }
        }
        for channels in [1, 3] {
            let format = try RawFormat(encoding: encoding, sampleRate: 16_000, channels: channels)
            let file = try ReadClip(bytes, options: .init(rawFormat: format)).samples
            #expect(try heard(bytes, rawFormat: format) == file)
            #expect(!file.isEmpty)
        }
    }

    @Test func codesOfOneByteAreAllRight() throws {
        let bytes = (0...255).map { UInt8($0) }
        for encoding in [RawFormat.Encoding.alaw, .ulaw, .pcm8s, .pcm8u] {
            let format = try RawFormat(encoding: encoding, sampleRate: 8000, channels: 1)
            let file = try ReadClip(bytes, options: .init(rawFormat: format)).samples
            #expect(try heard(bytes, sampleRate: 8000, rawFormat: format) == file)
        }
    }

    @Test func stereoAtAnotherRateIsWhatAFileGives() throws {
        let tone = Tone.samples(hertz: 440, rate: 44_100, count: 88_200)
        let shorts = tone.flatMap { [Int16($0 * 32767), Int16($0 * 8000)] }
        let bytes = ClipBytes.wav(
            format: ClipBytes.format(channels: 2, sampleRate: 44_100),
            data: ClipBytes.shorts(shorts), dataSize: 0)
        for channel in [ChannelSelection.mixdown, .channel(2)] {
            let file = try ReadClip(bytes, options: .init(sampleRate: 16_000, channel: channel))
            let live = try heard(bytes, channel: channel)
            // The resampler's blocks differ, and with them the last bits.
            #expect(live.count == file.samples.count)
            #expect(zip(live, file.samples).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }

    @Test func samplesAreThereBeforeTheEnd() throws {
        let stream = try Stream(ClipBytes.wav(dataSize: 0), isOver: false)
        let audio = try LiveAudio(stream.input, sampleRate: 16_000)
        var samples: [Float] = []
        while samples.count < 1000 { samples += try audio.nextBlock() ?? [] }
        #expect(samples == Self.samples)
        // Half of a sample waits for its other half.
        try stream.write([0, 0x40, 0])
        #expect(try audio.nextBlock() == [0.5])
        stream.input.stop()
        #expect(try audio.nextBlock() == nil)
        #expect(try audio.nextBlock() == nil)
    }

    @Test func whatIsStoppedWhileNothingComesIsOver() throws {
        let stream = try Stream(isOver: false)
        stream.input.stop()
        #expect(throws: AudioInputError.empty(clip: "stream")) {
            try LiveAudio(stream.input, sampleRate: 16_000)
        }
    }

    typealias Refusal = (bytes: [UInt8], error: AudioInputError)
    static let refusals: [Refusal] = [
        ([], .empty(clip: "stream")),
        (
            Array(ClipBytes.wav().prefix(20)),
            .undecodable(clip: "stream", reason: "a fmt chunk of 0 bytes")
        ),
        (Array(ClipBytes.wav().prefix(40)), .empty(clip: "stream")),
        (ClipBytes.flacHeader(), .notLive(clip: "stream")),
        (Array("hello\n".utf8), .notLive(clip: "stream")),
        (
            ClipBytes.wav(format: ClipBytes.format(sampleRate: 8000)),
            .sampleRateTooLow(clip: "stream", got: 8000, expected: 16_000)
        ),
        (
            ClipBytes.wav(format: ClipBytes.format(sampleRate: 7)),
            .unsupportedSampleRate(clip: "stream", got: 7)
        ),
        (
            ClipBytes.wav(format: ClipBytes.format(channels: 65)),
            .tooManyChannels(clip: "stream", got: 65)
        ),
        (
            ClipBytes.wav(format: ClipBytes.format(tag: 2, bits: 4)),
            .undecodable(clip: "stream", reason: "samples of kind 2, 4 bits, 0 bytes a frame")
        ),
        (
            ClipBytes.chunk("RIFF", Array("WAVE".utf8) + ClipBytes.chunk("data", [0, 0])),
            .undecodable(clip: "stream", reason: "no fmt chunk before the samples")
        ),
        (
            ClipBytes.chunk(
                "RIFF", Array("WAVE".utf8) + ClipBytes.chunk("junk", [], size: 1 << 30)),
            .undecodable(
                clip: "stream", reason: "a chunk of 1073741824 bytes in the header")
        ),
        (
            ClipBytes.wav(
                format: ClipBytes.format(tag: 3, bits: 32),
                data: ClipBytes.floats([0, .nan])),
            .notFinite(clip: "stream", seconds: 1 / 16_000)
        ),
    ]

    @Test(arguments: refusals) func whatCannotBeHeardIsRefused(refusal: Refusal) {
        #expect(throws: refusal.error) { try heard(refusal.bytes) }
    }

    /// Headers that were cut and changed anywhere end in an error or in samples, never in a trap.
    @Test func damagedHeadersAreSurvived() throws {
        let whole = Array(ClipBytes.extensibleWAV().prefix(200))
        for position in 0..<68 {
            for value in [0, 1, 0x7F, 0xFF] as [UInt8] {
                var bytes = whole
                bytes[position] = value
                _ = try? heard(bytes)
            }
        }
    }
}
