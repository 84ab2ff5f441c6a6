import Foundation
internal import GRDB
internal import GaussianMixtures

/// The life of a speaker.
extension SpeakerGallery {
    /// Everybody who is enrolled, by name.
    ///
    /// - Throws: ``GalleryError`` when the gallery cannot be read.
    public func speakers() throws -> [SpeakerSummary] { try speakers(where: "1") }

    /// Those of them who may not be looked for.
    ///
    /// - Throws: ``GalleryError`` when the gallery cannot be read.
    public func speakersNotLookedFor() throws -> [SpeakerSummary] {
        try speakers(where: "NOT (\(Self.isAdmitted))")
    }

    /// How many there are who may be looked for and have recordings.
    ///
    /// - Throws: ``GalleryError`` when the gallery cannot be read.
    public func countOfThoseLookedFor() throws -> Int {
        try read { database in
            try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM speaker WHERE revision <> 0 AND \(Self.isAdmitted)",
                arguments: try admission(database)) ?? 0
        }
    }

    private func speakers(where condition: String) throws -> [SpeakerSummary] {
        try read { database in
            let arguments = condition == "1" ? [:] : try admission(database)
            let isAnybody = try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM speaker WHERE \(condition))",
                arguments: arguments)
            guard isAnybody == true else { return [] }
            let (time, tags) = (try time(database), try tagsBySpeaker(database))
            let recordings = try totalsBySpeaker(database)
            // A cursor: with thousands of speakers, copies of rows take longer than the query.
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT id, name, created_at, notes, consent, consent_at, expires_at
                    FROM speaker WHERE \(condition) ORDER BY name
                    """, arguments: arguments)
            var speakers: [SpeakerSummary] = []
            while let row = try rows.next() {
                let identifier: Int64 = try row.decode(atIndex: 0)
                let facts = try SpeakerFacts(row, from: 3, tags: tags[identifier] ?? [])
                let (count, speech) = recordings[identifier] ?? (0, 0)
                speakers.append(
                    SpeakerSummary(
                        name: try row.decode(atIndex: 1), recordingCount: count,
                        speechSeconds: speech,
                        createdAt: Date(timeIntervalSince1970: try row.decode(atIndex: 2)),
                        facts: facts,
                        standing: facts.standing(at: time)))
            }
            return speakers
        }
    }

    /// Number and net speech of each speaker's recordings; an index holds both.
    private func totalsBySpeaker(
        _ database: Database
    ) throws -> [Int64: (count: Int, speechSeconds: Double)] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT speaker_id, count(*), total(speech_seconds)
                FROM recording GROUP BY speaker_id
                """)
        var totals: [Int64: (count: Int, speechSeconds: Double)] = [:]
        while let row = try rows.next() {
            totals[try row.decode(atIndex: 0)] = (
                try row.decode(atIndex: 1), try row.decode(atIndex: 2)
            )
        }
        return totals
    }

    /// Adds recordings to a speaker, who is created if need be: all of them or, when one cannot
    /// be added, none.
    ///
    /// - Throws: ``GalleryError/duplicateRecording(speaker:recording:)`` for audio that the
    ///   speaker has already, ``GalleryError/invalidName(_:)``, or a fault of the database.
    public func add(_ recordings: [EnrolledRecording], to speaker: String) throws {
        try write { try add(recordings, to: speaker, $0) }
    }

    private func add(
        _ recordings: [EnrolledRecording], to speaker: String, _ database: Database
    ) throws {
        try checkBackground(database)
        let identifier = try findOrCreate(speaker, database)
        for recording in recordings {
            try insert(recording, speaker: speaker, identifier, database)
        }
        try record(.enrolled, identifier, recordings: recordings.count, database)
    }

    /// A speaker's number, who is created if need be.
    func findOrCreate(
        _ speaker: String, createdAt: Date? = nil, _ database: Database
    ) throws -> Int64 {
        let speaker = try Self.checkedName(speaker)
        try database.execute(
            sql: "INSERT OR IGNORE INTO speaker (name, created_at) VALUES (?, ?)",
            arguments: [speaker, (createdAt ?? now()).timeIntervalSince1970])
        return try Self.identifier(of: speaker, database)
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
            try record(.renamed, identifier, database)
            try demandErasure(database)
        }
        try erase()
    }

    /// Removes speakers and all that is known of their voices, all or none; see
    /// ``hasPostponedErasure``.
    ///
    /// - Throws: ``GalleryError/noSpeaker(name:)``, or a fault of the database.
    public func remove(_ speakers: String...) throws {
        try remove(speakers)
    }

    /// Removes speakers and all that is known of their voices, all or none; see
    /// ``hasPostponedErasure``.
    ///
    /// - Throws: ``GalleryError/noSpeaker(name:)``, or a fault of the database.
    public func remove(_ speakers: [String]) throws {
        try write { database in
            for speaker in speakers {
                try remove(Self.identifier(of: speaker, database), database)
            }
            try demandErasure(database)
        }
        try erase()
    }

    private func remove(_ identifier: Int64, _ database: Database) throws {
        let recordings = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM recording WHERE speaker_id = ?",
            arguments: [identifier])
        try database.execute(sql: "DELETE FROM speaker WHERE id = ?", arguments: [identifier])
        try record(.removed, identifier, recordings: recordings, database)
    }

    /// Moves all recordings of one speaker to another and removes the first; audio that both
    /// have is kept once. Tags are joined, and whatever forbids more stays: a withdrawn consent,
    /// the earlier end.
    ///
    /// - Throws: ``GalleryError/noSpeaker(name:)``, or a fault of the database.
    public func merge(_ source: String, into target: String) throws {
        guard source != target else { throw GalleryError.speakerExists(name: target) }
        try write { database in
            let from = try Self.identifier(of: source, database)
            let to = try Self.identifier(of: target, database)
            try store(facts(to, database).joined(with: facts(from, database)), to, database)
            try database.execute(
                sql: "UPDATE OR IGNORE recording SET speaker_id = ? WHERE speaker_id = ?",
                arguments: [to, from])
            try record(.merged, to, recordings: database.changesCount, database)
            try remove(from, database)
            try demandErasure(database)
        }
        try erase()
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
        guard !name.isEmpty, name.count <= 200, !name.hasControlCharacters,
            name.trimmingCharacters(in: .whitespaces) == name
        else { throw .invalidName(name) }
        return name.precomposedStringWithCanonicalMapping
    }
}

extension String {
    /// Whether something in it would break a line or disturb a terminal.
    var hasControlCharacters: Bool {
        unicodeScalars.contains {
            [.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }
    }
}
