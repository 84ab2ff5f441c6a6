/// The path through states that collects most, where each change of state costs something:
///
///     max Σ_k r_k(s_k) − c · #{ k : s_k ≠ s_k−1 }
///
/// found by dynamic programming (Viterbi, "Error bounds for convolutional codes and an
/// asymptotically optimum decoding algorithm", 1967). As every change costs the same, the best way
/// into a state is to have stayed or to come from the best of all: T·S steps rather than T·S².
public enum SmoothedPath {
    /// The state of every step.
    ///
    /// - Parameters:
    ///   - rewards: r, T×S, S at least 1: what each state is worth at each step. −∞ rules a state
    ///     out, and at least one has to be left.
    ///   - changeCost: c, in the same unit, 0 or more.
    /// - Returns: T states; of equally good ones the first, and rather none is left.
    public static func best(_ rewards: [[Double]], changeCost: Double) -> [Int] {
        guard let first = rewards.first else { return [] }
        var totals = first
        // Where the best path to each state came from, for the steps after the first.
        var origins: [[Int32]] = []
        origins.reserveCapacity(rewards.count)
        for reward in rewards.dropFirst() {
            let leader = Self.leader(totals)
            let change = totals[leader] - changeCost
            origins.append(
                totals.indices.map { totals[$0] >= change ? Int32($0) : Int32(leader) })
            for state in totals.indices {
                totals[state] = max(totals[state], change) + reward[state]
            }
        }
        var path = [leader(totals)]
        for origin in origins.reversed() { path.append(Int(origin[path[path.count - 1]])) }
        return path.reversed()
    }

    private static func leader(_ totals: [Double]) -> Int {
        var leader = 0
        for state in totals.indices where totals[state] > totals[leader] { leader = state }
        return leader
    }
}
