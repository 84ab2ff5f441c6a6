import NumericCore

/// The RASTA filter on each band's trajectory (Hermansky and Morgan, "RASTA processing of
/// speech", 1994, equation 1):
///
///     H(z) = 0.1 z⁴ (2 + z⁻¹ − z⁻³ − 2z⁻⁴) / (1 − 0.98 z⁻¹)
///     y[t] = 0.98 y[t−1] + 0.1 (2x[t+4] + x[t+3] − x[t+1] − 2x[t])
///
/// The factor z⁴ is kept: a frame looks four frames ahead and keeps its place in time. Before
/// the clip and after it the first and the last frame are taken to last for ever, so the filter
/// starts from rest without the jolt that an unknown past would give.
struct Rasta {
    /// Frames that the filter looks ahead.
    static let lookahead = 4
    private let bands: Int
    private var state: [Double]

    /// A filter at rest before a clip, given its first five rows (or all, if it has fewer).
    init(clipStart: Matrix<Float>) {
        bands = clipStart.columns
        state = [Double](repeating: 0, count: bands)
        guard clipStart.rows > 0 else { return }
        // Four frames before the clip is where its first row comes into view.
        for t in -Self.lookahead..<0 { advance(clipStart, t) }
    }

    /// The filtered rows of `count` frames, given these and the four after them (or as many as
    /// the clip still has).
    mutating func filter(_ rows: Matrix<Float>, count: Int) -> Matrix<Float> {
        var filtered = Matrix<Float>(rows: count, columns: bands, repeating: 0)
        for t in 0..<count {
            advance(rows, t)
            for band in 0..<bands { filtered[t, band] = Float(state[band]) }
        }
        return filtered
    }

    private mutating func advance(_ x: Matrix<Float>, _ t: Int) {
        func row(_ t: Int) -> Int { min(max(t, 0), x.rows - 1) * bands }
        let (now, one, three, four) = (row(t), row(t + 1), row(t + 3), row(t + 4))
        for band in 0..<bands {
            let rise =
                2 * (Double(x.elements[four + band]) - Double(x.elements[now + band]))
                + Double(x.elements[three + band]) - Double(x.elements[one + band])
            state[band] = 0.98 * state[band] + 0.1 * rise
        }
    }
}
