import GaussianMixtures
import NumericCore
import TestMaterial
import Testing

@testable import SpeakerGallery

@Suite struct StatisticsEncodingTests {
    private func statistics() throws -> SufficientStatistics {
        try SufficientStatistics(
            zeroth: [1.5, 2], first: Matrix(rows: 2, columns: 1, elements: [-0.5, 3]),
            second: Matrix(rows: 2, columns: 1, elements: [0.25, 7]), logLikelihood: -12.1,
            frameCount: 4)
    }

    private func reason(_ bytes: [UInt8], _ count: Int = 2, _ dimension: Int = 1) -> String? {
        #expect(throws: StatisticsEncoding.Damaged.self) {
            try StatisticsEncoding.decode(bytes, componentCount: count, dimension: dimension)
        }?.reason
    }

    /// The format as it is documented, byte by byte; 1.5 is 0x3FC00000 and −½ 0xBF000000.
    @Test func layout() throws {
        let bytes = StatisticsEncoding.encode(try statistics(), keepsSecond: false)
        #expect(bytes.count == 22 + 4 * 4)
        #expect(bytes.prefix(14) == [1, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0])
        #expect(bytes[22..<26] == [0, 0, 0xC0, 0x3F])
        #expect(bytes[30..<34] == [0, 0, 0, 0xBF])
    }

    /// All values have few enough bits for Float32.
    @Test func roundTrip() throws {
        let original = try statistics()
        let both = StatisticsEncoding.encode(original, keepsSecond: true)
        #expect(try StatisticsEncoding.decode(both, componentCount: 2, dimension: 1) == original)
        let first = StatisticsEncoding.encode(original, keepsSecond: false)
        let copy = try StatisticsEncoding.decode(first, componentCount: 2, dimension: 1)
        #expect(copy.first == original.first && copy.zeroth == original.zeroth)
        #expect(copy.second.elements == [0, 0])
    }

    @Test func cutAndOverlongBytesAreRefused() throws {
        let bytes = StatisticsEncoding.encode(try statistics(), keepsSecond: true)
        for count in 0..<22 {
            #expect(reason(Array(bytes.prefix(count))) == "statistics of an unknown form")
        }
        for count in 22..<bytes.count {
            #expect(reason(Array(bytes.prefix(count))) == "statistics cut short")
        }
        #expect(reason(bytes + [0]) == "statistics cut short")
    }

    @Test func otherShapesAreRefused() throws {
        let bytes = StatisticsEncoding.encode(try statistics(), keepsSecond: true)
        for (count, dimension) in [(1, 2), (2, 2), (3, 1), (0, 0)] {
            #expect(reason(bytes, count, dimension) == "statistics of another background model")
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
        // The sign of a zeroth-order sum.
        #expect(reason(changed(25, 0xBF))?.contains("negative") == true)
        // An exponent of all ones: no finite number.
        var infinite = changed(24, 0x80)
        infinite[25] = 0x7F
        #expect(reason(infinite)?.contains("not finite") == true)
    }
}
