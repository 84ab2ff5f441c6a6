import NumericCore
import SpeakerIdentification
import Testing

@Suite struct SmoothedPathTests {
    private func worth(_ path: [Int], _ rewards: [[Double]], _ cost: Double) -> Double {
        zip(path, rewards).reduce(0) { $0 + $1.1[$1.0] }
            - cost * Double(zip(path, path.dropFirst()).count { $0 != $1 })
    }

    /// Every path of six steps through three states, one by one.
    @Test(arguments: [0.0, 0.4, 1, 3, 100]) func noPathIsBetter(cost: Double) {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20 {
            let rewards = (0..<6).map { _ in (0..<3).map { _ in 2 * generator.normal() } }
            let path = SmoothedPath.best(rewards, changeCost: cost)
            let best =
                (0..<729).map { number in
                    let path = (0..<6).reduce(into: (rest: number, states: [Int]())) { path, _ in
                        path.states.append(path.rest % 3)
                        path.rest /= 3
                    }
                    return worth(path.states, rewards, cost)
                }.max() ?? 0
            // Sums of six numbers, rounded.
            #expect(abs(worth(path, rewards, cost) - best) < 1e-12)
        }
    }

    @Test func aShortDoubtIsSmoothedAway() {
        let rewards: [[Double]] = [[0, 2], [0, 2], [1, 0], [0, 2], [3, 0], [3, 0]]
        #expect(SmoothedPath.best(rewards, changeCost: 0) == [1, 1, 0, 1, 0, 0])
        #expect(SmoothedPath.best(rewards, changeCost: 1) == [1, 1, 1, 1, 0, 0])
        #expect(SmoothedPath.best(rewards, changeCost: 10) == [0, 0, 0, 0, 0, 0])
    }

    @Test func edgesAreDecided() {
        #expect(SmoothedPath.best([], changeCost: 1) == [])
        #expect(SmoothedPath.best([[0, 0]], changeCost: 1) == [0])
        #expect(SmoothedPath.best([[0, 0], [0, 0]], changeCost: 0) == [0, 0])
        // A state that is ruled out is never taken.
        #expect(
            SmoothedPath.best([[-.infinity, -5], [-.infinity, -9]], changeCost: 1) == [1, 1])
    }
}
