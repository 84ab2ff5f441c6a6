/// How alike speakers are to each other and to a cohort: S(i, j), the mean of both directions.
///
/// With μ and σ over everybody but the pair itself, their score is
///
///     z = ½ (S − μᵢ) / σᵢ + ½ (S − μⱼ) / σⱼ
///
/// which is symmetric normalisation (Kenny, "Bayesian speaker verification with heavy-tailed
/// priors", 2010) with the speakers themselves for the cohort.
public struct SimilarityTable: Sendable {
    private let speakers: Int
    private let columns: Int
    /// speakers × (speakers + cohort), row-major; symmetric in the speakers.
    private var scores: [Float]

    /// A table of zeros for some speakers and the voices of a cohort.
    public init(speakers: Int, cohort: Int) {
        self.speakers = speakers
        columns = speakers + cohort
        scores = [Float](repeating: 0, count: speakers * columns)
    }

    /// Adds the score in one direction between a speaker and another, or a voice of the cohort,
    /// whose columns stand behind those of the speakers.
    public mutating func add(_ score: Double, _ speaker: Int, _ column: Int) {
        scores[speaker * columns + column] += Float(score / 2)
        if column < speakers { scores[column * columns + speaker] += Float(score / 2) }
    }

    /// z of all pairs, for i < j; nil where fewer than two others are there, or all of them are
    /// the same.
    public func normalized() -> [(i: Int, j: Int, score: Double?)] {
        let spreads = (0..<speakers).map { Spread(row($0)) }
        var pairs: [(i: Int, j: Int, score: Double?)] = []
        for i in 0..<speakers {
            for j in i + 1..<max(i + 1, speakers) {
                let score = Double(scores[i * columns + j])
                let deviations = [spreads[i], spreads[j]].compactMap { spread in
                    spread.without(score).map { (score - $0.mean) / $0.deviation }
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
