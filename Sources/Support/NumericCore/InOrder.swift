import Dispatch
import Synchronization

/// Computes results on `threads` threads and consumes each, on the calling thread, as soon as it
/// and all before it are there.
///
/// No more than four results per thread are under way or waiting at a time, so memory does not
/// grow with `count`. Which thread computes what has no influence on the results.
///
/// - Throws: what `consume` threw, or what `body` threw for the lowest index, after all results
///   before it were consumed.
public func inOrder<Result: Sendable>(
    count: Int, threads: Int, _ body: @Sendable (Int) throws -> Result,
    consume: (Int, Result) throws -> Void
) throws {
    guard threads > 1, count > 1 else {
        for index in 0..<count { try consume(index, try body(index)) }
        return
    }
    let window = SlidingWindow<Result>(count: count, size: threads * 4)
    let workers = DispatchGroup()
    try withoutActuallyEscaping(body) { body in
        defer {
            window.close(workers: threads)
            workers.wait()
        }
        for _ in 0..<threads {
            DispatchQueue.global().async(group: workers) {
                while let index = window.claim() {
                    window.deliver(Swift.Result { try body(index) }, at: index)
                }
            }
        }
        for index in 0..<count {
            try consume(index, try window.result(at: index).get())
            window.advance()
        }
    }
}

/// Results that were asked for and not consumed yet.
private final class SlidingWindow<Value: Sendable>: Sendable {
    private struct State {
        var next = 0
        var isClosed = false
        var delivered: [Int: Result<Value, any Error>] = [:]
    }
    private let count: Int
    private let state = Mutex(State())
    /// Signalled once for every place that is free in the window.
    private let places = DispatchSemaphore(value: 0)
    /// Signalled once for every delivery.
    private let deliveries = DispatchSemaphore(value: 0)

    init(count: Int, size: Int) {
        self.count = count
        for _ in 0..<size { places.signal() }
    }

    /// The next index to work on, once there is a place for it; none when there is no more to do.
    func claim() -> Int? {
        places.wait()
        return state.withLock { state in
            guard !state.isClosed, state.next < count else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    func deliver(_ result: Result<Value, any Error>, at index: Int) {
        state.withLock { state in
            state.delivered[index] = result
            // Indices are claimed in order: all before a failure are under way already.
            if case .failure = result { state.isClosed = true }
        }
        deliveries.signal()
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

    /// Makes room for one more.
    func advance() { places.signal() }

    /// Sends the workers home.
    func close(workers: Int) {
        state.withLock { $0.isClosed = true }
        for _ in 0..<workers { places.signal() }
    }
}
