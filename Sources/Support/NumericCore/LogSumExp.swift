internal import RealModule

/// log Σᵢ exp(xᵢ), in nats.
///
///     log Σᵢ exp(xᵢ) = m + log Σᵢ exp(xᵢ − m),   m = maxᵢ xᵢ
///
/// Subtracting the maximum keeps the largest term at exp(0) = 1, so nothing overflows and
/// something always remains. Empty input, and input that is −∞ throughout, give −∞ (a sum of
/// zeros); any +∞ gives +∞; a NaN gives NaN.
public func logSumExp(_ values: some Sequence<Double>) -> Double {
    let values = Array(values)
    var maximum = -Double.infinity
    for value in values {
        if value.isNaN { return .nan }
        maximum = max(maximum, value)
    }
    guard maximum.isFinite else { return maximum }
    var sum = 0.0
    for value in values { sum += .exp(value - maximum) }
    return maximum + .log(sum)
}
