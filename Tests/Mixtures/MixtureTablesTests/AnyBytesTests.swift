import NumericCore
import MixtureTables
import Testing

/// Whatever the bytes, a reader ends: with a table or with an error.
@Suite struct AnyBytesTests {
    private func read(_ bytes: [UInt8]) {
        guard var reader = try? TableReader(bytes: bytes, name: "any") else { return }
        while let block = try? reader.nextBlock(maximumRows: 3) {
            #expect(block.values.columns == reader.columnCount)
            #expect(block.values.elements.allSatisfy { !$0.isInfinite })
        }
    }

    @Test(arguments: 0..<40)
    func noiseOfTheCharactersThatMatter(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let characters = Array("\",;\t| \r\n#.eE+-0123456789naNAinf\u{FEFF}".utf8) + [0, 0xFF]
        for _ in 0..<25 {
            read(
                (0..<generator.index(below: 80)).map { _ in
                    characters[generator.index(below: characters.count)]
                })
        }
    }

    @Test(arguments: ["fortran.npy", "f2_big.npy", "version3.npy", "x.csv"])
    func filesCutShortAndChanged(name: String) throws {
        let bytes = try Fixture.bytes(name)
        for length in stride(from: 0, to: min(bytes.count, 400), by: 7) {
            read(Array(bytes[..<length]))
        }
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<100 {
            var changed = bytes
            for _ in 0...generator.index(below: 3) {
                changed[generator.index(below: min(bytes.count, 160))] =
                    UInt8(truncatingIfNeeded: generator.next())
            }
            read(changed)
        }
    }
}
