import ArgumentParser
import CVectorKernels
import GaussianMixtures
import NumericCore
import SpeakerIdentification

/// `timbre-benchmarks scoring`: one clip against many speakers.
struct ScoringBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scoring",
        abstract: "Measures the scoring of a clip against many speakers, on one thread.",
        discussion: """
            Background, speakers and clip are drawn at random. Scores of the first speakers are \
            compared with plain sums in Double over the first second of the clip. After linear \
            scoring the speakers' models are read by themselves: the limit.
            """)

    @Option(help: "Number of components K.")
    var components = 512

    @Option(help: "Length D of a frame.")
    var dimension = 60

    @Option(help: "Number of speakers.")
    var speakers = 1000

    @Option(help: "Frames of the clip.")
    var frames = 3000

    @Option(help: "Components evaluated for each frame.")
    var top = 10

    @Option(help: "How often each figure is measured; each is a line.")
    var repetitions = 5

    func validate() throws {
        guard components >= top, top >= 1, dimension >= 1, speakers >= 1, frames >= 100,
            repetitions >= 1
        else {
            throw ValidationError("at least 1 of each, 100 frames and no more top than components")
        }
    }

    func run() throws {
        Threads.use(1)
        var generator = SeededGenerator(seed: 1)
        let mixture = try MadeUpVoices.mixture(
            components: components, dimension: dimension, &generator)
        let drawn = MadeUpVoices([mixture], &generator)
        let background = ScoringBackground(
            [mixture], weights: [1], adaptation: try MaximumAPosteriori(relevanceFactor: 16))
        let voices = try (0..<speakers).map { number in
            try SpeakerModel(
                speaker: "\(number)", statistics: drawn.statistics(of: number),
                background: background)
        }
        let clip = drawn.clip(of: 1, frames: frames, &generator)
        let scorer = ClipScorer(background, topComponents: top)
        let linear = LinearScorer(background)
        for _ in 0..<repetitions {
            var stopwatch = Stopwatch()
            _ = try scorer.scores(of: clip, against: voices)
            try print("top-component scoring", 1000 * stopwatch.seconds, "ms")
            stopwatch = Stopwatch()
            let statistics = try background.statistics(of: clip)
            try print("statistics of the clip", 1000 * stopwatch.seconds, "ms")
            stopwatch = Stopwatch()
            _ = linear.scores(of: statistics, against: voices)
            try print("linear scoring", 1000 * stopwatch.seconds, "ms")
            stopwatch = Stopwatch()
            guard read(voices, background).isFinite else {
                throw ValidationError("models that are not finite")
            }
            try print("reading the models alone", 1000 * stopwatch.seconds, "ms")
            stopwatch = Stopwatch()
            _ = try SpeakerModel(
                speaker: "", statistics: statistics, background: background)
            try print("adaptation", 1000 * stopwatch.seconds, "ms")
        }
        try print(
            "distance from a plain sum", try distance(clip[0], drawn, mixture, background), "nats")
    }

    /// The least that scoring everybody can take: every parameter looked at once.
    private func read(_ voices: [SpeakerModel], _ background: ScoringBackground) -> Float {
        let count = Int32(background.layout.parameterCount)
        return voices.reduce(0) { $0 + frame_sum($1.content.parameters, count) }
    }

    /// The largest |s − s'| of a few speakers, s' in Double from the mixtures themselves.
    private func distance(
        _ clip: Matrix<Float>, _ voices: MadeUpVoices, _ mixture: GaussianMixture,
        _ background: ScoringBackground
    ) throws -> Double {
        let part = clip.rows(in: 0..<100)
        let chosen = try (0..<min(5, speakers)).map { number in
            let statistics = try voices.statistics(of: number)
            return (
                model: try SpeakerModel(
                    speaker: "", statistics: statistics, background: background),
                mixture: try background.adaptation.adapt(mixture, to: statistics.streams[0])
            )
        }
        let scores = try ClipScorer(background, topComponents: nil)
            .scores(of: [part], against: chosen.map(\.model))
        return zip(scores, chosen).reduce(0) { worst, pair in
            let plain = (0..<part.rows).reduce(0) { sum, n in
                let point = part.row(n).map(Double.init)
                return sum + pair.1.mixture.logDensity(of: point) - mixture.logDensity(of: point)
            }
            return max(worst, abs(pair.0 - plain / Double(part.rows)))
        }
    }

    private func print(_ figure: String, _ value: Double, _ unit: String) throws {
        let setting =
            "\(speakers) speakers, \(frames) frames, \(components) components, "
            + "\(dimension) values, top \(top), \(LinearAlgebraLibrary.version)"
        try MeasuredFigure(figure: figure, value: value, unit: unit, setting: setting).print()
    }
}
