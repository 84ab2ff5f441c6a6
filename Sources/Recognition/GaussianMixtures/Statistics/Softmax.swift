internal import RealModule

/// Turns a frame's log-densities into its responsibilities, times its weight.
///
///     γₖ = exp(ℓₖ − m) / Σⱼ exp(ℓⱼ − m) over the components that share,   m = maxⱼ ℓⱼ
///
/// - Parameters:
///   - values: ℓ, K values; overwritten with γ.
///   - cutoff: components with ℓₖ − m below it have no share.
///   - weight: what the frame counts.
/// - Returns: log p(x) = m + log Σⱼ exp(ℓⱼ − m) over all components, in nats; −∞, and the values as they were, when no
///   component has a finite density.
func softmax(
    _ values: UnsafeMutableBufferPointer<Double>, cutoff: Double = -.infinity, weight: Double = 1
) -> Double {
    let maximum = largest(values)
    guard maximum.isFinite else { return -.infinity }
    let least = maximum + cutoff
    var (all, shared) = (0.0, 0.0)
    for k in values.indices {
        let value = Double.exp(values[k] - maximum)
        all += value
        values[k] = values[k] >= least ? value : 0
        shared += values[k]
    }
    let scale = weight / shared
    for k in values.indices { values[k] *= scale }
    return maximum + .log(all)
}

/// The largest value; a NaN is none. Two at a time, as a comparison must wait for the one before.
private func largest(_ values: UnsafeMutableBufferPointer<Double>) -> Double {
    var (even, odd) = (-Double.infinity, -Double.infinity)
    var k = 0
    while k + 1 < values.count {
        if values[k] > even { even = values[k] }
        if values[k + 1] > odd { odd = values[k + 1] }
        k += 2
    }
    if k < values.count, values[k] > even { even = values[k] }
    return even > odd ? even : odd
}
