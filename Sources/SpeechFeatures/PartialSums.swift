/// Σᵢ xᵢ in double precision, in eight partial sums.
@inline(__always)
func doubleSum(_ x: UnsafeBufferPointer<Float>) -> Double {
    var sums = SIMD8<Double>()
    let whole = x.count / 8
    for index in 0..<whole {
        for lane in 0..<8 { sums[lane] += Double(x[index * 8 + lane]) }
    }
    var sum = sums.sum()
    for index in whole * 8..<x.count { sum += Double(x[index]) }
    return sum
}
