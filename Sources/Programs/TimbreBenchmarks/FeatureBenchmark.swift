import ArgumentParser
import AudioInput
import NumericCore
import SpeechFeatures

/// `timbre-benchmarks features`: MFCC, Δ and ΔΔ of clips, beside what reading and Fourier
/// transforms take by themselves.
struct FeatureBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "features",
        abstract: "Measures how many times faster than they sound clips become features.",
        discussion: """
            Features are Kaldi's 13 cepstra of 16 kHz audio with first and second derivatives, of \
            all frames. After each measurement clips are read and transformed, frame by frame, \
            with nothing done before or after: the limit.
            """)

    @Argument(help: "16-bit files of 16 kHz, one channel.")
    var clips: [String]

    @Option(help: "Threads.")
    var threads = 1

    @Option(help: "How often each figure is measured; each is a line.")
    var repetitions = 5

    func validate() throws {
        guard threads >= 1, repetitions >= 1 else {
            throw ValidationError("threads and repetitions are at least 1")
        }
    }

    func run() throws {
        Threads.use(threads)
        var configuration = FrontEndConfiguration.kaldi
        configuration.deltas.order = 2
        let frontEnd = try FrontEnd(configuration)
        for _ in 0..<repetitions {
            try measure("features") { path in
                let audio = try AudioClip(path: path, options: .init(sampleRate: 16000))
                return try frontEnd.features { try audio.nextBlock() }.durationSeconds
            }
            try measure("reading and transforms alone") { try TransformLimit.run(path: $0) }
        }
    }

    private func measure(
        _ figure: String, _ work: @Sendable (String) throws -> Double
    ) throws {
        let stopwatch = Stopwatch()
        let seconds = try orderedMap(count: clips.count) {
            try work(clips[$0])
        }
        let total = seconds.reduce(0, +)
        try MeasuredFigure(
            figure: figure, value: total / stopwatch.seconds, unit: "times real time",
            setting: "\(clips.count) clips, \(threads) threads"
        ).print()
    }
}
