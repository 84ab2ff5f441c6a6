import NumericCore
import Synchronization
import Testing

@Suite struct LazyTests {
    private struct Fault: Error {}

    @Test func isMadeOnceForAll() async {
        let count = Atomic(0)
        let lazy = Lazy<Int, Never> { count.add(1, ordering: .relaxed).newValue }
        #expect(count.load(ordering: .relaxed) == 0)
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { lazy.value() } }
            for await value in group { #expect(value == 1) }
        }
    }

    @Test func aFailureIsTriedAgain() throws {
        let count = Atomic(0)
        let lazy = Lazy<Int, Fault> { () throws(Fault) in
            let tries = count.add(1, ordering: .relaxed).newValue
            if tries == 1 { throw Fault() }
            return tries
        }
        #expect(throws: Fault.self) { try lazy.value() }
        #expect(try lazy.value() == 2)
        #expect(try lazy.value() == 2)
    }
}
