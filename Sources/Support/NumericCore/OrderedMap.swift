import Dispatch
import Synchronization

/// Applies `body` to 0..<`count` on several ``Threads`` and returns the results in order.
///
/// Reduce the returned array from front to back, and the sum is the same for every number of
/// threads.
///
/// - Throws: what `body` threw for the lowest index.
public func orderedMap<Result: Sendable>(
    count: Int, _ body: @Sendable (Int) throws -> Result
) throws -> [Result] {
    let workers = min(Threads.count, count)
    if workers <= 1 { return try (0..<count).map(body) }
    let share = Threads.count / workers
    let results = OrderedResults<Result>(count: count, places: count + workers)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
        Threads.with(share) { results.work(body) }
    }
    return try (0..<count).map { try results.result(at: $0).get() }
}

/// Applies `body` to 0..<`count` on several ``Threads`` and hands each result to `consume`, on the
/// calling thread, as soon as it and all before it are there.
///
/// No more than four results per thread are under way or waiting at a time, so memory does not
/// grow with `count`.
///
/// - Throws: what `consume` threw, or what `body` threw for the lowest index, after all results
///   before it were consumed.
public func orderedMap<Result: Sendable>(
    count: Int, _ body: @Sendable (Int) throws -> Result,
    consume: (Int, Result) throws -> Void
) throws {
    let workers = min(Threads.count, count)
    guard workers > 1 else {
        for index in 0..<count { try consume(index, try body(index)) }
        return
    }
    let share = Threads.count / workers
    let results = OrderedResults<Result>(count: count, places: 4 * workers)
    let group = DispatchGroup()
    try withoutActuallyEscaping(body) { body in
        defer {
            results.close(workers: workers)
            group.wait()
        }
        for _ in 0..<workers {
            DispatchQueue.global().async(group: group) {
                Threads.with(share) { results.work(body) }
            }
        }
        for index in 0..<count {
            try consume(index, try results.result(at: index).get())
            results.free()
        }
    }
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

/// Results that workers deliver in any order and one caller takes in theirs.
private final class OrderedResults<Value: Sendable>: Sendable {
    private struct State {
        var next = 0
        var isClosed = false
        var delivered: [Int: Result<Value, any Error>] = [:]
    }
    private let count: Int
    private let state = Mutex(State())
    /// Signalled once for every result that there is a place for; a claim that fails takes one, too.
    private let places = DispatchSemaphore(value: 0)
    /// Signalled once for every delivery.
    private let deliveries = DispatchSemaphore(value: 0)

    init(count: Int, places: Int) {
        self.count = count
        for _ in 0..<places { self.places.signal() }
    }

    /// Makes results until there is no more to do.
    func work(_ body: (Int) throws -> Value) {
        while let index = claim() {
            let result = Result { try body(index) }
            state.withLock { state in
                state.delivered[index] = result
                // Indices are claimed in order: all before a failure are under way already.
                if case .failure = result { state.isClosed = true }
            }
            deliveries.signal()
        }
    }

    private func claim() -> Int? {
        places.wait()
        return state.withLock { state in
            guard !state.isClosed, state.next < count else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    /// Waits for the result of an index.
    func result(at index: Int) -> Result<Value, any Error> {
        while true {
            if let result = state.withLock({ $0.delivered.removeValue(forKey: index) }) {
                return result
            }
            deliveries.wait()
        }
    }

    /// Makes room for one more result.
    func free() { places.signal() }

    /// Sends the workers home.
    func close(workers: Int) {
        state.withLock { $0.isClosed = true }
        for _ in 0..<workers { places.signal() }
    }
}
