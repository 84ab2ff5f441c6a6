internal import NumericCore
import Synchronization

/// The E-step of a mixture's marginal.
struct MarginalExpectation: Sendable {
    /// The columns that it has.
    let columns: ObservedColumns
    /// Its E-step.
    let expectation: Expectation
}

/// The E-steps of a mixture's marginals, made when first asked for and shared by all shards.
final class MarginalExpectations: Sendable {
    /// Numbers held at most; what is beyond is made again each time.
    static let capacity = 1 << 22

    private struct State {
        var expectations: [[Int]: MarginalExpectation] = [:]
        var size = 0
    }
    private let expectation: Expectation
    private let state = Mutex(State())

    init(_ expectation: Expectation) {
        self.expectation = expectation
    }

    /// The E-step on the observed columns, in rising order.
    func expectation(on observed: [Int]) throws(MixtureError) -> MarginalExpectation {
        if let known = state.withLock({ $0.expectations[observed] }) { return known }
        let columns = try ObservedColumns(observed, of: expectation.mixture)
        let made = MarginalExpectation(
            columns: columns,
            expectation: Expectation(columns.marginal, pruning: expectation.pruning))
        // Means, covariances, their factors and the tables of two forms of densities.
        let size = 5 * expectation.mixture.componentCount * observed.count * (observed.count + 2)
        state.withLock { state in
            guard state.size + size <= Self.capacity else { return }
            state.expectations[observed] = made
            state.size += size
        }
        return made
    }
}
