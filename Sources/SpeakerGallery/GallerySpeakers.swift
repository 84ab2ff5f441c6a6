import Foundation
internal import GRDB
internal import GaussianMixtures
import Synchronization

/// The life of a speaker.
extension SpeakerGallery {
    /// Everybody who is enrolled, by name.
    ///
    /// - Throws: ``GalleryError`` when the gallery cannot be read.
    public func speakers() throws -> [SpeakerSummary] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT name, created_at,
                        (SELECT count(*) FROM recording WHERE speaker_id = speaker.id) AS recordings,
                        (SELECT total(speech_seconds) FROM recording WHERE speaker_id = speaker.id)
                            AS speech
                    FROM speaker ORDER BY name
                    """
            ).map { row in
                SpeakerSummary(
                    name: row["name"], recordingCount: row["recordings"],
                    speechSeconds: row["speech"],
                    createdAt: Date(timeIntervalSince1970: row["created_at"]))
            }
        }
    }

    /// Adds recordings to a speaker, who is created if need be: all of them or, when one cannot
    /// be added, none.
    ///
    /// - Throws: ``GalleryError/duplicateRecording(speaker:recording:)`` for audio that the
    ///   speaker has already, ``GalleryError/invalidName(_:)``, or a fault of the database.
    public func add(_ recordings: [Recording], to speaker: String) throws {
        try write { try add(recordings, to: speaker, $0) }
    }

    func add(_ recordings: [Recording], to speaker: String, _ database: Database) throws {
        let speaker = try Self.checkedName(speaker)
        try database.execute(
            sql: "INSERT OR IGNORE INTO speaker (name, created_at) VALUES (?, ?)",
            arguments: [speaker, Date().timeIntervalSince1970])
        let identifier = try Self.identifier(of: speaker, database)
        for recording in recordings {
            try insert(recording, speaker: speaker, identifier, database)
        }
    }

    /// Gives a speaker another name.
    ///
    /// - Throws: ``GalleryError/noSpeaker(name:)``, ``GalleryError/speakerExists(name:)``,
    ///   ``GalleryError/invalidName(_:)``, or a fault of the database.
    public func rename(_ speaker: String, to name: String) throws {
        let name = try Self.checkedName(name)
        try write { database in
            let identifier = try Self.identifier(of: speaker, database)
            let taken = try Int64.fetchOne(
                database, sql: "SELECT id FROM speaker WHERE name = ?", arguments: [name])
            guard taken == nil else { throw GalleryError.speakerExists(name: name) }
            try database.execute(
                sql: "UPDATE speaker SET name = ? WHERE id = ?", arguments: [name, identifier])
        }
    }

    /// Removes a speaker and all that is known of the voice; see ``hasPostponedErasure``.
    ///
    /// - Throws: ``GalleryError/noSpeaker(name:)``, or a fault of the database.
    public func remove(_ speaker: String) throws {
        try write { database in
            let identifier = try Self.identifier(of: speaker, database)
            try database.execute(
                sql: "DELETE FROM speaker WHERE id = ?", arguments: [identifier])
        }
        try eraseWriteAheadLog()
    }

    /// Moves all recordings of one speaker to another and removes the first; audio that both
    /// have is kept once.
    ///
    /// - Throws: ``GalleryError/noSpeaker(name:)``, or a fault of the database.
    public func merge(_ source: String, into target: String) throws {
        guard source != target else { throw GalleryError.speakerExists(name: target) }
        try write { database in
            let from = try Self.identifier(of: source, database)
            let to = try Self.identifier(of: target, database)
            try database.execute(
                sql: "UPDATE OR IGNORE recording SET speaker_id = ? WHERE speaker_id = ?",
                arguments: [to, from])
            try database.execute(sql: "DELETE FROM speaker WHERE id = ?", arguments: [from])
        }
        try eraseWriteAheadLog()
    }

    static func identifier(of speaker: String, _ database: Database) throws -> Int64 {
        let identifier = try Int64.fetchOne(
            database, sql: "SELECT id FROM speaker WHERE name = ?",
            arguments: [speaker.precomposedStringWithCanonicalMapping])
        guard let identifier else { throw GalleryError.noSpeaker(name: speaker) }
        return identifier
    }

    /// A name as it is stored: Swift takes composed and decomposed letters for equal, SQLite does
    /// not, so that all become composed.
    private static func checkedName(_ name: String) throws(GalleryError) -> String {
        let hasControls = name.unicodeScalars.contains {
            [.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }
        guard !name.isEmpty, name.count <= 200, !hasControls,
            name.trimmingCharacters(in: .whitespaces) == name
        else { throw .invalidName(name) }
        return name.precomposedStringWithCanonicalMapping
    }

    /// Whether something that this object removed still stands in the write-ahead log, because
    /// another program was reading; the next opening erases it.
    public var hasPostponedErasure: Bool { erasureIsPostponed.load(ordering: .relaxed) }

    /// What was deleted must not live on in the write-ahead log.
    func eraseWriteAheadLog() throws {
        do {
            try Self.translatingErrors(path) {
                try database.writeWithoutTransaction { database in
                    _ = try database.checkpoint(.truncate)
                }
            }
            erasureIsPostponed.store(false, ordering: .relaxed)
        } catch GalleryError.locked {
            // The deletion itself is done.
            erasureIsPostponed.store(true, ordering: .relaxed)
        }
    }
}
