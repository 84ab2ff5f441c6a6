import NumericCore

/// Sums over the frames of a clip: n, Σ(x − o) and Σ(x − o)², with the first frame as origin o
/// so that large means do not drown small variances.
struct ClipMoments {
    /// The least variance that a value is divided by the root of.
    static let varianceFloor = 1e-10
    private var count = 0
    private var origin: [Double]
    private var sums: [Double]
    private var squares: [Double]

    init(dimension: Int) {
        origin = [Double](repeating: 0, count: dimension)
        sums = origin
        squares = origin
    }

    /// Adds frames, one a row.
    mutating func add(_ frames: Matrix<Float>) {
        if count == 0 && frames.rows > 0 { origin = frames.row(0).map(Double.init) }
        count += frames.rows
        let dimension = origin.count
        frames.elements.withUnsafeBufferPointer { x in
            sums.withUnsafeMutableBufferPointer { sums in
                squares.withUnsafeMutableBufferPointer { squares in
                    for start in stride(from: 0, to: x.count, by: dimension) {
                        for d in 0..<dimension {
                            let value = Double(x[start + d]) - origin[d]
                            sums[d] += value
                            squares[d] += value * value
                        }
                    }
                }
            }
        }
    }

    /// μ = o + Σ(x − o) / n; zero without frames.
    var means: [Double] {
        let n = Double(max(1, count))
        return zip(origin, sums).map { $0 + $1 / n }
    }

    /// 1/σ, with σ² at least the floor.
    var inverseDeviations: [Double] {
        variances.map { 1 / max($0, Self.varianceFloor).squareRoot() }
    }

    /// σ² = Σ(x − o)²/n − (μ − o)², at least 0; zero without frames.
    private var variances: [Double] {
        let n = Double(max(1, count))
        return zip(sums, squares).map { sum, square in
            let mean = sum / n
            return max(0, square / n - mean * mean)
        }
    }

    /// (Σx + τm) / (n + τ) = μ + (m − μ) τ/(n + τ).
    func means(drawnTowards background: [Float], relevance: Double) -> [Double] {
        let total = Double(count) + relevance
        let share = total > 0 ? relevance / total : 0
        return zip(means, background).map { $0 + (Double($1) - $0) * share }
    }

    /// √(v / σ'²), with σ'² = (nσ² + τv) / (n + τ), and v and σ'² at least the floor; 1 without
    /// frames.
    func scale(drawnTowards background: [Float], relevance: Double) -> [Double] {
        let total = Double(count) + relevance
        let share = total > 0 ? relevance / total : 1
        return zip(variances, background).map { own, background in
            let background = max(Double(background), Self.varianceFloor)
            let drawn = own + (background - own) * share
            return (background / max(drawn, Self.varianceFloor)).squareRoot()
        }
    }
}
