import Dispatch
import Synchronization

/// Applies `body` to 0..<`count` on up to `threads` threads and returns the results in order.
///
/// Which thread computes which result has no influence on them; reduce the returned array from
/// front to back and the sum is the same for every number of threads.
///
/// - Throws: what `body` threw for the lowest index.
public func concurrentMap<Result: Sendable>(
    count: Int, threads: Int, _ body: @Sendable (Int) throws -> Result
) throws -> [Result] {
    if threads <= 1 || count <= 1 { return try (0..<count).map(body) }
    let results = Results<Result>(count: count)
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
        while let index = results.claim() {
            results.deliver(Swift.Result { try body(index) }, at: index)
        }
    }
    return try results.inOrder()
}

/// Cuts 0..<`count` into `shards` ranges whose lengths differ by at most one.
///
/// The cut depends on nothing but its arguments, so sums over shards do not depend on threads.
/// Ranges are never empty: fewer than `shards` come back when `count` is smaller.
public func shardRanges(count: Int, shards: Int) -> [Range<Int>] {
    let shards = max(1, min(shards, count))
    guard count > 0 else { return [] }
    return (0..<shards).map { shard in
        count * shard / shards..<count * (shard + 1) / shards
    }
}

private final class Results<Value: Sendable>: Sendable {
    private struct State {
        var next = 0
        var delivered: [Result<Value, any Error>?]
        var failed = false
    }
    private let state: Mutex<State>

    init(count: Int) {
        state = Mutex(State(delivered: Array(repeating: nil, count: count)))
    }

    /// The next index to work on; none once all are taken or one has failed.
    func claim() -> Int? {
        state.withLock { state in
            guard !state.failed, state.next < state.delivered.count else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    func deliver(_ result: Result<Value, any Error>, at index: Int) {
        state.withLock { state in
            state.delivered[index] = result
            if case .failure = result { state.failed = true }
        }
    }

    // Indices are claimed in order, so everything below the lowest failure was delivered.
    func inOrder() throws -> [Value] {
        try state.withLock { state in try state.delivered.compactMap { try $0?.get() } }
    }
}
