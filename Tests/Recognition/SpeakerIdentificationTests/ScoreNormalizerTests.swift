import Foundation
import NumericCore
import SpeakerIdentification
import TestSupport
import Testing

@Suite struct ScoreNormalizerTests {
    static let all: [ScoreNormalization] = [
        .none, .nearestOthers(2), .tNearest(2), .z, .t, .zt, .s, .adaptiveS(top: 2),
    ]

    /// Two enrolled speakers and three voices a, b, c.
    ///
    /// The clip scores 5 and 2 against the speakers and 1, 2, 3 against the voices: μ = 2,
    /// σ² = 2/3. Speaker 0 scores the voices −1, 0, 1: μ = 0, σ² = 2/3; speaker 1 scores them 4,
    /// 6, 8: μ = 6, σ² = 8/3. The voices' own: a scores b, c 0, 2: (1 − 1)/1 = 0; b scores a, c
    /// 1, 5: (2 − 3)/2 = −½; c scores a, b 0, 4: (3 − 2)/2 = ½. Of these μ = 0, σ² = 1/6.
    private static let known: [(ScoreNormalization, Double, Double)] = [
        (.none, 5, 2),
        // Nearest are c and b.
        (.nearestOthers(2), 2.5, -0.5),
        (.tNearest(2), 2.5 * 1.5.squareRoot(), -0.5 * 1.5.squareRoot()),
        (.z, 5 * 1.5.squareRoot(), -4 * 0.375.squareRoot()),
        (.t, 3 * 1.5.squareRoot(), 0),
        // s_Z √6.
        (.zt, 15, -6),
        (.s, 4 * 1.5.squareRoot(), -2 * 0.375.squareRoot()),
        // Of the speakers the two largest are 0, 1: (5 − ½)/½ = 9, and 6, 8: (2 − 7)/1 = −5; of
        // the clip 2, 3: (5 − 2½)/½ = 5, and (2 − 2½)/½ = −1.
        (.adaptiveS(top: 2), 7, -3),
    ]

    @Test func handWorked() {
        for (normalization, first, second) in Self.known {
            let normalizer = ScoreNormalizer(
                normalization, source: .background,
                impostorScores: [[-1, 0, 1], [4, 6, 8], [9, 0, 2], [1, 9, 5], [0, 4, 9]])
            let result = normalizer.normalized([5, 2], cohort: [1, 2, 3])
            #expect(result.count == 2)
            // Some roundings of numbers up to 15.
            #expect(abs(result[0] - first) < 1e-12, "\(normalization)")
            #expect(abs(result[1] - second) < 1e-12, "\(normalization)")
        }
    }

