/// A measured figure and, where it could be drawn, the interval that chance alone leaves it.
public struct Figure: Equatable, Sendable {
    /// The figure itself.
    public var value: Double
    /// The lower end of the 95 % interval; none where no interval was drawn.
    public var low: Double?
    /// The upper end of the 95 % interval; none where no interval was drawn.
    public var high: Double?

    /// A figure, with or without an interval.
    public init(value: Double, low: Double? = nil, high: Double? = nil) {
        self.value = value
        self.low = low
        self.high = high
    }

    /// A figure with the percentile interval of its bootstrap replicates.
    ///
    /// Of B replicates in order the k-th and the (B + 1 − k)-th bound the interval, k = ⌊0.025
    /// (B + 1)⌋ but at least 1 (Efron and Tibshirani, "An introduction to the bootstrap", 1993,
    /// chapters 12 and 13).
    init(value: Double, replicates: [Double]) {
        let sorted = replicates.sorted()
        let k = max(1, Int(0.025 * Double(sorted.count + 1)))
        self.init(value: value, low: sorted[k - 1], high: sorted[sorted.count - k])
    }
}
