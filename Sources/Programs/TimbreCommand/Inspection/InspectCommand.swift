import ArgumentParser
import Timbre

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: """
            Say what a model, gallery, exported file, checkpoint, file of Kaldi's or clip is.
            """)

    @Argument(help: "The file, or - for a clip on standard input.")
    var file: String
    @OptionGroup var readerOptions: ReaderOptions
    @OptionGroup var output: TalkOptions

    private struct Line: Encodable {
        let file: String
        let kind: String
        let facts: [String: InspectionFact.Value]
    }

    func run() throws {
        let console = output.console
        try finishing(console) {
            let reader = readerOptions.reader
            let inspection =
                try file == "-"
                ? Inspection(clip: .standardInput, reader: reader)
                : Inspection(of: file, reader: reader)
            if console.isJSON {
                let facts = Dictionary(
                    inspection.facts.map { ($0.key, $0.value) },
                    uniquingKeysWith: { .text("\($0); \($1)") })
                try console.result(
                    json: Line(file: file, kind: inspection.kind, facts: facts))
            } else {
                try console.table(
                    [["\(file):", inspection.kind]]
                        + inspection.facts.map { [$0.name, "\($0.value)"] })
            }
            return .done
        }
    }
}
