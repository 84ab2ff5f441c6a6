internal import RealModule

/// The normal deviate z with Φ(z) = p; ∓∞ at 0 and 1, NaN beyond.
///
/// Φ(z) = erfc(−z/√2) / 2 rises steadily, so halving the interval finds z to the last bits; a
/// chart asks for it some thousand times.
func probit(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
    // The smaller tail is known more exactly; the other is its mirror image.
    if p > 0.5 { return -probit(1 - p) }
    var (lower, upper) = (-40.0, 0.0)
    for _ in 0..<60 {
        let middle = (lower + upper) / 2
        let share = Double.erfc(-middle / 2.0.squareRoot()) / 2
        if share < p { lower = middle } else { upper = middle }
    }
    return (lower + upper) / 2
}
