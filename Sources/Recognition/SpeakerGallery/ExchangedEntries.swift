import Foundation

/// A recording in an exported file's list.
struct ExchangedRecording: Codable {
    var speaker: String
    var name: String
    var digest: String
    var durationSeconds: Double
    var speechSeconds: Double
    var signalToNoiseDecibels: Double?
    var clippedFraction: Double?
    var enrolledAt: Double
    var frameCount: Int
    var logLikelihoods: [Double]

    init(_ recording: EnrolledRecording, of speaker: String) {
        let summary = recording.summary
        self.speaker = speaker
        name = summary.name
        digest = summary.digest
        durationSeconds = summary.durationSeconds
        speechSeconds = summary.speechSeconds
        signalToNoiseDecibels = summary.signalToNoiseDecibels
        clippedFraction = summary.clippedFraction
        enrolledAt = summary.enrolledAt.timeIntervalSince1970
        frameCount = recording.statistics.frameCount
        logLikelihoods = recording.statistics.streams.map(\.logLikelihood)
    }

    var summary: RecordingSummary {
        RecordingSummary(
            name: name, digest: digest, durationSeconds: durationSeconds,
            speechSeconds: speechSeconds, signalToNoiseDecibels: signalToNoiseDecibels,
            clippedFraction: clippedFraction, enrolledAt: Date(timeIntervalSince1970: enrolledAt))
    }
}

/// A speaker in an exported file's list.
struct ExchangedSpeaker: Codable {
    var name: String
    var createdAt: Double
    var tags: [String]
    var notes: String
    var consent: String
    var consentAt: Double?
    var expiresAt: Double?

    init(_ speaker: SpeakerSummary) {
        name = speaker.name
        createdAt = speaker.createdAt.timeIntervalSince1970
        tags = speaker.facts.tags.sorted()
        notes = speaker.facts.notes
        consent = speaker.facts.consent.status.rawValue
        consentAt = speaker.facts.consent.date?.timeIntervalSince1970
        expiresAt = speaker.facts.expiresAt?.timeIntervalSince1970
    }

    var facts: SpeakerFacts {
        var facts = SpeakerFacts()
        facts.tags = Set(tags)
        facts.notes = notes
        facts.consent = Consent(
            Consent.Status(rawValue: consent) ?? .withdrawn,
            at: consentAt.map(Date.init(timeIntervalSince1970:)))
        facts.expiresAt = expiresAt.map(Date.init(timeIntervalSince1970:))
        return facts
    }
}

/// Lists as an exported file's metadata hold them.
enum ExchangeCoding {
    static func text(_ list: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(list), as: UTF8.self)
    }

    static func list<Entry: Decodable>(_ text: String?, of type: Entry.Type) -> [Entry]? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return text.flatMap { try? decoder.decode([Entry].self, from: Data($0.utf8)) }
    }
}
