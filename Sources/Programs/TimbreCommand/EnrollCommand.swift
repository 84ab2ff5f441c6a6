import ArgumentParser
import Foundation
import NumericCore
import Timbre

struct EnrollCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "Add recordings to a speaker.",
        usage: """
            timbre enroll SPEAKER CLIPS ... [<options>]
            timbre enroll --list LIST [<options>]
            """,
        discussion: """
            Creates the speaker, and the gallery, if need be. What is kept are statistics, never \
            the audio. With --list alone many speakers are enrolled at once.
            """)

    /// Net speech from which a speaker is well known, in seconds.
    static let enoughSeconds = 20.0

    /// Whether that is enough, in words.
    static func judgement(ofSpeech seconds: Double) -> String {
        seconds >= enoughSeconds
            ? "yes" : "not yet: \(Int(enoughSeconds)) s or more are better"
    }

    @Argument(
        help: ArgumentHelp(
            """
            The speaker's name, then audio files, folders, or - for one clip on standard input; \
            nothing where --list names both.
            """, valueName: "speaker-and-clips"))
    var words: [String] = []

    @Option(
        help: """
            A list of clips with their speakers: a header speaker<TAB>clip; or a Kaldi data \
            directory with utt2spk.
            """)
    var list: String?

    @Option(
        help: """
            The folder that paths are relative to (default: a list's own, the working directory \
            for a Kaldi data directory).
            """)
    var root: String?

    @Option(
        help: """
            The background model of a new gallery: \(ShippedModels.names.joined(separator: ", ")) \
            or a file.
            """)
    var model: String?

    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var readerOptions: ReaderOptions
    @OptionGroup var quality: QualityOptions

    @Option(
        help: """
            Warn of clips in which several people seem to speak: whose least alike parts are less \
            alike than this share of what each is like itself.
            """)
    var minLikeness = ClipQuality.Limits().speakerHomogeneity

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if list == nil && words.count < 2 {
            throw ValidationError("Name a speaker and clips: timbre enroll alice a.wav b.wav")
        }
        guard !minLikeness.isNaN else {
            throw ValidationError("--min-likeness: a number expected")
        }
    }

    func run() throws {
        let console = output.console
        try finishing(console) {
            let clips = try labelledClips()
            let recognizer = try openGallery()
            let bar = ProgressBar(console)
            var outcomes: [String: EnrollmentOutcome] = [:]
            var status = ExitStatus.done
            try recognizer.enroll(clips) { index, result in
                let speaker = clips[index].speaker
                switch result {
                case .success(let report):
                    for note in report.notes { console.detail("\(report.name): \(note)") }
                    outcomes[speaker, default: EnrollmentOutcome()].added += 1
                    console.detail("\(report.name): enrolled for \(speaker)")
                    if let figures = figures(report) {
                        console.detail("\(report.name): \(figures)")
                    }
                    for warning in report.warnings {
                        bar.clear()
                        console.remark("\(report.name): \(warning.explanation)")
                        outcomes[speaker, default: EnrollmentOutcome()].remarks.append(
                            ClipRemark(
                                clip: report.name, code: warning.rawValue,
                                message: warning.explanation))
                    }
                case .failure(let error):
                    bar.clear()
                    let message = clips[index].clip.message(error)
                    console.error(message)
                    outcomes[speaker, default: EnrollmentOutcome()].refused += 1
                    outcomes[speaker, default: EnrollmentOutcome()].remarks.append(
                        ClipRemark(
                            clip: clips[index].clip.name, code: clipFault(error), message: message))
                    status = max(status, ExitStatus(error))
                }
                bar.show(Double(index + 1) / Double(clips.count), speaker)
            }
            bar.clear()
            try report(outcomes, in: recognizer, console)
            return status
        }
    }

    /// What a clip's warnings were judged by, in words.
    private func figures(_ report: ClipReport) -> String? {
        let figures = [
            report.highBandDecibels.map { "\(fixed($0, 1)) dB above 4 kHz" },
            report.speakerHomogeneity.map { "likeness of its parts \(fixed($0, 2))" },
        ].compactMap { $0 }
        return figures.isEmpty ? nil : figures.joined(separator: ", ")
    }

    private func labelledClips() throws -> [LabelledClip] {
        guard let list else {
            return try ClipArguments.search(Array(words.dropFirst()), root: root).map {
                LabelledClip(speaker: words[0], clip: $0.clip)
            }
        }
        // A name beside the list enrols all of its clips for that speaker.
        let clips = try ClipArguments.list(list, root: root)
        guard let speaker = words.first else { return clips }
        return try (clips + ClipArguments.search(Array(words.dropFirst()), root: root)).map {
            LabelledClip(speaker: speaker, clip: $0.clip)
        }
    }

    private var reader: ClipReader {
        var limits = quality.limits
        limits.speakerHomogeneity = minLikeness
        return readerOptions.reader(limits)
    }

    private func openGallery() throws -> Recognizer {
        // An empty file is as good as none.
        let attributes = try? FileManager.default.attributesOfItem(atPath: galleryOptions.path)
        let exists = (attributes?[.size] as? Int ?? 0) > 0
        let background = try exists ? nil : ModelArgument.load(model ?? "speech-16k")
        let recognizer = try Recognizer.openOrCreate(
            gallery: galleryOptions.path, background: background, reader: reader)
        if !exists {
            output.console.remark(
                "made the gallery \(galleryOptions.path) for the background model "
                    + recognizer.background.name)
        } else if let model {
            let wanted = try ModelArgument.load(model)
            guard wanted.identity == recognizer.background.identity else {
                let isEmpty = try recognizer.gallery.speakers().isEmpty
                throw ValidationError(
                    "\(galleryOptions.path): this gallery is bound to the background model "
                        + "\(recognizer.background.name), not \(model); choose another by --gallery"
                        + (isEmpty ? ", or delete this one, in which nobody is enrolled" : ""))
            }
        }
        return recognizer
    }

    private func report(
        _ outcomes: [String: EnrollmentOutcome], in recognizer: Recognizer, _ console: Console
    ) throws {
        let summaries = Dictionary(
            uniqueKeysWithValues: try recognizer.gallery.speakers().map { ($0.name, $0) })
        let lines = outcomes.sorted { $0.key < $1.key }.map { speaker, outcome in
            // A speaker of whom no recording could be used is not in the gallery.
            let speech = summaries[speaker]?.speechSeconds ?? 0
            return EnrollmentLine(
                speaker: speaker, added: outcome.added, refused: outcome.refused,
                recordings: summaries[speaker]?.recordingCount ?? 0, speechSeconds: speech,
                enough: speech >= Self.enoughSeconds,
                remarks: outcome.remarks.isEmpty ? nil : outcome.remarks)
        }
        if console.isJSON {
            for line in lines { try console.result(json: line) }
            return
        }
        try console.table(
            [["SPEAKER", "ADDED", "REFUSED", "RECORDINGS", "SPEECH", "ENOUGH"]]
                + lines.map { line in
                    [
                        line.speaker, "\(line.added)", "\(line.refused)", "\(line.recordings)",
                        fixed(line.speechSeconds, 1) + " s",
                        Self.judgement(ofSpeech: line.speechSeconds),
                    ]
                }, rightAligned: [1, 2, 3, 4])
    }
}

private struct EnrollmentOutcome {
    var added = 0
    var refused = 0
    var remarks: [ClipRemark] = []
}

/// Why a clip was refused, or is a poor one.
private struct ClipRemark: Encodable {
    let clip: String
    let code: String
    let message: String
}

private struct EnrollmentLine: Encodable {
    let speaker: String
    let added: Int
    let refused: Int
    let recordings: Int
    let speechSeconds: Double
    let enough: Bool
    /// Left out where there are none.
    let remarks: [ClipRemark]?
}
