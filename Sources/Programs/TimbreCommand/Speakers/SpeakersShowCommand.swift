import ArgumentParser
import Foundation
import Timbre

struct SpeakersShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a speaker's recordings and what is known of them.")

    @Argument(help: "Who.") var speaker: String
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var output: OutputOptions

    private struct Line: Encodable {
        let speaker: String
        let recording: String
        let digest: String
        let durationSeconds: Double
        let speechSeconds: Double
        let snrDecibels: Double?
        let clippedFraction: Double?
        let enrolledAt: String
    }

    func run() throws {
        let console = output.console
        try finishing(console) {
            let gallery = try SpeakerGallery.open(galleryOptions.path)
            let recordings = try gallery.recordingSummaries(of: speaker)
            if console.isJSON {
                for recording in recordings { try console.result(json: line(recording)) }
                return .done
            }
            try console.table(
                [["RECORDING", "DIGEST", "LENGTH", "SPEECH", "SNR", "CLIPPED", "ENROLLED"]]
                    + recordings.map(row), rightAligned: [2, 3, 4, 5])
            try console.result("")
            try show(gallery.facts(of: speaker), recordings, console)
            return .done
        }
    }

    private func line(_ recording: RecordingSummary) -> Line {
        Line(
            speaker: speaker, recording: recording.name, digest: recording.digest,
            durationSeconds: recording.durationSeconds, speechSeconds: recording.speechSeconds,
            snrDecibels: recording.signalToNoiseDecibels,
            clippedFraction: recording.clippedFraction,
            enrolledAt: recording.enrolledAt.ISO8601Format())
    }

    private func row(_ recording: RecordingSummary) -> [String] {
        [
            recording.name, String(recording.digest.prefix(12)),
            fixed(recording.durationSeconds, 1) + " s",
            fixed(recording.speechSeconds, 1) + " s",
            recording.signalToNoiseDecibels.map { fixed($0, 0) + " dB" } ?? "?",
            recording.clippedFraction.map { percent($0, 2) } ?? "?",
            recording.enrolledAt.ISO8601Format(),
        ]
    }

    private func show(
        _ facts: SpeakerFacts, _ recordings: [RecordingSummary], _ console: Console
    ) throws {
        let speech = recordings.reduce(0) { $0 + $1.speechSeconds }
        let consent = [facts.consent.status.rawValue, facts.consent.date?.ISO8601Format()]
        var lines = [
            ("recordings", "\(recordings.count)"), ("speech", fixed(speech, 1) + " s"),
            ("enough", EnrollCommand.judgement(ofSpeech: speech)),
            ("consent", consent.compactMap { $0 }.joined(separator: ", ")),
            ("expires", facts.expiresAt?.ISO8601Format() ?? "never"),
        ]
        if !facts.tags.isEmpty {
            lines.append(("tags", facts.tags.sorted().joined(separator: ", ")))
        }
        if !facts.notes.isEmpty { lines.append(("notes", facts.notes)) }
        for (name, value) in lines {
            try console.result(name.padding(toLength: 12, withPad: " ", startingAt: 0) + value)
        }
    }
}
