/// Identification outcomes arranged so that a bootstrap replicate weighs clips by their speaker.
///
/// The gallery stays as it is, since rates depend on its size; only whose clips are counted
/// varies.
struct IdentificationResampling: Sendable {
    private struct Clip {
        var score: Double
        var speaker: Int
    }

    let enrolled: Int
    let strangers: Int
    /// Each enrolled speaker's clip: speaker and rank.
    private let ranks: [(speaker: Int, rank: Int)]
    /// Clips whose true speaker is first, the highest score first.
    private let hits: [Clip]
    /// Strangers' clips, the highest best score first.
    private let impostors: [Clip]

    init(_ outcomes: [IdentificationOutcome]) {
        let numbers = SpeakerNumbers(Set(outcomes.map(\.speaker)))
        self.init(
            outcomes.map { ($0.bestScore, numbers[$0.speaker], $0.rank) },
            enrolled: numbers.enrolled, strangers: numbers.strangers)
    }

    /// Clips by best score, number of the speaker, and the true speaker's rank if enrolled.
    init(
        _ clips: [(best: Double, speaker: Int, rank: Int?)], enrolled: Int, strangers: Int
    ) {
        let groups = SpeakerGroups(enrolled: enrolled, strangers: strangers)
        self.enrolled = groups.enrolled
        self.strangers = groups.strangers
        var ranks: [(speaker: Int, rank: Int)] = []
        var hits: [Clip] = []
        var impostors: [Clip] = []
        for (best, speaker, rank) in clips {
            let clip = Clip(score: best, speaker: groups[speaker])
            guard let rank else {
                impostors.append(clip)
                continue
            }
            ranks.append((clip.speaker, rank))
            if rank == 1 { hits.append(clip) }
        }
        self.ranks = ranks
        self.hits = hits.sorted { $0.score > $1.score }
        self.impostors = impostors.sorted { $0.score > $1.score }
    }

    /// The closed-set rate within each count with speakers counted as often as drawn.
    func closedSetRates(_ multiplicities: [Double], within counts: [Int]) -> [Double]? {
        var total = 0.0
        var found = [Double](repeating: 0, count: counts.count)
        for clip in ranks {
            let weight = multiplicities[clip.speaker]
            total += weight
            for (index, count) in counts.enumerated() where clip.rank <= count {
                found[index] += weight
            }
        }
        return total > 0 ? found.map { $0 / total } : nil
    }

    /// FNIR at each wanted FPIR with speakers counted as often as drawn.
    func falseNegativeRates(
        _ multiplicities: [Double], atFalsePositiveRates rates: [Double]
    ) -> [Double]? {
        let total = ranks.reduce(0) { $0 + multiplicities[$1.speaker] }
        let strangers = impostors.reduce(0) { $0 + multiplicities[$1.speaker] }
        guard total > 0, strangers > 0 else { return nil }
        return rates.map { rate in
            let bar = highestRejected(multiplicities, of: strangers, rate: rate)
            let found = hits.prefix { hit in bar.map { hit.score > $0 } ?? true }
                .reduce(0) { $0 + multiplicities[$1.speaker] }
            return (total - found) / total
        }
    }

    /// The score at which the accepted strangers would exceed the wanted rate, so that only what
    /// lies above it is accepted; none where the rate allows all strangers.
    private func highestRejected(
        _ multiplicities: [Double], of total: Double, rate: Double
    ) -> Double? {
        var accepted = 0.0
        var start = 0
        while start < impostors.count {
            let score = impostors[start].score
            var end = start
            while end < impostors.count, impostors[end].score == score {
                accepted += multiplicities[impostors[end].speaker]
                end += 1
            }
            if accepted / total > rate { return score }
            start = end
        }
        return nil
    }
}
