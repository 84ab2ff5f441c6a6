#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Turns a frame's log-densities into its responsibilities, times its weight.
///
///     γₖ = exp(ℓₖ − m) / Σⱼ exp(ℓⱼ − m),   m = maxⱼ ℓⱼ
///
/// - Parameters:
///   - values: ℓ, K values; overwritten with γ.
///   - cutoff: components with ℓₖ − m below it get 0.
///   - weight: what the frame counts.
/// - Returns: log p(x) = m + log Σⱼ exp(ℓⱼ − m), in nats; −∞ when no component has a finite
///   density.
func becomeResponsibilities(
    _ values: UnsafeMutableBufferPointer<Double>, cutoff: Double, weight: Double
) -> Double {
    var maximum = -Double.infinity
    for value in values where value > maximum { maximum = value }
    guard maximum.isFinite else { return -.infinity }
    let least = maximum + cutoff
    var sum = 0.0
    for k in values.indices {
        let value = values[k] >= least ? exp(values[k] - maximum) : 0
        sum += value
        values[k] = value
    }
    let scale = weight / sum
    for k in values.indices { values[k] *= scale }
    return maximum + log(sum)
}
