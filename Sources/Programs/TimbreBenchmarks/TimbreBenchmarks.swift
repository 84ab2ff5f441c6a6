import ArgumentParser
import NumericCore

/// Measures Timbre; what each figure is stands in its line.
@main struct TimbreBenchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timbre-benchmarks",
        abstract: "Measures Timbre and prints one JSON line per figure.",
        subcommands: [
            MixtureBenchmark.self, TrainingBenchmark.self, ScoringBenchmark.self,
            FeatureBenchmark.self, GalleryBenchmark.self,
        ])

    static func main() {
        FreedMemory.keep()
        LinearAlgebraLibrary.endThreads()
        main(nil)
    }
}
