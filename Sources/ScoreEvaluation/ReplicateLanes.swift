/// How often each speaker was drawn in each of up to 64 replicates, packed so that a trial's
/// weights in all of them are a few vector instructions.
///
/// A speaker's counts are 64 bytes, one a replicate. Read as 32 numbers of 16 bits, the low bytes
/// are those of the even replicates and the high bytes those of the odd ones; products of both
/// and sums of products stay within 16 bits for ``safeRun`` trials, and are then added to
/// numbers that hold more.
struct ReplicateLanes {
    static let count = 64

    private let counts: [SIMD32<UInt16>]
    private let largest: Int

    /// - Parameter multiplicities: for each replicate how often each speaker was drawn. More than
    ///   255 times, which chance never does, counts as 255.
    init(_ multiplicities: [[Double]], speakers: Int) {
        var counts = [SIMD32<UInt16>](repeating: .zero, count: speakers)
        var largest = 1
        for (lane, drawn) in multiplicities.enumerated() {
            let shift = UInt16(lane % 2 * 8)
            for (speaker, multiplicity) in drawn.enumerated() where multiplicity > 0 {
                let count = min(Int(multiplicity), 255)
                largest = max(largest, count)
                counts[speaker][lane / 2] |= UInt16(count) << shift
            }
        }
        self.counts = counts
        self.largest = largest
    }

    /// Sums over trials of the count of one speaker.
    func sum(_ speakers: ArraySlice<UInt32>, into sums: inout [Double]) {
        for run in runs(speakers.indices, safe: 65535 / largest) {
            var even = SIMD32<UInt16>.zero
            var odd = SIMD32<UInt16>.zero
            for index in run {
                let a = counts[Int(speakers[index])]
                even &+= a & 0xFF
                odd &+= a &>> 8
            }
            Self.add(even, odd, to: &sums)
        }
    }

    /// Sums over trials of the product of two speakers' counts.
    func sum(_ pairs: ArraySlice<SIMD2<UInt32>>, into sums: inout [Double]) {
        for run in runs(pairs.indices, safe: 65535 / (largest * largest)) {
            var even = SIMD32<UInt16>.zero
            var odd = SIMD32<UInt16>.zero
            for index in run {
                let pair = pairs[index]
                let a = counts[Int(pair.x)]
                let b = counts[Int(pair.y)]
                even &+= (a & 0xFF) &* (b & 0xFF)
                odd &+= (a &>> 8) &* (b &>> 8)
            }
            Self.add(even, odd, to: &sums)
        }
    }

    private func runs(_ range: Range<Int>, safe: Int) -> some Sequence<Range<Int>> {
        stride(from: range.lowerBound, to: range.upperBound, by: safe).lazy.map {
            $0..<Swift.min($0 + safe, range.upperBound)
        }
    }

    private static func add(
        _ even: SIMD32<UInt16>, _ odd: SIMD32<UInt16>, to sums: inout [Double]
    ) {
        for half in 0..<count / 2 {
            sums[2 * half] += Double(even[half])
            sums[2 * half + 1] += Double(odd[half])
        }
    }
}
