/// How alike speakers are to each other and to a cohort: S(i, j), the mean of both directions.
struct SimilarityTable {
    private let speakers: Int
    private let columns: Int
    /// speakers × (speakers + cohort), row-major; symmetric in the speakers.
    private var scores: [Float]

    init(speakers: Int, cohort: Int) {
        self.speakers = speakers
        columns = speakers + cohort
        scores = [Float](repeating: 0, count: speakers * columns)
    }

    /// Adds the score in one direction between a speaker and another, or a voice of the cohort,
    /// whose columns stand behind those of the speakers.
    mutating func add(_ score: Double, _ speaker: Int, _ column: Int) {
        scores[speaker * columns + column] += Float(score / 2)
        if column < speakers { scores[column * columns + speaker] += Float(score / 2) }
    }

    /// All pairs' scores in standard deviations about the mean of everybody but the pair itself,
    /// for i < j; nil where fewer than two others are there, or all of them are the same.
    func normalized() -> [(i: Int, j: Int, score: Double?)] {
        let moments = (0..<speakers).map { Moments(row($0)) }
        var pairs: [(i: Int, j: Int, score: Double?)] = []
        for i in 0..<speakers {
            for j in i + 1..<max(i + 1, speakers) {
                let score = Double(scores[i * columns + j])
                let deviations = [moments[i], moments[j]].compactMap {
                    $0.deviations(of: score, others: columns - 2)
                }
                pairs.append(
                    (i, j, deviations.count == 2 ? (deviations[0] + deviations[1]) / 2 : nil))
            }
        }
        return pairs
    }

    /// A speaker's scores with everybody else.
    private func row(_ speaker: Int) -> [Double] {
        let start = speaker * columns
        return (0..<columns).filter { $0 != speaker }.map { Double(scores[start + $0]) }
    }
}

/// Sums of a row about its mean, from which one value can be taken out again.
private struct Moments {
    let mean: Double
    let count: Int
    let squares: Double

    init(_ values: [Double]) {
        count = values.count
        let mean = values.reduce(0, +) / Double(max(1, count))
        self.mean = mean
        squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }

    /// How far a value lies from the mean of all others, in their standard deviations.
    func deviations(of value: Double, others: Int) -> Double? {
        guard others >= 2 else { return nil }
        let distance = value - mean
        // The mean without the value, and the squares about that.
        let (total, rest) = (Double(count), Double(others))
        let withoutMean = mean - distance / rest
        let withoutSquares = squares - distance * distance * total / rest
        let deviation = (max(0, withoutSquares) / (rest - 1)).squareRoot()
        guard deviation > 1e-12 * max(1, abs(withoutMean)) else { return nil }
        return (value - withoutMean) / deviation
    }
}
