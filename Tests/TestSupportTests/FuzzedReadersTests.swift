import Foundation
import TestSupport
import NumericCore
import Testing

@Suite struct FuzzedReadersTests {
    /// A fuzzer that starts from inputs which are refused learns little.
    @Test(arguments: FuzzedReader.all) func takesMostOfItsSeeds(reader: FuzzedReader) throws {
        let seeds = try reader.seeds()
        let refused = seeds.filter { (try? reader($0)) == nil }
        #expect(refused.count < seeds.count)
    }

    /// What `scripts/harden/fuzz` once found; each would end the process if it did so still.
    @Test(arguments: FuzzedReader.all) func survivesWhatWasFound(reader: FuzzedReader) throws {
        for path in try Self.found(by: reader) {
            try? reader(Array(Data(contentsOf: path)))
        }
    }

    /// A little of what `scripts/harden/fuzz` does, where there is no fuzzer.
    @Test(arguments: FuzzedReader.all) func survivesChangedSeeds(reader: FuzzedReader) throws {
        var generator = SeededGenerator(seed: 1)
        for seed in try reader.seeds().prefix(8) where !seed.isEmpty {
            for _ in 0..<25 {
                var bytes = seed
                for _ in 0...generator.index(below: 4) {
                    bytes[generator.index(below: bytes.count)] = UInt8(
                        truncatingIfNeeded: generator.next())
                }
                if generator.index(below: 4) == 0 {
                    bytes.removeLast(generator.index(below: bytes.count))
                }
                try? reader(bytes)
            }
        }
    }

    private static func found(by reader: FuzzedReader) throws -> [URL] {
        let folder = URL(filePath: Repository.fixture("hostile/\(reader.name)"))
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
    }
}
