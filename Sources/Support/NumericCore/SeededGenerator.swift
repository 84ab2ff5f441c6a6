internal import RealModule

/// A random generator that gives the same numbers for the same seed, on every machine.
///
/// xoshiro256** 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators",
/// 2021), its state filled by SplitMix64 as its authors advise. Uniform and normal numbers are
/// derived here and not by the standard library, whose algorithms may change between versions.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// A generator for a seed; `stream` separates independent uses of one seed.
    public init(seed: UInt64, stream: UInt64 = 0) {
        var mixer = seed &+ stream &* 0xD1B5_4A32_D192_ED03
        func splitMix64() -> UInt64 {
            mixer &+= 0x9E37_79B9_7F4A_7C15
            var z = mixer
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        state = (splitMix64(), splitMix64(), splitMix64(), splitMix64())
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        func rotateLeft(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
        let result = rotateLeft(state.1 &* 5, 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = rotateLeft(state.3, 45)
        return result
    }

    /// A number uniform in [0, 1), a multiple of 2⁻⁵³.
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// An integer uniform in 0..<`bound`.
    ///
    /// - Precondition: `bound` is positive.
    public mutating func index(below bound: Int) -> Int {
        precondition(bound > 0, "an index below \(bound) does not exist")
        // Lemire's multiplication; the rejected low products would make some indices likelier.
        let range = UInt64(bound)
        let threshold = (0 &- range) % range
        while true {
            let product = next().multipliedFullWidth(by: range)
            if product.low >= threshold { return Int(product.high) }
        }
    }

    /// A number from the normal distribution of mean 0 and variance 1 (Box and Muller, 1958).
    public mutating func normal() -> Double {
        let radius = Double.sqrt(-2 * .log(1 - uniform()))
        return radius * .cos(2 * Double.pi * uniform())
    }

    /// An index drawn with probability proportional to its weight.
    ///
    /// Weights are non-negative and finite; where all are zero, every index is as likely as any
    /// other.
    public mutating func weightedIndex(_ weights: [Double]) -> Int {
        let total = weights.reduce(0, +)
        guard total > 0 else { return index(below: weights.count) }
        var remaining = uniform() * total
        for (index, weight) in weights.enumerated() where weight > 0 {
            remaining -= weight
            if remaining < 0 { return index }
        }
        // Rounding can leave a crumb behind the last weight.
        return weights.lastIndex { $0 > 0 } ?? weights.count - 1
    }
}
