internal import NumericCore
import Synchronization

/// The E-steps of a mixture's marginals, made when first asked for and shared by all shards.
final class MarginalExpectations: Sendable {
    /// Numbers held at most; what is beyond is made again each time.
    static let capacity = 1 << 22

    private struct State {
        var expectations: [[Int]: Expectation] = [:]
        var size = 0
    }
    private let expectation: Expectation
    private let state = Mutex(State())

    init(_ expectation: Expectation) {
        self.expectation = expectation
    }

    /// The E-step on the observed columns, in rising order.
    func expectation(on observed: [Int]) throws(MixtureError) -> Expectation {
        if let known = state.withLock({ $0.expectations[observed] }) { return known }
        let marginal = try expectation.mixture.marginal(validColumns: observed)
        let made = Expectation(marginal, pruning: expectation.pruning)
        // Means, covariances, their factors and the tables of two forms of densities.
        let size = 5 * marginal.componentCount * observed.count * (observed.count + 2)
        state.withLock { state in
            guard state.size + size <= Self.capacity else { return }
            state.expectations[observed] = made
            state.size += size
        }
        return made
    }
}
