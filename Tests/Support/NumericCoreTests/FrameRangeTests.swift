import NumericCore
import Testing

@Suite struct FrameRangeTests {
    private let frames = Matrix<Double>(rows: 5, columns: 2, elements: (0..<10).map(Double.init))

    @Test func framesAreCountedFromItsFirst() throws {
        let range = FrameRange(frames, 1..<4)
        #expect(range.count == 3)
        #expect(range.dimension == 2)
        #expect(try range.frames(in: 0..<3).elements == [2, 3, 4, 5, 6, 7])
        #expect(try range.frames(in: 2..<3).elements == [6, 7])
        #expect(try FrameRange(range, 1..<2).frames(in: 0..<1).elements == [4, 5])
        #expect(FrameRange(frames, 5..<5).count == 0)
    }
}
