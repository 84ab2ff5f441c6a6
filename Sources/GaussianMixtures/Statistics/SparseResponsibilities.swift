internal import NumericCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The responsibilities of a block's frames that are worth counting, with their components.
struct SparseResponsibilities {
    private(set) var components: [Int] = []
    private(set) var values: [Double] = []
    /// Where the entries of each frame end.
    private var ends: [Int] = []

    /// Number of frames.
    var count: Int { ends.count }

    /// The entries of one frame.
    func entries(of frame: Int) -> Range<Int> { (frame == 0 ? 0 : ends[frame - 1])..<ends[frame] }

    /// Forgets all frames and keeps the storage.
    mutating func removeAll() {
        components.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Appends a frame's responsibilities, times its weight.
    ///
    ///     γₖ = exp(ℓₖ − m) / Σⱼ exp(ℓⱼ − m),   m = maxⱼ ℓⱼ
    ///
    /// - Parameters:
    ///   - logDensities: ℓ, K values.
    ///   - cutoff: components with ℓₖ − m below it are left out.
    ///   - weight: what the frame counts.
    /// - Returns: log p(x) = m + log Σⱼ exp(ℓⱼ − m), in nats; −∞ when no component has a finite
    ///   density.
    mutating func append<Scalar: FrameScalar>(
        from logDensities: UnsafeBufferPointer<Scalar>, cutoff: Scalar, weight: Double
    ) -> Double {
        defer { ends.append(values.count) }
        var maximum = -Scalar.infinity
        for value in logDensities where value > maximum { maximum = value }
        guard maximum.isFinite else { return -.infinity }
        let least = maximum + cutoff
        let first = values.count
        var sum = 0.0
        for k in logDensities.indices where logDensities[k] >= least {
            let value = Double(Scalar.exponential(logDensities[k] - maximum))
            sum += value
            components.append(k)
            values.append(value)
        }
        for i in first..<values.count { values[i] = values[i] / sum * weight }
        return Double(maximum) + log(sum)
    }

    /// Appends a frame's responsibilities as they are; those that are 0 are left out.
    mutating func append(_ responsibilities: ArraySlice<Double>, weight: Double) {
        for (k, value) in responsibilities.enumerated() where value * weight > 0 {
            components.append(k)
            values.append(value * weight)
        }
        ends.append(values.count)
    }
}
