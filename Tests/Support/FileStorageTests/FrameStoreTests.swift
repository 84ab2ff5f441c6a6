import FileStorage
import NumericCore
import Testing

@Suite struct FrameStoreTests {
    /// A limit of one byte spills every frame to disk; a large one keeps all in memory.
    @Test(arguments: [1, 40, 1 << 20]) func readsBackWhatWasWritten(memoryLimit: Int) throws {
        var writer = FrameStoreWriter(dimension: 3, memoryLimit: memoryLimit)
        let values: [Float] = (0..<150).map { Float($0) / 4 }
        for frame in 0..<50 {
            try writer.append(values[frame * 3..<frame * 3 + 3])
        }
        let store = try writer.finish()
        #expect(store.count == 50)
        #expect(try store.frames(in: 7..<9).elements == Array(values[21..<27]))
        #expect(try store.frames(in: 50..<50).elements == [])
        var seen: [Float] = []
        try store.forEachBlock(of: 8) { seen += $0.elements }
        #expect(seen == values)
    }

    /// Frames that lie across the chunks in which they are kept; the second limit is reached on the
    /// way.
    @Test(arguments: [1 << 24, 1 << 18]) func readsAcrossChunks(memoryLimit: Int) throws {
        var writer = FrameStoreWriter(dimension: 7, memoryLimit: memoryLimit)
        let values: [Float] = (0..<140_000).map { Float($0) }
        for start in stride(from: 0, to: values.count, by: 7 * 1000) {
            try writer.append(values[start..<start + 7 * 1000])
        }
        let store = try writer.finish()
        #expect(store.count == 20_000)
        #expect(try store.frames(in: 0..<20_000).elements == values)
        #expect(try store.frames(in: 2340..<2342).elements == Array(values[16380..<16394]))
    }

    @Test(arguments: [1, 1 << 20]) func keepsEveryBitOfDoubles(memoryLimit: Int) throws {
        var writer = RowStoreWriter<Double>(dimension: 2, memoryLimit: memoryLimit)
        let values: [Double] = [0.1, 1.0 / 3, -.infinity, .leastNonzeroMagnitude]
        try writer.append(values)
        #expect(try writer.finish().frames(in: 0..<2).elements == values)
    }

    @Test func anEmptyStoreHasNoBlocks() throws {
        var writer = FrameStoreWriter(dimension: 2)
        let store = try writer.finish()
        try store.forEachBlock(of: 8) { _ in Issue.record("a block of nothing") }
        #expect(store.count == 0)
    }
}
