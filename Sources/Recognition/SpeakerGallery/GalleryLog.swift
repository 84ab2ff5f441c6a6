public import Foundation
internal import GRDB

/// An entry of a gallery's log: that something was changed, never the data.
///
/// A speaker is known to the log by number alone, and by name for as long as the gallery has the
/// speaker; of whom was removed it keeps that number, which nobody gets again, and no name.
public struct GalleryEvent: Sendable, Equatable {
    /// What was done.
    public enum Action: String, CaseIterable, Sendable {
        /// The gallery was made.
        case created
        /// Recordings were added to a speaker.
        case enrolled
        /// The same, from an exported file.
        case imported
        /// A speaker got another name.
        case renamed
        /// Tags, notes, consent or expiry were changed.
        case edited
        /// A speaker got another's recordings; that other one is removed in the next entry.
        case merged
        /// A recording was removed.
        case forgot
        /// A speaker was removed with all recordings that were left.
        case removed
        /// A threshold was learnt.
        case calibrated
        /// It was given up.
        case uncalibrated
        /// All recordings were enrolled anew with another background model.
        case migrated
    }

    /// Its number, from 1.
    public let number: Int
    /// When it was done; never before the entry above, even where the clock went back.
    public let date: Date
    /// What was done.
    public let action: Action
    /// The number of the speaker whom it concerns; nil for the whole gallery.
    public let speakerNumber: Int?
    /// The speaker's name today; nil for the whole gallery, and for one who was removed.
    public let speaker: String?
    /// How many recordings it concerned, where that can be counted.
    public let recordings: Int?
}

/// The log, and the gallery's time.
extension SpeakerGallery {
    /// What was done to the gallery, oldest first; those made by older programs begin late.
    ///
    /// - Throws: ``GalleryError`` when the gallery cannot be read.
    public func log() throws -> [GalleryEvent] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT event.id, happened_at, action, speaker_id, name, recordings
                    FROM event LEFT JOIN speaker ON speaker.id = speaker_id ORDER BY event.id
                    """
            ).map { row in
                guard let action = GalleryEvent.Action(rawValue: try row.decode(atIndex: 2)) else {
                    throw GalleryError.notAGallery(path: path, reason: "its log is not usable")
                }
                return GalleryEvent(
                    number: try row.decode(atIndex: 0),
                    date: Date(timeIntervalSince1970: try row.decode(atIndex: 1)), action: action,
                    speakerNumber: try row.decode(atIndex: 3), speaker: try row.decode(atIndex: 4),
                    recordings: try row.decode(atIndex: 5))
            }
        }
    }

    /// What the clock says.
    public var time: Date { now() }

    /// By how many seconds this computer's clock is behind the gallery's last change.
    ///
    /// - Throws: ``GalleryError`` when the gallery cannot be read.
    public func secondsAheadOfClock() throws -> Double {
        try read { try time($0) - now().timeIntervalSince1970 }
    }

    func record(
        _ action: GalleryEvent.Action, _ speaker: Int64?, recordings: Int? = nil,
        _ database: Database
    ) throws {
        try Self.record(action, speaker, recordings: recordings, at: time(database), database)
    }

    static func record(
        _ action: GalleryEvent.Action, _ speaker: Int64? = nil, recordings: Int? = nil,
        at time: Double, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO event (happened_at, action, speaker_id, recordings)
                VALUES (?, ?, ?, ?)
                """,
            arguments: [time, action.rawValue, speaker, recordings])
    }

    /// Seconds since 1970 by the clock, or at the last change where the clock went back since:
    /// what has expired stays so.
    func time(_ database: Database) throws -> Double {
        let last = try Double.fetchOne(
            database, sql: "SELECT happened_at FROM event ORDER BY id DESC LIMIT 1")
        return max(now().timeIntervalSince1970, last ?? 0)
    }
}
