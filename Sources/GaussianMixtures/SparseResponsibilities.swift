#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The responsibilities of one frame that are worth counting, with their components.
struct SparseResponsibilities: Sequence {
    private var components: [Int] = []
    private var values: [Double] = []

    /// Replaces the content by a frame's responsibilities.
    ///
    ///     γₖ = exp(ℓₖ − m) / Σⱼ exp(ℓⱼ − m),   m = maxⱼ ℓⱼ
    ///
    /// - Parameters:
    ///   - logDensities: ℓ, K values.
    ///   - cutoff: components with ℓₖ − m below it are left out.
    /// - Returns: log p(x) = m + log Σⱼ exp(ℓⱼ − m), in nats; not finite when no component
    ///   has a finite density.
    mutating func assign(from logDensities: UnsafeBufferPointer<Float>, cutoff: Float) -> Double {
        components.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        var maximum = -Float.infinity
        for value in logDensities where value > maximum { maximum = value }
        guard maximum.isFinite else { return -.infinity }
        let least = maximum + cutoff
        var sum = 0.0
        for k in logDensities.indices where logDensities[k] >= least {
            let value = Double(exp(logDensities[k] - maximum))
            sum += value
            components.append(k)
            values.append(value)
        }
        for i in values.indices { values[i] /= sum }
        return Double(maximum) + log(sum)
    }

    func makeIterator() -> Zip2Sequence<[Int], [Double]>.Iterator {
        zip(components, values).makeIterator()
    }
}
