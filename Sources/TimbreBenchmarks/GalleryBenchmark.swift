import ArgumentParser
import Foundation
import GaussianMixtures
import NumericCore
import SpeakerGallery
import SpeakerIdentification

/// `timbre-benchmarks gallery`: how long a large gallery's commands take, and how large it is.
struct GalleryBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gallery",
        abstract: "Fills a gallery with made-up statistics and measures its commands.",
        discussion: """
            Times are those of a library call on an open gallery, median and worst; with --program \
            also those of whole runs of timbre. The gallery is gone afterwards unless --keep.
            """)

    @Option(help: "Speakers.")
    var speakers = 10_000

    @Option(help: "Recordings of each.")
    var recordings = 3

    @Option(help: "The background model: a shipped one's name or a file.")
    var model = "speech-16k"

    @Option(help: "Commands are timed so often.")
    var repetitions = 9

    @Option(help: "Seed of the statistics.")
    var seed: UInt64 = 1

    @Option(help: "The folder to work in.")
    var folder = NSTemporaryDirectory()

    @Option(help: "A built timbre, whose runs are timed too.")
    var program: String?

    @Flag(help: "Leave the gallery where it is.")
    var keep = false

    private var setting: String { "\(speakers) × \(recordings), \(model)" }

    func validate() throws {
        guard speakers > repetitions, recordings > 0, repetitions > 0 else {
            throw ValidationError(
                "--speakers: more than --repetitions expected, both and --recordings positive")
        }
    }

    func run() throws {
        let path = folder + "/timbre-benchmark-\(UUID().uuidString).sqlite"
        defer {
            for ending in keep ? [] : ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: path + ending)
            }
        }
        let background =
            try ShippedModels.names.contains(model)
            ? ShippedModels.load(model) : BackgroundModel(contentsOf: model)
        let filling = Stopwatch()
        try fill(SpeakerGallery.create(path, background: background))
        try MeasuredFigure(
            figure: "fill", value: filling.seconds, unit: "s", setting: setting
        ).print()
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        try MeasuredFigure(
            figure: "file size", value: Double(size), unit: "bytes", setting: setting
        ).print()
        try measureCalls(path)
        if let program { try measureRuns(program, path) }
        if keep { FileHandle.standardError.write(Data((path + "\n").utf8)) }
    }

    /// A few sets of statistics serve for all; nothing here asks what is in them.
    private func fill(_ gallery: SpeakerGallery) throws {
        var generator = SeededGenerator(seed: seed)
        let voices = try (0..<8).map { _ in
            try statistics(of: gallery.background, &generator)
        }
        for speaker in 0..<speakers {
            let recordings = (0..<recordings).map { number in
                let summary = RecordingSummary(
                    name: "clips/\(speaker)/\(number).flac",
                    digest: (0..<4).map { _ in String(format: "%016lx", generator.next()) }
                        .joined(),
                    durationSeconds: 10, speechSeconds: 8, signalToNoiseDecibels: 25,
                    clippedFraction: 0, enrolledAt: gallery.time)
                return Recording(summary, voices[(speaker + number) % voices.count])
            }
            try gallery.add(recordings, to: name(speaker))
        }
    }

    private func name(_ number: Int) -> String {
        // Scattered over the order of names, as people's are.
        "\(String(format: "%05d", number * 7919 % 100_003)) speaker \(number)"
    }

    private func statistics(
        of background: BackgroundModel, _ generator: inout SeededGenerator
    ) throws -> VoiceStatistics {
        let (count, dimension) = (background.componentCount, background.dimension)
        return VoiceStatistics(
            streams: try background.mixtures.map { _ in
                try SufficientStatistics(
                    zeroth: (0..<count).map { _ in generator.uniform() },
                    first: Matrix(
                        rows: count, columns: dimension,
                        elements: (0..<count * dimension).map { _ in generator.normal() }),
                    second: Matrix(rows: count, columns: dimension, repeating: 1),
                    logLikelihood: -1, frameCount: count)
            })
    }

    private func measureCalls(_ path: String) throws {
        try measure("open") { _ in _ = try SpeakerGallery.open(path) }
        let gallery = try SpeakerGallery.open(path)
        try measure("list") { _ in _ = try gallery.speakers() }
        try measure("show") { _ = try gallery.recordingSummaries(of: name($0)) }
        try measure("edit") { number in
            try gallery.edit(name(number)) { $0.tags = ["measured"] }
        }
        try measure("rename") { try gallery.rename(name($0), to: "renamed \($0)") }
        try measure("remove") { try gallery.remove("renamed \($0)") }
    }

    private func measureRuns(_ program: String, _ path: String) throws {
        try measure("run list") { _ in try start(program, "list", path) }
        try measure("run show") { try start(program, "show", name($0 + repetitions), path) }
        try measure("run rename") { number in
            try start(program, "rename", name(number + repetitions), "run \(number)", path)
        }
        try measure("run remove") { try start(program, "remove", "run \($0)", path) }
    }

    private func start(_ program: String, _ words: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments =
            ["speakers"] + words.dropLast() + ["--quiet", "--gallery", words[words.count - 1]]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ExitCode(process.terminationStatus) }
    }

    /// Prints median and worst of some calls, each with its number.
    private func measure(_ figure: String, _ body: (Int) throws -> Void) throws {
        var times: [Double] = []
        for number in 0..<repetitions {
            let watch = Stopwatch()
            try body(number)
            times.append(1000 * watch.seconds)
        }
        times.sort()
        for (kind, value) in [("median", times[times.count / 2]), ("worst", times.last ?? 0)] {
            try MeasuredFigure(
                figure: "\(figure), \(kind)", value: value, unit: "ms", setting: setting
            ).print()
        }
    }
}
