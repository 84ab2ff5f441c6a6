import AudioInput
import TestSupport
import Foundation
import Testing

/// Sizes in headers that are not those of the samples.
@Suite struct SizeFieldTests {
    private static let ds64 =
        Array("ds64".utf8) + ClipBytes.littleEndian(28, 4) + [UInt8](repeating: 0, count: 28)

    static let unfinished: [(name: String, bytes: [UInt8])] = [
        ("both zero", ClipBytes.wav(dataSize: 0, riffSize: 0)),
        ("data zero", ClipBytes.wav(dataSize: 0)),
        ("largest", ClipBytes.wav(dataSize: 0xFFFF_FFFF, riffSize: 0xFFFF_FFFF)),
        ("largest positive", ClipBytes.wav(dataSize: 0x7FFF_FFFF)),
        ("2 GiB", ClipBytes.wav(dataSize: 0x8000_0000)),
        ("2 GiB less a header", ClipBytes.wav(dataSize: 0x7FFF_FFDB)),
        ("RIFF size down", ClipBytes.wav(riffSize: 4)),
        ("RIFF size up", ClipBytes.wav(riffSize: 1_000_000)),
        ("AU unknown", ClipBytes.au(dataSize: 0xFFFF_FFFF)),
        ("AU zero", ClipBytes.au(dataSize: 0)),
        (
            "RF64 zero",
            ClipBytes.chunk(
                "RF64",
                Array("WAVE".utf8) + ds64 + ClipBytes.chunk("fmt ", ClipBytes.format())
                    + ClipBytes.chunk("data", ClipBytes.shorts(), size: 0xFFFF_FFFF),
                size: 0xFFFF_FFFF)
        ),
    ]

    /// A header that was never completed tells nothing about the length: no note.
    @Test(arguments: unfinished)
    func allSamplesAreRead(file: (name: String, bytes: [UInt8])) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(file.bytes)
        let read = try ReadClip(path: path)
        #expect(read.samples == FormatTests.sawtooth)
        #expect(read.clip.notes == [])
        // The file itself stays as it is.
        #expect(Array(try Data(contentsOf: URL(fileURLWithPath: path))) == file.bytes)
    }

    /// 4,000 bytes are said, 2,000 are there.
    @Test func aSizeTooLargeIsATruncation() throws {
        let read = try ReadClip(ClipBytes.wav(dataSize: 4000))
        #expect(read.samples == FormatTests.sawtooth)
        #expect(read.clip.notes == [.truncated(expectedSeconds: 0.125, gotSeconds: 0.0625)])
    }

    /// What lies behind the samples that the header speaks of is not believed to be samples.
    @Test func aSizeTooSmallIsBelieved() throws {
        let read = try ReadClip(ClipBytes.wav(dataSize: 1000))
        #expect(read.samples == FormatTests.sawtooth.prefix(500).map { $0 })
        #expect(read.clip.notes == [])
    }

    @Test func chunksAroundTheSamplesAreNoSamples() throws {
        let list = ClipBytes.chunk("LIST", Array("INFOISFT".utf8) + [2, 0, 0, 0, 65, 66])
        let read = try ReadClip(ClipBytes.wav(before: list, after: list))
        #expect(read.samples == FormatTests.sawtooth)
        #expect(read.clip.notes == [])
    }

    /// libsndfile's log has room for 2,048 characters; many chunks do not hide a truncation.
    @Test func manyChunksDoNotHideATruncation() throws {
        let list = ClipBytes.chunk("LIST", Array("INFOISFT".utf8) + [2, 0, 0, 0, 65, 66])
        let chunks = (0..<200).flatMap { _ in list }
        let read = try ReadClip(ClipBytes.wav(dataSize: 4000, before: chunks))
        #expect(read.clip.notes == [.truncated(expectedSeconds: 0.125, gotSeconds: 0.0625)])
    }
}
