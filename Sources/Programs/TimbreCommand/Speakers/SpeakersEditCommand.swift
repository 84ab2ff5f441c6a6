import ArgumentParser
import Foundation
import Timbre

struct SpeakersEditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Change a speaker's tags, notes, consent and expiry.",
        discussion: """
            Who has withdrawn consent, or has expired, is looked for no more; identify says so. \
            Dates are days, such as 2030-01-31, which begin at midnight UTC, or points in time, \
            such as 2030-01-31T12:00:00Z.
            """)

    @Argument(help: "Who.") var speaker: String
    @Option(name: .customLong("tag"), help: "A tag to add; may be repeated.")
    var tags: [String] = []
    @Option(name: .customLong("untag"), help: "A tag to take away; may be repeated.")
    var removedTags: [String] = []
    @Option(help: "Notes, in the place of those that are there.") var notes: String?
    @Option(help: "unstated, given or withdrawn.", transform: choice)
    var consent: Consent.Status?
    @Option(help: "When consent was given or withdrawn (default: now).", transform: date)
    var consentDate: Date?
    @Option(help: "From when on the speaker is looked for no more, or never.", transform: expiry)
    var expires: Expiry?
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var output: OutputOptions

    enum Expiry {
        case never
        case at(Date)
    }

    private static func expiry(_ word: String) throws -> Expiry {
        word == "never" ? .never : .at(try date(word))
    }

    func validate() throws {
        guard consentDate == nil || consent != nil else {
            throw ValidationError("--consent-date: say by --consent what was said then.")
        }
        guard
            !tags.isEmpty || !removedTags.isEmpty || notes != nil || consent != nil
                || expires != nil
        else {
            throw ValidationError(
                "Say what to change: --tag, --untag, --notes, --consent or --expires.")
        }
    }

    func run() throws {
        try finishing(output.console) {
            let gallery = try SpeakerGallery.open(galleryOptions.path)
            try gallery.edit(speaker) { facts in
                facts.tags.formUnion(tags)
                facts.tags.subtract(removedTags)
                if let notes { facts.notes = notes }
                if let consent {
                    let date = consent == .unstated ? nil : consentDate ?? gallery.time
                    facts.consent = Consent(consent, at: date)
                }
                switch expires {
                case .at(let date): facts.expiresAt = date
                case .never: facts.expiresAt = nil
                case nil: break
                }
            }
            output.console.remark("changed \(speaker)")
            try GalleryOptions.warn(of: gallery, output.console)
            return .done
        }
    }
}

/// A day, which begins at midnight UTC, or a point in time, after ISO 8601.
func date(_ word: String) throws -> Date {
    let day = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
    // A day's style would read the beginning of a point in time, and pass over the rest.
    if word.count <= 10, let date = try? Date(word, strategy: day) { return date }
    if let date = try? Date(word, strategy: .iso8601) { return date }
    throw ValidationError(
        "a date such as 2030-01-31 or 2030-01-31T12:00:00Z expected, got \(word)")
}
