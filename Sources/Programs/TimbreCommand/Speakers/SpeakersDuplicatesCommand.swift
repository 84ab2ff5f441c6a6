import ArgumentParser
import Timbre

struct SpeakersDuplicatesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates",
        abstract: "Find people who may have been enrolled twice.",
        discussion: """
            Compares all speakers by what is stored of them. The score says by how many standard \
            deviations two are more alike than either is to everybody else. Pairs from the \
            threshold on are listed, and those who have a recording in common.
            """)

    @Option(help: "The least score of a suspect.") var threshold = DuplicateSearch.threshold
    @Option(help: "How many pairs to list at most.") var top: Int?
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var output: OutputOptions

    private struct Line: Encodable {
        let speaker: String
        let other: String
        let score: Double?
        let sharedRecordings: Int
        let advice: String
    }

    func validate() throws {
        if threshold.isNaN { throw ValidationError("--threshold: not a number") }
        if let top, top < 1 { throw ValidationError("--top: at least 1 expected, got \(top)") }
    }

    func run() throws {
        let console = output.console
        try finishing(console) {
            let gallery = try SpeakerGallery.open(galleryOptions.path)
            let bar = ProgressBar(console)
            let pairs = try DuplicateSearch(in: gallery).pairs {
                bar.show($0, "speakers")
            }
            bar.clear()
            let suspects = pairs.filter {
                $0.sharedRecordings > 0 || ($0.score ?? -.infinity) >= threshold
            }
            try list(suspects.prefix(top ?? .max), console)
            if suspects.isEmpty { console.remark(Self.comfort(pairs.first)) }
            return .done
        }
    }

    private func list(_ suspects: some Sequence<DuplicateSuspect>, _ console: Console) throws {
        if console.isJSON {
            for suspect in suspects {
                try console.result(
                    json: Line(
                        speaker: suspect.speaker, other: suspect.other, score: suspect.score,
                        sharedRecordings: suspect.sharedRecordings,
                        advice: Self.advice(suspect)))
            }
            return
        }
        try console.table(
            [["SPEAKER", "OTHER", "SCORE", "SAME AUDIO", "WHAT TO DO"]]
                + suspects.map {
                    [
                        $0.speaker, $0.other, $0.score.map { fixed($0, 2) } ?? "?",
                        "\($0.sharedRecordings)", Self.advice($0),
                    ]
                }, rightAligned: [2, 3])
    }

    private static func advice(_ suspect: DuplicateSuspect) -> String {
        let merging = "timbre speakers merge \(quoted(suspect.other)) \(quoted(suspect.speaker))"
        return suspect.sharedRecordings > 0
            ? "one person: \(merging); two: forget the audio of the wrong one"
            : "listen to both; if one person: \(merging)"
    }

    private static func comfort(_ closest: DuplicateSuspect?) -> String {
        guard let closest, let score = closest.score else {
            return "too few speakers to tell who is more alike than others"
        }
        return "nobody seems to be enrolled twice; most alike are \(closest.speaker) and "
            + "\(closest.other) with a score of \(fixed(score, 2))"
    }

    /// A name as a shell takes it.
    private static func quoted(_ name: String) -> String {
        name.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
            ? name : "'" + name.replacing("'", with: "'\\''") + "'"
    }
}
