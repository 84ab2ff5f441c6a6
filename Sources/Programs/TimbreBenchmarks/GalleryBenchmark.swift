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
            also those of whole runs of timbre, of identify for each --clip. For --probes made-up \
            clips the search's winner is compared with that of exact scores of everybody. The \
            gallery is gone afterwards unless --keep.
            """)

    @Option(help: "Speakers.")
    var speakers = 10_000

    @Option(help: "Recordings of each.")
    var recordings = 3

    @Option(help: "The background model: a shipped one's name or a file.")
    var model = "speech-16k"

    @Option(
        help: "Of the background model's streams only so many are used: smaller galleries.")
    var streams: Int?

    @Option(help: "Commands are timed so often.")
    var repetitions = 9

    @Option(help: "Seed of the statistics.")
    var seed: UInt64 = 1

    @Option(help: "The folder to work in.")
    var folder = NSTemporaryDirectory()

    @Option(help: "A built timbre, whose runs are timed too.")
    var program: String?

    @Option(help: "A clip that the program identifies.")
    var clip: [String] = []

    @Option(help: "Clips that are looked for with and without the search.")
    var probes = 0

    @Flag(help: "Leave the gallery where it is.")
    var keep = false

    private var setting: String {
        "\(speakers) × \(recordings), \(model)" + (streams.map { ", \($0) of its streams" } ?? "")
    }

    func validate() throws {
        guard speakers > repetitions, recordings > 0, repetitions > 0 else {
            throw ValidationError(
                "--speakers: more than --repetitions expected, both and --recordings positive")
        }
        guard streams ?? 1 >= 1 else { throw ValidationError("--streams: at least 1 expected") }
    }

    func run() throws {
        Threads.use(2)
        let path = folder + "/timbre-benchmark-\(UUID().uuidString).sqlite"
        defer {
            for ending in keep ? [] : ["", "-wal", "-shm", "-models"] {
                try? FileManager.default.removeItem(atPath: path + ending)
            }
        }
        let background = try background()
        let filling = Stopwatch()
        try fill(SpeakerGallery.create(path, background: background))
        try MeasuredFigure(
            figure: "fill", value: filling.seconds, unit: "s", setting: setting
        ).print()
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        try MeasuredFigure(
            figure: "file size", value: Double(size), unit: "bytes", setting: setting
        ).print()
        try measureModels(path)
        if let program { try measureIdentification(program, path) }
        try measureCalls(path)
        if let program { try measureRuns(program, path) }
        if keep { FileHandle.standardError.write(Data((path + "\n").utf8)) }
    }

    private func background() throws -> BackgroundModel {
        let whole =
            try ShippedModels.names.contains(model)
            ? ShippedModels.load(model) : BackgroundModel(contentsOf: model)
        guard let streams, streams < whole.mixtures.count else { return whole }
        var (configuration, scoring) = (whole.configuration, whole.scoring)
        configuration.normalizations = Array(configuration.normalizations.prefix(streams))
        let weights = scoring.streamWeights.prefix(streams)
        scoring.streamWeights = weights.map { $0 / weights.reduce(0, +) }
        let cohort = try whole.cohort.map {
            VoiceStatistics(streams: Array($0.streams.prefix(streams)))
        }
        return try BackgroundModel(
            mixtures: Array(whole.mixtures.prefix(streams)), configuration: configuration,
            featureMoments: whole.featureMoments, scoring: scoring, cohort: cohort,
            description: whole.description)
    }

    private func fill(_ gallery: SpeakerGallery) throws {
        var generator = SeededGenerator(seed: seed)
        let voices = MadeUpVoices(gallery.background.mixtures, &generator)
        for speaker in 0..<speakers {
            let recordings = try (0..<recordings).map { number in
                let summary = RecordingSummary(
                    name: "clips/\(speaker)/\(number).flac",
                    digest: (0..<4).map { _ in String(format: "%016lx", generator.next()) }
                        .joined(),
                    durationSeconds: 10, speechSeconds: 8, signalToNoiseDecibels: 25,
                    clippedFraction: 0, enrolledAt: gallery.time)
                return EnrolledRecording(summary, try voices.statistics(of: speaker))
            }
            try gallery.add(recordings, to: name(speaker))
        }
    }

    private func name(_ number: Int) -> String {
        // Scattered over the order of names, as people's are.
        "\(String(format: "%05d", number * 7919 % 100_003)) speaker \(number)"
    }

    private func measureModels(_ path: String) throws {
        let gallery = try SpeakerGallery.open(path)
        let background = ScoringBackground(gallery.background)
        let watch = Stopwatch()
        let models = try gallery.models(background)
        try MeasuredFigure(
            figure: "making models", value: watch.seconds, unit: "s", setting: setting
        ).print()
        var status = stat()
        guard stat(path + "-models", &status) == 0 else { throw ExitCode(74) }
        try MeasuredFigure(
            figure: "models' size on disk", value: 512 * Double(status.st_blocks), unit: "bytes",
            setting: setting
        ).print()
        guard probes > 0 else { return }
        var generator = SeededGenerator(seed: seed)
        let voices = MadeUpVoices(gallery.background.mixtures, &generator)
        let top = gallery.background.scoring.topComponents
        let scorer = ClipScorer(background, topComponents: top)
        let names = models.speakers.map(\.speaker)
        let search = SpeakerSearch(among: names)
        var (same, own) = (0, 0)
        for probe in 0..<probes {
            let speaker = probe * speakers / probes
            let clip = voices.clip(of: speaker, frames: 250, &generator)
            let chosen = try search.selection(
                for: CompactClip(clip, background, topComponents: top),
                among: models.speakers)
            let all = try scorer.scores(of: clip, against: models.speakers)
            let winner = all.indices.max { all[$0] < all[$1] } ?? 0
            if chosen.speakers.contains(winner) { same += 1 }
            if names[winner] == name(speaker) { own += 1 }
        }
        for (figure, count) in [
            ("exact winners among those whom the search chose", same),
            ("exact winners who are the clip's speaker", own),
        ] {
            try MeasuredFigure(
                figure: figure, value: Double(count), unit: "of \(probes)", setting: setting
            ).print()
        }
    }

    private func measureIdentification(_ program: String, _ path: String) throws {
        for clip in clip {
            let name = URL(fileURLWithPath: clip).lastPathComponent
            // Somebody unknown ends in 1.
            try measure("run identify \(name)") { _ in
                try start(program, ["identify", clip], path, isDone: { $0 <= 1 })
            }
        }
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
        func run(_ words: String...) throws { try start(program, ["speakers"] + words, path) }
        try measure("run list") { _ in try run("list") }
        try measure("run show") { try run("show", name($0 + repetitions)) }
        try measure("run rename") { number in
            try run("rename", name(number + repetitions), "run \(number)")
        }
        try measure("run remove") { try run("remove", "run \($0)") }
    }

    private func start(
        _ program: String, _ words: [String], _ path: String,
        isDone: (Int32) -> Bool = { $0 == 0 }
    ) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = words + ["--quiet", "--gallery", path]
        process.standardOutput = FileHandle.nullDevice
        // To wait until it exits is to ask every 50 ms.
        let exit = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in exit.signal() }
        try process.run()
        exit.wait()
        guard isDone(process.terminationStatus) else { throw ExitCode(process.terminationStatus) }
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
