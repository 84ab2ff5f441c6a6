/// How often each speaker was drawn in each of up to 64 replicates, packed so that a trial's
/// weights in all of them are a few vector instructions.
///
/// A speaker's counts are 64 bytes, one a replicate. Their products and the sums of products
/// stay within 16 bits for a run of trials, and are then added to numbers that hold more.
struct ReplicateLanes {
    static let count = 64

    private let counts: [UInt8]
    private let largest: Int

    /// Packs for each replicate how often each speaker was drawn. More than 255 times, which
    /// chance never does, counts as 255.
    init(_ multiplicities: [[Double]], speakers: Int) {
        var counts = [UInt8](repeating: 0, count: speakers * Self.count)
        for (lane, drawn) in multiplicities.enumerated() {
            for (speaker, multiplicity) in drawn.enumerated() {
                counts[speaker * Self.count + lane] = UInt8(min(multiplicity, 255))
            }
        }
        self.counts = counts
        largest = Int(counts.max() ?? 0)
    }

    /// Sums over trials of the count of one speaker.
    func sum(_ speakers: ArraySlice<UInt32>, into sums: inout [Double]) {
        accumulate(speakers.indices, largest: largest, into: &sums) { index, counts, totals in
            let a = counts + Int(speakers[index]) * Self.count
            // The plain loop over a fixed number of bytes becomes vector instructions.
            for lane in 0..<Self.count { totals[lane] &+= UInt16(a[lane]) }
        }
    }

    /// Sums over trials of the product of two speakers' counts.
    func sum(_ pairs: ArraySlice<SIMD2<UInt32>>, into sums: inout [Double]) {
        accumulate(pairs.indices, largest: largest * largest, into: &sums) {
            index, counts, totals in
            let a = counts + Int(pairs[index].x) * Self.count
            let b = counts + Int(pairs[index].y) * Self.count
            for lane in 0..<Self.count { totals[lane] &+= UInt16(a[lane]) &* UInt16(b[lane]) }
        }
    }

    @inline(__always)
    private func accumulate(
        _ trials: Range<Int>, largest: Int, into sums: inout [Double],
        add: (Int, UnsafePointer<UInt8>, UnsafeMutablePointer<UInt16>) -> Void
    ) {
        let safe = 65535 / max(1, largest)
        counts.withUnsafeBufferPointer { counts in
            withUnsafeTemporaryAllocation(of: UInt16.self, capacity: Self.count) { totals in
                guard let counts = counts.baseAddress, let base = totals.baseAddress else { return }
                var start = trials.lowerBound
                while start < trials.upperBound {
                    let end = min(start + safe, trials.upperBound)
                    totals.initialize(repeating: 0)
                    for index in start..<end { add(index, counts, base) }
                    for lane in 0..<Self.count { sums[lane] += Double(totals[lane]) }
                    start = end
                }
            }
        }
    }
}
