/// Σᵢ aᵢ bᵢ over the elements of `a`, in eight partial sums.
///
/// A fixed number of partial sums lets the compiler use vector instructions and gives the same
/// bits on every machine.
@inline(__always)
func dotProduct(_ a: UnsafeBufferPointer<Float>, _ b: UnsafePointer<Float>) -> Float {
    guard let start = a.baseAddress else { return 0 }
    let left = UnsafeRawPointer(start)
    let right = UnsafeRawPointer(b)
    let stride = MemoryLayout<SIMD8<Float>>.size
    let whole = a.count / 8
    var sums = SIMD8<Float>()
    for index in 0..<whole {
        sums +=
            left.loadUnaligned(fromByteOffset: index * stride, as: SIMD8<Float>.self)
            * right.loadUnaligned(fromByteOffset: index * stride, as: SIMD8<Float>.self)
    }
    var sum = sums.sum()
    for index in whole * 8..<a.count { sum += start[index] * b[index] }
    return sum
}

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

/// Σᵢ xᵢ² in double precision, in eight partial sums.
@inline(__always)
func doubleSumOfSquares(_ x: UnsafeBufferPointer<Float>) -> Double {
    var sums = SIMD8<Double>()
    let whole = x.count / 8
    for index in 0..<whole {
        for lane in 0..<8 {
            let value = Double(x[index * 8 + lane])
            sums[lane] += value * value
        }
    }
    var sum = sums.sum()
    for index in whole * 8..<x.count { sum += Double(x[index]) * Double(x[index]) }
    return sum
}
