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

            With --live the clip is a stream that goes on: a segment of speech is answered every \
            second, with all that was heard of it so far, and once more when it ends. Without, \
            standard input is one clip, answered at its end.
            """)

    @Option(help: "How many candidates to print per clip.")
    var top = 3

    @Flag(help: "The speaker is known to be enrolled: never answer unknown.")
    var closedSet = false

    @OptionGroup var clipArguments: ClipArguments
    @OptionGroup var live: LiveArguments
    @OptionGroup var threshold: ThresholdArgument
    @OptionGroup var matching: MatchingArguments
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var readerOptions: ReaderOptions
    @OptionGroup var quality: QualityOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        try live.validate(clipArguments)
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
                gallery: galleryOptions.path, reader: readerOptions.reader(quality.limits))
            try EnrolledSpeakers.require(
                recognizer.gallery, path: galleryOptions.path, console)
            var options = matching.options
            options.isClosedSet = closedSet
            options.threshold = threshold.value
            if live.isLive { return try follow(recognizer, options) }
            let clips = try clipArguments.resolved().map(\.clip)
            let answers = ClipAnswers(
                console: console, table: .identification)
            return try answers.run(clips) { [options] in
                let answer = try recognizer.identify($0, options)
                return (IdentificationLine(answer, top: top), answer.clip.notes)
            }
        }
    }

    private func follow(
        _ recognizer: Recognizer, _ matching: MatchingOptions
    ) throws -> ExitStatus {
        let identification = try recognizer.live(live.options(matching))
        let input = try LiveInput(descriptor: 0, name: "-")
        let signals = StopSignals(input.stop)
        defer { withExtendedLifetime(signals) {} }
        let audio = try LiveAudio(
            input, sampleRate: identification.sampleRate, channel: readerOptions.channel,
            rawFormat: readerOptions.raw)
        return try LiveAnswers(console: output.console, top: top).run(audio, identification)
    }
}
