internal import NumericCore
internal import RealModule
internal import Reports

/// Bars of equal width over a column, whose areas sum to 1 over all rows.
struct Histogram {
    private let start: Double
    private let width: Double
    private let count: Int
    private let total: Int

    /// Bars of width 2 IQR / ∛N (Freedman and Diaconis, "On the histogram as a density estimator",
    /// 1981), at least eight and no more than the eye takes in; nil where the column does not vary.
    init?(of column: Int, in rows: Matrix<Double>, mostBars: Int) {
        let values = (0..<rows.rows).map { rows[$0, column] }.filter(\.isFinite).sorted()
        guard let first = values.first, let last = values.last, first < last else { return nil }
        let quartiles = values[values.count * 3 / 4] - values[values.count / 4]
        let wanted = 2 * quartiles / .root(Double(values.count), 3)
        let bars = wanted > 0 ? ((last - first) / wanted).rounded(.up) : 20
        count = Int(min(max(bars, 8), Double(mostBars)))
        start = first
        width = (last - first) / Double(count)
        total = values.count
    }

    /// The bars of some of the rows; missing cells are passed over.
    func bars(of values: [Double]) -> [Bar] {
        var heights = [Double](repeating: 0, count: count)
        for value in values where value.isFinite {
            heights[min(count - 1, Int((value - start) / width))] += 1
        }
        return heights.enumerated().map { index, height in
            Bar(
                lower: start + Double(index) * width, upper: start + Double(index + 1) * width,
                height: height / (Double(total) * width))
        }
    }
}
