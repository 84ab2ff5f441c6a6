import ArgumentParser
import Timbre

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check whether clips are a speaker's.",
        discussion: "Prints score and probability, and accepts or rejects the claim.")

    @Argument(help: "Who is said to speak.")
    var speaker: String

    @OptionGroup var clipArguments: ClipArguments
    @OptionGroup var threshold: ThresholdArgument
    @OptionGroup var matching: MatchingArguments
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var readerOptions: ReaderOptions
    @OptionGroup var quality: QualityOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if matching.linear && threshold.value == nil {
            throw ValidationError(
                "--linear: the model's threshold is one of exact scores; "
                    + "give your own by --threshold")
        }
    }

    func run() throws {
        let console = output.console
        try finishing(console) {
            let recognizer = try Recognizer.open(
                gallery: galleryOptions.path, reader: readerOptions.reader(quality.limits))
            // A name that cannot be verified stops the command before any clip is read.
            _ = try recognizer.gallery.statistics(of: speaker)
            if try recognizer.gallery.calibration() == nil {
                console.warn(ifUncalibrated: recognizer.background)
            }
            var options = matching.options
            options.threshold = threshold.value
            let clips = try clipArguments.resolved().map(\.clip)
            let claimed = speaker
            let answers = ClipAnswers(
                console: console, table: .verification)
            return try answers.run(clips) { [options] in
                let answer = try recognizer.verify(claimed, $0, options)
                let line = IdentificationLine(answer, top: 1, claimed: claimed)
                return (line, answer.clip.notes)
            }
        }
    }
}
