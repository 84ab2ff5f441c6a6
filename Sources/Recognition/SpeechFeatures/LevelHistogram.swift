import RealModule

/// How many frames of a clip had which level, in decibels relative to full scale.
///
/// The histogram has one size for any length of clip. Twice the amplitude moves a level by
/// exactly 120 bins, so what is read from it moves with the gain of a recording.
struct LevelHistogram: Sendable {
    /// Width of a bin, about 0.05 dB.
    static let binDecibels = 20 * Double.log10(2) / 120
    /// Levels under this, digital silence among them, count as this.
    static let lowestDecibels = -200.0
    /// Levels above this count as this.
    static let highestDecibels = 150.0

    /// Frames in each bin.
    private(set) var counts = [Int](
        repeating: 0, count: Int((highestDecibels - lowestDecibels) / binDecibels) + 1)

    /// Counts a frame whose samples have this mean square, of full scale.
    mutating func add(meanSquare: Float) {
        let level = max(10 * .log10(Double(meanSquare)), Self.lowestDecibels)
        let bin = Int((level - Self.lowestDecibels) / Self.binDecibels)
        counts[min(bin, counts.count - 1)] += 1
    }

    /// The level in the middle of a bin.
    func level(ofBin bin: Int) -> Double {
        Self.lowestDecibels + (Double(bin) + 0.5) * Self.binDecibels
    }

    /// The level that a fraction of the frames above a level do not exceed; nil without frames.
    func percentile(_ fraction: Double, above lowest: Double = -.infinity) -> Double? {
        guard let first = counts.indices.first(where: { level(ofBin: $0) > lowest }) else {
            return nil
        }
        let wanted = fraction * Double(counts[first...].reduce(0, +))
        var seen = 0
        for bin in first..<counts.count where counts[bin] > 0 {
            seen += counts[bin]
            if Double(seen) >= wanted { return level(ofBin: bin) }
        }
        return nil
    }
}
