import GaussianMixtures
import NumericCore
import SpeakerIdentification
import TestSupport
import Testing

@testable import SpeakerGallery

@Suite struct StatisticsEncodingTests {
    /// Two streams of two components in one dimension.
    private func statistics() throws -> VoiceStatistics {
        VoiceStatistics(streams: [
            try SufficientStatistics(
                zeroth: [1.5, 2], first: Matrix(rows: 2, columns: 1, elements: [-0.5, 3]),
                second: Matrix(rows: 2, columns: 1, elements: [0.25, 7]), logLikelihood: -12.1,
                frameCount: 4),
            try SufficientStatistics(
                zeroth: [3.5, 0.5], first: Matrix(rows: 2, columns: 1, elements: [6, -1]),
                second: Matrix(rows: 2, columns: 1, elements: [8, 0.125]), logLikelihood: -9.7,
                frameCount: 4),
        ])
    }

    private func decode(
        _ bytes: [UInt8], _ streams: Int = 2, _ count: Int = 2, _ dimension: Int = 1
    ) throws -> VoiceStatistics {
        try StatisticsEncoding.decode(
            bytes, streamCount: streams, componentCount: count, dimension: dimension)
    }

    private func reason(
        _ bytes: [UInt8], _ streams: Int = 2, _ count: Int = 2, _ dimension: Int = 1
    ) -> String? {
        #expect(throws: StatisticsEncoding.Damaged.self) {
            try decode(bytes, streams, count, dimension)
        }?.reason
    }

    /// The format as it is documented, byte by byte; 1.5 is 0x3FC00000, −½ 0xBF000000 and 3.5
    /// 0x40600000.
    @Test func layout() throws {
        let bytes = StatisticsEncoding.encode(try statistics(), keepsSecond: false)
        #expect(bytes.count == 18 + 2 * (8 + 4 * 4))
        #expect(bytes.prefix(6) == [1, 0, 2, 0, 0, 0])
        #expect(bytes[6..<18] == [2, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0])
        #expect(bytes[26..<30] == [0, 0, 0xC0, 0x3F])
        #expect(bytes[34..<38] == [0, 0, 0, 0xBF])
        #expect(bytes[50..<54] == [0, 0, 0x60, 0x40])
    }

    /// All values have few enough bits for Float32.
    @Test func roundTrip() throws {
        let original = try statistics()
        let both = StatisticsEncoding.encode(original, keepsSecond: true)
        #expect(try decode(both) == original)
        let copy = try decode(StatisticsEncoding.encode(original, keepsSecond: false))
        #expect(copy.streams.count == 2)
        for (copy, original) in zip(copy.streams, original.streams) {
            #expect(copy.first == original.first && copy.zeroth == original.zeroth)
            #expect(copy.second.elements == [0, 0])
            #expect(copy.logLikelihood == original.logLikelihood)
            #expect(copy.frameCount == 4)
        }
    }

    @Test func cutAndOverlongBytesAreRefused() throws {
        let bytes = StatisticsEncoding.encode(try statistics(), keepsSecond: true)
        for count in 0..<18 {
            #expect(reason(Array(bytes.prefix(count))) == "statistics of an unknown form")
        }
        // Also where a whole stream is missing.
        for count in 18..<bytes.count {
            #expect(reason(Array(bytes.prefix(count))) == "statistics cut short")
        }
        #expect(reason(bytes + [0]) == "statistics cut short")
    }

    @Test func otherShapesAreRefused() throws {
        let bytes = StatisticsEncoding.encode(try statistics(), keepsSecond: true)
        for (streams, count, dimension) in [
            (2, 1, 2), (2, 2, 2), (2, 3, 1), (2, 0, 0), (1, 2, 1), (3, 2, 1), (1, 4, 1),
        ] {
            #expect(
                reason(bytes, streams, count, dimension)
                    == "statistics of another background model")
        }
    }

    @Test func damagedBytesAreRefused() throws {
        let bytes = StatisticsEncoding.encode(try statistics(), keepsSecond: true)
        func changed(_ index: Int, _ value: UInt8) -> [UInt8] {
            var bytes = bytes
            bytes[index] = value
            return bytes
        }
        #expect(reason(changed(0, 2)) == "statistics of an unknown form")
        #expect(reason(changed(1, 2)) == "statistics of an unknown form")
        // Second-order sums are denied, although they follow.
        #expect(reason(changed(1, 0)) == "statistics cut short")
        // The last byte of the first zeroth-order sum of a stream.
        for end in [29, 61] {
            // Its sign.
            #expect(reason(changed(end, 0xBF))?.contains("negative") == true)
            // An exponent of all ones: no finite number.
            var infinite = changed(end - 1, 0x80)
            infinite[end] = 0x7F
            #expect(reason(infinite)?.contains("not finite") == true)
        }
    }
}
