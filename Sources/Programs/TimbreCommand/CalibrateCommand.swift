import ArgumentParser
import ScoreEvaluation
import Timbre

struct CalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Set the gallery's threshold by your own clips of known people.",
        usage: """
            timbre calibrate --list LIST --false-alarm-rate R [--per UNIT] [<options>]
            timbre calibrate --show | --reset [<options>]
            """,
        discussion: """
            The list names the true speaker of each clip. Clips of enrolled speakers show how \
            often they are missed and, with their speaker left out, what is taken for somebody \
            else; clips of people who are not enrolled show the same of strangers. Clips that are \
            themselves enrolled are refused. The gallery keeps the least threshold whose false \
            alarms are at most the wanted rate, and identify and verify use it. Rates are told \
            with the interval in which those of as many other speakers lie in 95 of 100 cases. \
            With --dry-run rate and unit may be named several times, to compare.
            """)

    @Argument(help: .hidden) var clips: [String] = []
    @Option(help: "A list of clips with their true speakers: a header speaker<TAB>clip.")
    var list: String?
    @Option(help: "The folder that a list's paths are relative to (default: the list's own).")
    var root: String?
    @Option(help: "The wanted rate of false alarms, a fraction such as 0.01.")
    var falseAlarmRate: [Double] = []
    @Option(
        help: """
            What false alarms are counted per: identification, of a stranger's clip among all \
            who are enrolled now, or comparison, with one speaker. (default: identification)
            """,
        transform: choice)
    var per: [Calibration.Unit] = []
    @Flag(help: "Say what would come of it, and keep nothing.") var dryRun = false
    @Flag(help: "Say what the gallery keeps.") var show = false
    @Flag(help: "Go back to the background model's threshold.") var reset = false
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var readerOptions: ReaderOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard clips.isEmpty else {
            throw ValidationError(
                "Who speaks must be known of every clip: name the clips and their speakers in a "
                    + "list, a header speaker<TAB>clip and a clip per line, and give it by --list.")
        }
        guard (list == nil ? 0 : 1) + (show ? 1 : 0) + (reset ? 1 : 0) == 1 else {
            throw ValidationError("Choose one of --list, --show and --reset.")
        }
        guard list != nil else { return }
        guard !falseAlarmRate.isEmpty else {
            throw ValidationError(
                "Say by --false-alarm-rate which share of strangers may get a name, such as 0.01.")
        }
        for rate in falseAlarmRate where !(rate > 0 && rate < 1) {
            throw ValidationError(
                "--false-alarm-rate: a fraction between 0 and 1 expected, such as 0.01 for 1 %, "
                    + "got \(rate)")
        }
        guard dryRun || (falseAlarmRate.count == 1 && per.count <= 1) else {
            throw ValidationError(
                "A gallery keeps one threshold: name one rate and one unit, or --dry-run.")
        }
    }

    func run() throws {
        let console = output.console
        try finishing(console) {
            if let list { return try calibrate(list, console) }
            let gallery = try SpeakerGallery.open(galleryOptions.path)
            return try reset ? forget(gallery, console) : show(gallery, console)
        }
    }

    private func calibrate(_ list: String, _ console: Console) throws -> ExitStatus {
        let recognizer = try Recognizer.open(
            gallery: galleryOptions.path, reader: readerOptions.reader)
        let bar = ProgressBar(console)
        let clips = try recognizer.listen(to: ClipArguments.list(list, root: root)) { done, total in
            bar.show(Double(done) / Double(total), "clips")
        }
        bar.clear()
        for refusal in clips.refusals { console.error(refusal.message) }
        let bootstrap = try SpeakerBootstrap(
            replicates: 2000, seed: output.seed)
        let printer = CalibrationPrinter(console)
        for unit in per.isEmpty ? [.identification] : per {
            for rate in falseAlarmRate {
                let outcome = try clips.calibration(falseAlarmRate: rate, per: unit, bootstrap)
                if !dryRun { try recognizer.adopt(outcome.calibration) }
                try printer.print(outcome, isKept: !dryRun)
            }
        }
        return clips.refusals.map { ExitStatus($0.error) }.max() ?? .done
    }

    private func show(_ gallery: SpeakerGallery, _ console: Console) throws -> ExitStatus {
        guard let calibration = try gallery.calibration() else {
            console.remark(
                "\(gallery.path) keeps no calibration; the threshold is the background model's, "
                    + fixed(gallery.background.scoring.threshold, 2))
            return .done
        }
        try CalibrationPrinter(console).print(calibration)
        return .done
    }

    private func forget(_ gallery: SpeakerGallery, _ console: Console) throws -> ExitStatus {
        try gallery.setCalibration(nil)
        console.remark(
            "the threshold is the background model's again, "
                + fixed(gallery.background.scoring.threshold, 2))
        return .done
    }
}
