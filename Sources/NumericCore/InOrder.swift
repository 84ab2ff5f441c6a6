/// Computes results on several threads and consumes them one by one in order; at most a few wait.
public func inOrder<Result: Sendable>(
    count: Int, threads: Int, _ body: @Sendable (Int) throws -> Result,
    consume: (Int, Result) throws -> Void
) throws {
    let wave = max(1, threads) * 4
    for start in stride(from: 0, to: count, by: wave) {
        let results = try concurrentMap(count: min(wave, count - start), threads: threads) {
            try body(start + $0)
        }
        for (offset, result) in results.enumerated() { try consume(start + offset, result) }
    }
}
