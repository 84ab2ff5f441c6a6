import ArgumentParser
import Foundation
import Timbre

struct SpeakersLogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "List what was done to the gallery, and when.",
        discussion: """
            The log keeps no data, and of somebody who was removed no name: only the number that \
            the speaker had in the gallery, which nobody gets again.
            """)

    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var output: OutputOptions

    private struct Line: Encodable {
        let number: Int
        let at: String
        let action: String
        let speakerNumber: Int?
        let speaker: String?
        let recordings: Int?
    }

    func run() throws {
        let console = output.console
        try finishing(console) {
            let events = try SpeakerGallery.open(galleryOptions.path).log()
            if console.isJSON {
                for event in events {
                    try console.result(
                        json: Line(
                            number: event.number, at: event.date.ISO8601Format(),
                            action: event.action.rawValue, speakerNumber: event.speakerNumber,
                            speaker: event.speaker, recordings: event.recordings))
                }
                return .done
            }
            try console.table(
                [["WHEN", "WHAT", "NUMBER", "SPEAKER", "RECORDINGS"]]
                    + events.map { event in
                        [
                            event.date.ISO8601Format(), event.action.rawValue,
                            event.speakerNumber.map { "\($0)" } ?? "",
                            event.speaker ?? (event.speakerNumber == nil ? "" : "(removed)"),
                            event.recordings.map { "\($0)" } ?? "",
                        ]
                    }, rightAligned: [2, 4])
            return .done
        }
    }
}
