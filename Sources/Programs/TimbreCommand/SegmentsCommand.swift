import ArgumentParser
import Reports
import FileStorage
import ScoreEvaluation
import Timbre

struct SegmentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segments",
        abstract: "Say who speaks when in long recordings.",
        discussion: """
            Speech is cut at its pauses and asked for its speaker window by window. Of all \
            sequences of speakers the one is taken for which most evidence speaks, a change of \
            speaker costing something. Whoever is not enrolled is unknown, and two people who \
            talk at once are heard as one. With --reference the diarisation error rate tells how \
            well that went: missed speech, false alarms and confusion, as a share of speech, \
            times within --collar of the reference's turns left out.
            """)

    @OptionGroup var clipArguments: ClipArguments

    @Option(help: ArgumentHelp("How much speech is asked at a time.", valueName: "seconds"))
    var window = 2.0

    @Option(help: ArgumentHelp("How often it is asked.", valueName: "seconds"))
    var step = 0.5

    @Option(help: ArgumentHelp("Shorter pauses than this are within a turn.", valueName: "seconds"))
    var pause = 0.5

    @Option(
        help: ArgumentHelp(
            "What a change of speaker costs; more of it gives fewer and longer turns.",
            valueName: "nats"))
    var changeCost = 1.0

    @Option(help: "An RTTM file to write.")
    var rttm: String?

    @Option(help: "An SVG file to write: who speaks when in the recording, along the time.")
    var picture: String?

    @Option(help: "An RTTM file that tells who really speaks when.")
    var reference: String?

    @Option(
        help: ArgumentHelp(
            "How near to the turns of the reference nothing counts.", valueName: "seconds"))
    var collar = 0.25

    @Flag(help: "All speakers are known to be enrolled: nobody is unknown.")
    var closedSet = false

    @OptionGroup var threshold: ThresholdArgument
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var readerOptions: ReaderOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        try SpeechPauses.require("--window", window, 0.5...30)
        try SpeechPauses.require("--step", step, 0.1...30)
        try SpeechPauses.require("--pause", pause, SpeechPauses.seconds)
        try SpeechPauses.require("--collar", collar, 0...10)
        guard changeCost >= 0, changeCost.isFinite else {
            throw ValidationError("--change-cost: 0 or more expected, got \(changeCost)")
        }
        if rttm == "-" {
            throw ValidationError("--rttm: needs a file; standard output holds the result")
        }
        try OutputFiles.requirePicture("--picture", picture)
    }

    func run() throws {
        let console = output.console
        try finishing(console) {
            try OutputFiles.check(
                [("--rttm", rttm), ("--picture", picture)], inputs: [("--reference", reference)])
            let clips = try clipArguments.resolved(needsSpeakers: false).map(\.clip)
            guard clips.count == 1 || picture == nil else {
                throw ValidationError(
                    "--picture: shows one recording, got \(clips.count); run them one by one")
            }
            let truth = try reference.map { try TranscriptionTimeMarks.read(TextFile(path: $0)) }
            let recognizer = try Recognizer.open(
                gallery: galleryOptions.path, reader: readerOptions.reader)
            try EnrolledSpeakers.require(recognizer.gallery, path: galleryOptions.path, console)
            let enrolled = try recognizer.gallery.speakers().filter(\.isLookedFor).map(\.name)
            var options = SegmentationOptions()
            options.windowSeconds = window
            options.stepSeconds = step
            options.pauseSeconds = pause
            options.changeCost = changeCost
            options.matching.isClosedSet = closedSet
            options.matching.threshold = threshold.value
            return try SegmentsPrinter(
                console: console, enrolled: enrolled, truth: truth, collar: collar
            ).run(clips, rttm: rttm, picture: picture) { clip, onProgress in
                try recognizer.segments(of: clip, options, onProgress: onProgress)
            }
        }
    }
}
