import AudioInput
import TestSupport
import NumericCore
import Testing

@Suite struct ConcurrencyTests {
    /// Clips of different constants, and between them files that are none: each reader gets its
    /// own samples, each error its own file and words.
    @Test func clipsAreReadAtOnce() throws {
        let folder = try TemporaryFolder()
        let paths = try (0..<64).map { index in
            let bytes =
                switch index % 4 {
                case 0: ClipBytes.wav(data: [1, 2, 3])[..<30]
                case 1: Array("no audio at all".utf8)[...]
                default: ClipBytes.wav(data: ClipBytes.shorts(constant(index)))[...]
                }
            return try folder.write(Array(bytes), as: "\(index).wav")
        }
        let results = try Threads.with(4) {
            try orderedMap(count: paths.count) { index in
                Result {
                    try ReadClip(path: paths[index], options: .init(sampleRate: 8000)).samples
                }
            }
        }
        for (index, result) in results.enumerated() {
            switch (index % 4, result) {
            case (0, .failure(let error)):
                #expect("\(error)".hasPrefix("\(paths[index]): damaged"))
                #expect("\(error)".contains("No 'data' chunk marker"))
            case (1, .failure(let error)):
                #expect("\(error)".hasPrefix("\(paths[index]): not an audio file"))
                #expect("\(error)".contains("Format not recognised"))
            case (2..., .success(let samples)):
                #expect(samples.count == 10_000)
                // Away from the edges a constant stays what it is: 16 bits round it by 1.5e-5,
                // and the filter's ripple is less.
                let expected = Float(index) / 1000
                #expect(samples[2000..<8000].allSatisfy { abs($0 - expected) < 1e-4 })
            default:
                Issue.record("\(paths[index]): \(result)")
            }
        }
    }

    private func constant(_ index: Int) -> [Int16] {
        [Int16](repeating: Int16((Double(index) * 32.768).rounded()), count: 20_000)
    }
}
