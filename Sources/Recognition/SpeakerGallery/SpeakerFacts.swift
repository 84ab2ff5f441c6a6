public import Foundation
internal import GRDB

/// What people say of a speaker, beside the voice.
///
/// ```swift
/// try gallery.edit("alice") { facts in
///     facts.tags.insert("night shift")
///     facts.consent = Consent(.given, at: Date())
///     facts.expiresAt = Date(timeIntervalSinceNow: 365 * 86400)
/// }
/// ```
public struct SpeakerFacts: Sendable, Equatable {
    /// Words to find the speaker by.
    public var tags: Set<String> = []
    /// Whatever is worth a remark.
    public var notes = ""
    /// Whether the speaker agrees to be looked for.
    public var consent = Consent(.unstated)
    /// From when on the speaker is looked for no more; nil for never.
    public var expiresAt: Date?

    /// Nothing is known.
    public init() {}

    /// What is known of one person of whom two entries tell: whatever forbids more stays.
    func joined(with other: SpeakerFacts) -> SpeakerFacts {
        var facts = self
        facts.tags.formUnion(other.tags)
        if facts.notes.isEmpty { facts.notes = other.notes }
        if other.consent.status.strictness > consent.status.strictness {
            facts.consent = other.consent
        }
        facts.expiresAt = [expiresAt, other.expiresAt].compactMap { $0 }.min()
        return facts
    }

    /// Whether a speaker of whom this is known is looked for at a time, in seconds since 1970.
    func standing(at time: Double) -> SpeakerStanding {
        if consent.status == .withdrawn { return .consentWithdrawn }
        if let expiresAt, expiresAt.timeIntervalSince1970 <= time { return .expired(expiresAt) }
        return .admitted
    }
}

/// Whether a speaker agrees to be looked for.
public struct Consent: Sendable, Equatable {
    /// What was said.
    public enum Status: String, CaseIterable, Sendable {
        /// Nothing; whoever enrolled the speaker answers for it.
        case unstated
        /// The speaker agrees.
        case given
        /// The speaker does not, or no longer.
        case withdrawn

        var strictness: Int {
            switch self {
            case .unstated: 0
            case .given: 1
            case .withdrawn: 2
            }
        }
    }

    /// What was said.
    public let status: Status
    /// When it was said, where somebody noted it. Nothing is judged by it.
    public let date: Date?

    /// What was said, and when.
    public init(_ status: Status, at date: Date? = nil) {
        self.status = status
        self.date = date
    }
}

/// Whether a speaker is looked for in clips.
public enum SpeakerStanding: Sendable, Equatable {
    /// The speaker is.
    case admitted
    /// Not without consent.
    case consentWithdrawn
    /// Not since then.
    case expired(Date)

    /// The standing in words.
    public var explanation: String {
        switch self {
        case .admitted: "looked for"
        case .consentWithdrawn: "consent was withdrawn"
        case .expired(let date): "expired on \(date.formatted(.iso8601.year().month().day()))"
        }
    }
}

extension SpeakerFacts {
    /// The columns notes, consent, consent_at and expires_at from a given one on.
    init(_ row: Row, from first: Int, tags: Set<String>) throws {
        self.tags = tags
        notes = try row.decode(atIndex: first)
        // What a newer program might write forbids rather than permits.
        consent = Consent(
            Consent.Status(rawValue: try row.decode(atIndex: first + 1)) ?? .withdrawn,
            at: try row.decode(Double?.self, atIndex: first + 2).map(
                Date.init(timeIntervalSince1970:)))
        expiresAt = try row.decode(Double?.self, atIndex: first + 3).map(
            Date.init(timeIntervalSince1970:))
    }
}
