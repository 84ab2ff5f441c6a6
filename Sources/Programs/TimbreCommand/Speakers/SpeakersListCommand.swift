import ArgumentParser
import Foundation
import Timbre

struct SpeakersListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List everybody enrolled.")

    @Option(help: "Only those who have this tag.") var tag: String?
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var output: OutputOptions

    private struct Line: Encodable {
        let speaker: String
        let recordings: Int
        let speechSeconds: Double
        let createdAt: String
        let tags: [String]
        let notes: String
        let consent: String
        let consentAt: String?
        let expiresAt: String?
        let isLookedFor: Bool

        init(_ speaker: SpeakerSummary) {
            self.speaker = speaker.name
            recordings = speaker.recordingCount
            speechSeconds = speaker.speechSeconds
            createdAt = speaker.createdAt.ISO8601Format()
            tags = speaker.facts.tags.sorted()
            notes = speaker.facts.notes
            consent = speaker.facts.consent.status.rawValue
            consentAt = speaker.facts.consent.date?.ISO8601Format()
            expiresAt = speaker.facts.expiresAt?.ISO8601Format()
            isLookedFor = speaker.isLookedFor
        }
    }

    func run() throws {
        let console = output.console
        try finishing(console) {
            let gallery = try SpeakerGallery.open(galleryOptions.path)
            let speakers = try gallery.speakers().filter { speaker in
                tag.map(speaker.facts.tags.contains) ?? true
            }
            if console.isJSON {
                for speaker in speakers { try console.result(json: Line(speaker)) }
                return .done
            }
            try console.table(
                [["SPEAKER", "RECORDINGS", "SPEECH", "SINCE", "TAGS", "REMARK"]]
                    + speakers.map(row), rightAligned: [1, 2])
            if let calibration = try gallery.calibration() {
                console.remark(calibration.summary)
            }
            return .done
        }
    }

    private func row(_ speaker: SpeakerSummary) -> [String] {
        let remark = speaker.standing == .admitted ? "" : speaker.standing.explanation
        return [
            speaker.name, "\(speaker.recordingCount)", fixed(speaker.speechSeconds, 1) + " s",
            speaker.createdAt.ISO8601Format(), speaker.facts.tags.sorted().joined(separator: ", "),
            remark,
        ]
    }
}