    /// Of the voices 5, 3, 2, 1 and the cohort's 4: for the first the nearest two others are 4 and
    /// 3, for each of the rest 5 and 4; where the first is absent, 4 and 3 for it, 4 and 2 for the
    /// second, 4 and 3 for the others.
    @Test func nearestAmongAll() {
        let normalizer = ScoreNormalizer(.nearestOthers(2))
        #expect(normalizer.normalized([5, 3, 2, 1], cohort: [4]) == [1.5, -1.5, -2.5, -3.5])
        #expect(
            normalizer.normalized([5, 3, 2, 1], cohort: [4], absent: 0) == [1.5, 0, -1.5, -2.5])
        #expect(
            ScoreNormalizer(.nearestOthers(1)).normalized([2, 2, 1], cohort: []) == [0, 0, -1])
    }

    /// One score that is far off does not wash the spread of the rest away, nor do equal ones get
    /// a spread by it: beside 1000, of the others 1, 2, 3 σ² is 2/3.
    @Test func farScoresLeaveTheSpread() {
        let normalizer = ScoreNormalizer(.tNearest(1), source: .both)
        let value = normalizer.normalized([1e3], cohort: [1, 2, 3])[0]
        // Of squares of 10⁶ a sum of 2 is left, to 10⁻¹⁰ of itself.
        #expect(abs(value / ((1e3 - 3) * 1.5.squareRoot()) - 1) < 1e-9)
        #expect(normalizer.normalized([1e3], cohort: [3, 3, 3]) == [1e3 - 3])
    }

    /// Scores of impostors of which nothing is known but their number.
    private func normalizer(
        _ normalization: ScoreNormalization, _ source: CohortSource, voices: Int, columns: Int
    ) -> ScoreNormalizer {
        ScoreNormalizer(
            normalization, source: source,
            impostorScores: Array(repeating: Array(repeating: 0.1, count: columns), count: voices))
    }

    @Test(arguments: all) func withoutOthersAScoreStays(normalization: ScoreNormalization) {
        for source in CohortSource.allCases {
            let alone = normalizer(
                normalization, source, voices: 1, columns: source == .background ? 0 : 1)
            #expect(alone.normalized([0.25], cohort: []) == [0.25])
            let nobody = normalizer(
                normalization, source, voices: 0, columns: 0)
            #expect(nobody.normalized([], cohort: []).isEmpty)
        }
        // The one other is absent.
        let pair = normalizer(normalization, .gallery, voices: 2, columns: 2)
        #expect(pair.normalized([0.25, 4], cohort: [], absent: 1)[0] == 0.25)
    }

    /// With one other, or with equal ones, the mean is taken off: 0.1 three times is not 0.3, so
    /// the deviation is not 0 but what rounding leaves.
    @Test(arguments: [1, 3, 7]) func equalOthersHaveNoDeviation(count: Int) {
        let cohort = Array(repeating: 0.3, count: count)
        func value(_ normalization: ScoreNormalization) -> Double {
            normalizer(normalization, .background, voices: 1 + count, columns: count)
                .normalized([1], cohort: cohort)[0]
        }
        // Means and differences, rounded.
        #expect(abs(value(.z) - 0.9) < 1e-12)
        #expect(abs(value(.t) - 0.7) < 1e-12)
        #expect(abs(value(.tNearest(2)) - 0.7) < 1e-12)
        #expect(abs(value(.s) - 0.8) < 1e-12)
        #expect(abs(value(.adaptiveS(top: 2)) - 0.8) < 1e-12)
        // The others' own: 0.3 − 0.1, but of a single other, who has none, 0.3.
        #expect(abs(value(.zt) - (count == 1 ? 0.6 : 0.7)) < 1e-12)
    }

    private struct Figures: Decodable {
        struct Case: Decodable {
            let normalization: String
            let count: Int?
            let source: CohortSource
            let absent: Int?
            let expected: [Double]

            var formula: ScoreNormalization? {
                switch ScoreNormalization.Name(rawValue: normalization) {
                case nil: nil
                case .some(.none): ScoreNormalization.none
                case .nearest: .nearestOthers(count ?? 0)
                case .tNearest: .tNearest(count ?? 0)
                case .z: .z
                case .t: .t
                case .zt: .zt
                case .s: .s
                case .adaptiveS: .adaptiveS(top: count ?? 0)
                }
            }
        }
        let enrolled: Int
        let scores: [Double]
        let impostorScores: [[Double]]
        let cases: [Case]
    }

    /// `Tests/Fixtures/normalizations/README.md` says how they were made.
    @Test func agreesWithNumPy() throws {
        let figures = try JSONDecoder().decode(
            Figures.self, from: Repository.bytes(ofFixture: "normalizations/trials.json"))
        #expect(
            Set(figures.cases.map(\.normalization)).count == ScoreNormalization.Name.allCases.count)
        for known in figures.cases {
            let columns =
                switch known.source {
                case .background: figures.enrolled..<figures.scores.count
                case .gallery: 0..<figures.enrolled
                case .both: 0..<figures.scores.count
                }
            let isGallery = known.source == .gallery
            let normalizer = ScoreNormalizer(
                try #require(known.formula), source: known.source,
                impostorScores: figures.impostorScores
                    .prefix(isGallery ? figures.enrolled : figures.scores.count)
                    .map { Array($0[columns]) })
            let result = normalizer.normalized(
                Array(figures.scores.prefix(figures.enrolled)),
                cohort: isGallery ? [] : Array(figures.scores.dropFirst(figures.enrolled)),
                absent: known.absent)
            #expect(result.count == known.expected.count)
            // Sums of up to thirteen numbers, in Double on both sides.
            for (value, figure) in zip(result, known.expected) {
                #expect(abs(value - figure) < 1e-12 * max(1, abs(figure)), "\(known)")
            }
        }
    }

    /// The definitions, one trial at a time.
    private struct PlainTrial {
        let clip: [Double]
        /// By model and voice.
        let models: [[Double]]
        let others: [Int]

        private func standardized(_ x: Double, _ values: [Double]) -> Double {
            (x - mean(values)) / deviation(values)
        }

        private func mean(_ values: some Collection<Double>) -> Double {
            values.reduce(0, +) / Double(values.count)
        }

        private func deviation(_ values: [Double]) -> Double {
            (mean(values.map { $0 * $0 }) - mean(values) * mean(values)).squareRoot()
        }

        private func z(_ voice: Int, top: Int = .max) -> Double {
            let values = others.filter { $0 != voice }.map { models[voice][$0] }
            return standardized(clip[voice], Array(values.sorted().reversed().prefix(top)))
        }

        private func t(_ voice: Int, top: Int = .max) -> Double {
            let values = others.map { clip[$0] }
            return standardized(clip[voice], Array(values.sorted().reversed().prefix(top)))
        }

        private func relative(_ voice: Int, _ count: Int) -> Double {
            clip[voice] - mean(others.map { clip[$0] }.sorted().suffix(count))
        }

        func value(_ normalization: ScoreNormalization, _ voice: Int) -> Double {
            switch normalization {
            case .none: clip[voice]
            case .nearestOthers(let count): relative(voice, count)
            case .tNearest(let count):
                relative(voice, count) / deviation(others.map { clip[$0] })
            case .z: z(voice)
            case .t: t(voice)
            case .zt: standardized(z(voice), others.map { z($0) })
            case .s: 0.5 * z(voice) + 0.5 * t(voice)
            case .adaptiveS(let top): 0.5 * z(voice, top: top) + 0.5 * t(voice, top: top)
            }
        }
    }

    @Test(arguments: all, CohortSource.allCases)
    func agreesWithTheDefinition(normalization: ScoreNormalization, source: CohortSource) {
        var generator = SeededGenerator(seed: 5)
        for (speakers, cohort) in [(5, 4), (12, 9), (6, 5)] {
            let voices = speakers + cohort
            let members =
                switch source {
                case .background: Array(speakers..<voices)
                case .gallery: Array(0..<speakers)
                case .both: Array(0..<voices)
                }
            let clip = (0..<voices).map { _ in 2 + generator.normal() }
            let models = (0..<voices).map { _ in (0..<voices).map { _ in generator.normal() } }
            let normalizer = ScoreNormalizer(
                normalization, source: source,
                impostorScores: models.map { row in members.map { row[$0] } })
            for absent in [nil, 0, speakers - 1] {
                let result = normalizer.normalized(
                    Array(clip.prefix(speakers)), cohort: Array(clip.suffix(cohort)),
                    absent: absent)
                for voice in 0..<speakers {
                    let trial = PlainTrial(
                        clip: clip, models: models,
                        others: members.filter { $0 != voice && $0 != absent })
                    let expected = trial.value(normalization, voice)
                    // The plain variance is a difference of squares.
                    #expect(abs(result[voice] - expected) < 1e-9 * max(1, abs(expected)))
                    #expect(
                        normalizer.otherCount(
                            of: voice, speakers: speakers, cohort: cohort, absent: absent)
                            == trial.others.count)
                }
            }
        }
    }

    /// A clip's own speaker can only be missed by the others where these look at the enrolled;
    /// whoever is absent keeps the score of one who is enrolled.
    @Test(arguments: all) func absenceMatters(normalization: ScoreNormalization) {
        var generator = SeededGenerator(seed: 8)
        let scores = [9] + (0..<5).map { _ in generator.normal() }
        let cohort = (0..<4).map { _ in generator.normal() }
        for source in CohortSource.allCases {
            let columns = source == .background ? 4 : source == .gallery ? 6 : 10
            let normalizer = ScoreNormalizer(
                normalization, source: source,
                impostorScores: (0..<10).map { _ in (0..<columns).map { _ in generator.normal() } })
            let with = normalizer.normalized(scores, cohort: cohort)
            let without = normalizer.normalized(scores, cohort: cohort, absent: 0)
            // A score is taken out of sums, or is never in them.
            #expect(abs(with[0] - without[0]) < 1e-12)
            let isSame = normalization == .none || source == .background
            #expect((with.dropFirst() == without.dropFirst()) == isSame)
            if case .nearestOthers = normalization, !isSame {
                for (known, unknown) in zip(with, without).dropFirst() { #expect(known < unknown) }
            }
        }
    }
}
