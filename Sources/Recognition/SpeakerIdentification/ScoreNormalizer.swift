/// Normalises the scores of clips against some enrolled speakers.
///
/// What is too little for a formula is decided so: without others a score stays as it is; where
/// the others' values do not differ, as with one alone, or by rounding only, their mean is taken
/// off and nothing is divided; where a normalisation wants more others than there are, all are
/// taken.
public struct ScoreNormalizer: Sendable {
    /// The formula.
    public let normalization: ScoreNormalization
    /// Whose scores it looks at.
    public let source: CohortSource
    /// s(v, w): a row per voice v, the enrolled speakers before the cohort, a column per voice w
    /// that ``source`` names; empty where the formula does without.
    private let impostorScores: [[Double]]

    /// A normalizer.
    ///
    /// - Parameters:
    ///   - normalization: the formula.
    ///   - source: whose scores it looks at; nil for the formula's ``ScoreNormalization/usualSource``.
    ///   - impostorScores: s(v, w), where ``ScoreNormalization/needsImpostorScores``: a row per
    ///     model v, the M enrolled speakers' before those of the cohort's C voices, and a column
    ///     per voice w of the source: C, M or M + C. Those with v = w are not looked at.
    public init(
        _ normalization: ScoreNormalization, source: CohortSource? = nil,
        impostorScores: [[Double]] = []
    ) {
        self.normalization = normalization
        self.source = source ?? normalization.usualSource
        self.impostorScores = impostorScores
    }

    /// The normalised scores of a clip against the enrolled speakers.
    ///
    /// - Parameters:
    ///   - scores: s(v, t) of the M enrolled speakers, in nats per frame.
    ///   - cohort: the same of the cohort's C voices.
    ///   - absent: the index of an enrolled speaker who is nobody's other, as though not enrolled.
    ///   - selection: how these speakers stand for a gallery that is larger; nil where they are
    ///     the gallery.
    /// - Returns: M values: in nats per frame, or in standard deviations.
    public func normalized(
        _ scores: [Double], cohort: [Double], absent: Int? = nil,
        selection: SpeakerSearch.Selection? = nil
    ) -> [Double] {
        let all = scores + cohort
        let members = members(speakers: scores.count, cohort: cohort.count)
        if normalization.needsImpostorScores {
            precondition(
                impostorScores.count == all.count
                    && impostorScores.allSatisfy { $0.count == members.count },
                "impostor scores of other voices")
        }
        switch normalization {
        case .nearestOthers(let count):
            return relativeToNearest(count, all, members, speakers: scores.count, absent: absent)
        case .tNearest(let count):
            let relative = relativeToNearest(
                count, all, members, speakers: scores.count, absent: absent)
            func weight(_ voice: Int) -> Double {
                guard let selection, voice < scores.count else { return 1 }
                return selection.weights[voice]
            }
            let counted = members.filter { $0 != absent && weight($0) > 0 }
            let spread = Spread(counted.map { all[$0] }, weights: counted.map(weight))
            return relative.enumerated().map { voice, value in
                let isCounted = voice != absent && members.contains(voice) && weight(voice) > 0
                return value / (spread.without(isCounted ? all[voice] : nil)?.deviation ?? 1)
            }
        case .none, .z, .t, .zt, .s, .adaptiveS: break
        }
        return scores.indices.map { speaker in
            let others = members.filter { $0 != speaker && $0 != absent }
            let values = others.map { all[$0] }
            func impostors(_ voice: Int) -> [Double] {
                others.filter { $0 != voice }.map {
                    impostorScores[voice][$0 - members.lowerBound]
                }
            }
            let score = scores[speaker]
            switch normalization {
            case .none, .nearestOthers, .tNearest:
                return score
            case .z:
                return Self.standardized(score, by: impostors(speaker))
            case .t:
                return Self.standardized(score, by: values)
            case .zt:
                return Self.standardized(
                    Self.standardized(score, by: impostors(speaker)),
                    by: others.map { Self.standardized(all[$0], by: impostors($0)) })
            case .s:
                return
                    (Self.standardized(score, by: impostors(speaker))
                    + Self.standardized(score, by: values)) / 2
            case .adaptiveS(let top):
                func best(_ values: [Double]) -> [Double] {
                    Array(values.sorted(by: >).prefix(top))
                }
                return
                    (Self.standardized(score, by: best(impostors(speaker)))
                    + Self.standardized(score, by: best(values))) / 2
            }
        }
    }

    /// How many others a speaker's score is relative to.
    ///
    /// - Parameters:
    ///   - speaker: the index among the enrolled.
    ///   - speakers: how many are enrolled.
    ///   - cohort: how many voices the cohort has.
    ///   - absent: who is nobody's other.
    /// - Returns: the number.
    public func otherCount(of speaker: Int, speakers: Int, cohort: Int, absent: Int? = nil) -> Int {
        let members = members(speakers: speakers, cohort: cohort)
        return members.count - Set([speaker, absent ?? speaker]).count(where: members.contains)
    }

    /// The voices of the source, by their index among the enrolled and the cohort.
    private func members(speakers: Int, cohort: Int) -> Range<Int> {
        switch source {
        case .background: speakers..<speakers + cohort
        case .gallery: 0..<speakers
        case .both: 0..<speakers + cohort
        }
    }

    private func relativeToNearest(
        _ count: Int, _ all: [Double], _ members: Range<Int>, speakers: Int, absent: Int?
    ) -> [Double] {
        // The N + 1 best hold the N best others of any voice.
        let best = members.filter { $0 != absent }
            .sorted { (-all[$0], $0) < (-all[$1], $1) }.prefix(count + 1)
        return (0..<speakers).map { voice in
            let others = best.lazy.filter { $0 != voice }.prefix(count)
            guard !others.isEmpty else { return all[voice] }
            return all[voice] - others.reduce(0) { $0 + all[$1] } / Double(others.count)
        }
    }

    /// (x − μ) / σ.
    private static func standardized(_ x: Double, by values: [Double]) -> Double {
        guard !values.isEmpty else { return x }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let deviation = variance.squareRoot()
        // Equal values may differ from their own mean in the last digits.
        let rounding = 1e-12 * (values.map(abs).max() ?? 0)
        return deviation > rounding ? (x - mean) / deviation : x - mean
    }
}

extension ScoreNormalization {
    /// The scores of a clip against some voices, by a formula that needs no impostor scores, with
    /// its usual others.
    ///
    /// - Parameters:
    ///   - scores: one per voice, in nats per frame.
    ///   - cohort: scores of further voices.
    /// - Returns: one value per voice.
    func normalized(_ scores: [Double], cohort: [Double]) -> [Double] {
        ScoreNormalizer(self).normalized(scores, cohort: cohort)
    }
}
