internal import NumericCore

/// How 95 % intervals are drawn: by measuring again on resampled speakers.
///
/// Clips of one speaker resemble each other, so speakers are drawn with replacement, and each
/// brings all of its clips as often as it was drawn. Enrolled speakers and strangers are drawn
/// each from their own, as many as there are: the sizes of both groups are the experimenter's
/// choice, not chance. Very many are drawn in groups (`SpeakerGroups`). Below some forty speakers
/// percentile intervals are a little too narrow: so few cannot show how much speakers differ. With
/// a single speaker among the enrolled or the strangers nothing can vary there, and the interval
/// says so by having no width.
///
/// Every replicate has a generator of its own, made from the seed and the replicate's number;
/// intervals depend on neither threads nor the order of trials.
public struct SpeakerBootstrap: Equatable, Sendable {
    /// Replicates B, at least 1.
    public let replicates: Int
    /// The seed of all random numbers.
    public let seed: UInt64

    /// A way of drawing intervals.
    ///
    /// - Throws: ``EvaluationError`` when there is not at least one replicate.
    public init(
        replicates: Int = 1000, seed: UInt64 = 1
    ) throws(EvaluationError) {
        guard replicates >= 1 else {
            throw .outOfRange(
                name: "the number of replicates", value: Double(replicates), expected: "1 or more")
        }
        self.replicates = replicates
        self.seed = seed
    }

    /// The figures `values` of the speakers as they are, with their intervals.
    ///
    /// For each of up to `lanes` replicates `measure` gives the same figures when speakers count
    /// as often as its argument says, the enrolled first, then the strangers; none if that
    /// leaves nothing to measure, and speakers are then drawn anew.
    func figures(
        values: [Double], enrolled: Int, strangers: Int, lanes: Int,
        measure: @Sendable ([[Double]]) -> [[Double]?]
    ) throws -> [Figure] {
        let blocks = (replicates + lanes - 1) / lanes
        let drawn = try orderedMap(count: blocks) { block in
            let first = block * lanes
            var generators = (first..<min(first + lanes, replicates)).map {
                SeededGenerator(seed: seed, stream: UInt64($0))
            }
            var results = [[Double]?](repeating: nil, count: generators.count)
            // The speakers as they are leave something to measure, so some draw does too.
            while true {
                let open = results.indices.filter { results[$0] == nil }
                if open.isEmpty { return results.compactMap(\.self) }
                let measured = measure(
                    open.map { draw(&generators[$0], enrolled: enrolled, strangers: strangers) })
                for (lane, figures) in zip(open, measured) { results[lane] = figures }
            }
        }
        let all = drawn.flatMap(\.self)
        return values.indices.map { index in
            Figure(value: values[index], replicates: all.map { $0[index] })
        }
    }

    private func draw(
        _ generator: inout SeededGenerator, enrolled: Int, strangers: Int
    ) -> [Double] {
        var multiplicities = [Double](repeating: 0, count: enrolled + strangers)
        for _ in 0..<enrolled { multiplicities[generator.index(below: enrolled)] += 1 }
        for _ in 0..<strangers {
            multiplicities[enrolled + generator.index(below: strangers)] += 1
        }
        return multiplicities
    }
}

/// Without a bootstrap figures have no intervals.
extension SpeakerBootstrap? {
    func figures(
        values: [Double], enrolled: Int, strangers: Int, lanes: Int = 1,
        measure: @Sendable ([[Double]]) -> [[Double]?]
    ) throws -> [Figure] {
        guard let self else { return values.map { Figure(value: $0) } }
        return try self.figures(
            values: values, enrolled: enrolled, strangers: strangers, lanes: lanes,
            measure: measure)
    }
}

/// The speakers of an experiment by number: the enrolled by name, then the strangers by name.
struct SpeakerNumbers {
    let enrolled: Int
    let strangers: Int
    private let numbers: [TrueSpeaker: Int]

    init(_ speakers: Set<TrueSpeaker>) {
        var enrolled: [String] = []
        var strangers: [String] = []
        for speaker in speakers {
            switch speaker {
            case .enrolled(let name): enrolled.append(name)
            case .stranger(let name): strangers.append(name)
            }
        }
        // Sorted, so that numbers do not depend on the order in which speakers were met.
        let ordered =
            enrolled.sorted().map(TrueSpeaker.enrolled)
            + strangers.sorted().map(TrueSpeaker.stranger)
        self.enrolled = enrolled.count
        self.strangers = strangers.count
        numbers = Dictionary(uniqueKeysWithValues: zip(ordered, ordered.indices))
    }

    /// The number of a speaker of the set.
    subscript(_ speaker: TrueSpeaker) -> Int { numbers[speaker] ?? 0 }
}
