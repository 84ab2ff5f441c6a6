import CVectorKernels
import NumericCore
import Testing

@Suite struct ModelKernelTests {
    /// Lengths of nothing, of less than a stride, of whole ones, and of some and a rest.
    @Test(arguments: [0, 1, 63, 256, 300, 1024])
    func everyChangeOfAWordChangesTheChecksum(count: Int) {
        var generator = SeededGenerator(seed: 5)
        var bytes = (0..<count).map { _ in UInt8(generator.index(below: 256)) }
        let sum = model_checksum(bytes, count)
        #expect(sum == model_checksum(bytes, count))
        for place in 0..<count {
            let former = bytes[place]
            bytes[place] ^= UInt8(1 + generator.index(below: 255))
            #expect(model_checksum(bytes, count) != sum)
            bytes[place] = former
        }
        #expect(model_checksum(bytes + [0], count + 1) != sum)
    }

    /// The sum of the function's comment, which Float rounds at each of some hundred terms.
    @Test(arguments: [0, 32, 64, 320]) func compactProductsAreThePlainSum(count: Int) {
        var generator = SeededGenerator(seed: 6)
        let halves = (0..<count).map { _ in 1 + generator.index(below: 15) }
        let values = (0..<count).map { _ in Float(generator.normal()) }
        var bytes = [UInt8](repeating: 0, count: count / 2)
        for (index, half) in halves.enumerated() {
            let (block, place) = (index / 32, index % 32)
            bytes[16 * block + place % 16] |= UInt8(half) << (place < 16 ? 0 : 4)
        }
        let plain = zip(halves, values).reduce(0) { $0 + Double($1.0 - 8) * Double($1.1) }
        let product = Double(model_compact_product(bytes, values, Int32(count)))
        #expect(abs(product - plain) < 1e-3)
    }

    /// Some tens of steps with sums of up to 10⁴, which Float rounds by 5·10⁻⁴.
    @Test(arguments: [0, 16, 48, 512]) func byteProductsAreThePlainSum(count: Int) {
        var generator = SeededGenerator(seed: 7)
        let bytes = (0..<count).map { _ in UInt8(generator.index(below: 256)) }
        let values = (0..<count).map { _ in Float(generator.normal()) }
        let plain = zip(bytes, values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        #expect(abs(Double(model_byte_product(bytes, values, Int32(count))) - plain) < 0.02)
    }
}
