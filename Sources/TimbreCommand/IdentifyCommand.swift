import ArgumentParser
import Timbre

struct IdentifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identify",
        abstract: "Say who is heard in clips.",
        discussion: """
            Ranks everybody in the gallery for each clip and decides: a name, or unknown. A score \
            is the mean log-likelihood ratio per frame of speech, in nats, speaker against \
            background; the threshold is compared with it. The probability weighs all enrolled \
            speakers and somebody else.
            """)

    @Option(help: "How many candidates to print per clip.")
    var top = 3

    @Flag(help: "The speaker is known to be enrolled: never answer unknown.")
    var closedSet = false

    @OptionGroup var clipArguments: ClipArguments
    @OptionGroup var threshold: ThresholdArgument
    @OptionGroup var matching: MatchingArguments
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var readerOptions: ReaderOptions
    @OptionGroup var quality: QualityOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if top < 1 { throw ValidationError("--top: at least 1 expected, got \(top)") }
        if matching.linear && threshold.value == nil && !closedSet {
            throw ValidationError(
                "--linear: the model's threshold is one of exact scores; "
                    + "give your own by --threshold, or --closed-set")
        }
    }

    func run() throws {
        let console = output.console
        try finishing(console) {
            let recognizer = try Recognizer.open(
                gallery: galleryOptions.path, reader: readerOptions.reader(quality.limits),
                threads: output.threadCount)
            let speakers = try recognizer.gallery.speakers()
            console.warn(ofThoseNotLookedFor: speakers)
            let enrolled = speakers.count(where: \.isLookedFor)
            guard enrolled > 0 else {
                throw GalleryError.nobodyEnrolled(path: galleryOptions.path)
            }
            try console.warn(ofCalibration: recognizer.gallery, enrolled: enrolled)
            var options = matching.options
            options.isClosedSet = closedSet
            options.threshold = threshold.value
            let clips = try clipArguments.resolved().map(\.clip)
            let answers = ClipAnswers(
                console: console, threads: output.threadCount, table: .identification)
            return try answers.run(clips) { [options] in
                let answer = try recognizer.identify($0, options)
                return (IdentificationLine(answer, top: top), answer.clip.notes)
            }
        }
    }
}
