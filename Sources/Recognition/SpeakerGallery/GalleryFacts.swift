import Foundation
internal import GRDB

/// What people say of the speakers.
extension SpeakerGallery {
    /// Tags, notes, consent and expiry of a speaker.
    ///
    /// - Throws: ``GalleryError/noSpeaker(name:)``, or that the gallery cannot be read.
    public func facts(of speaker: String) throws -> SpeakerFacts {
        try read { try facts(Self.identifier(of: speaker, $0), $0) }
    }

    /// Changes them; nobody else's change is lost.
    ///
    /// - Throws: ``GalleryError/noSpeaker(name:)``, ``GalleryError/invalidTag(_:)``, a fault of the
    ///   database, and what `change` throws.
    public func edit(
        _ speaker: String, _ change: (inout SpeakerFacts) throws -> Void
    ) throws {
        try write { database in
            let identifier = try Self.identifier(of: speaker, database)
            let former = try facts(identifier, database)
            var facts = former
            try change(&facts)
            try store(facts, identifier, database)
            try record(.edited, identifier, database)
            let isWordLost =
                !former.tags.isSubset(of: facts.tags)
                || !(former.notes.isEmpty || former.notes == facts.notes)
            if isWordLost { try demandErasure(database) }
        }
        try erase()
    }

    func facts(_ identifier: Int64, _ database: Database) throws -> SpeakerFacts {
        let tags = try String.fetchSet(
            database, sql: "SELECT tag FROM tag WHERE speaker_id = ?", arguments: [identifier])
        let row = try Row.fetchOne(
            database,
            sql: "SELECT notes, consent, consent_at, expires_at FROM speaker WHERE id = ?",
            arguments: [identifier])
        return try row.map { try SpeakerFacts($0, from: 0, tags: tags) } ?? SpeakerFacts()
    }

    func store(_ facts: SpeakerFacts, _ identifier: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE speaker SET notes = ?, consent = ?, consent_at = ?, expires_at = ?
                WHERE id = ?
                """,
            arguments: [
                facts.notes, facts.consent.status.rawValue,
                facts.consent.date?.timeIntervalSince1970, facts.expiresAt?.timeIntervalSince1970,
                identifier,
            ])
        try database.execute(
            sql: "DELETE FROM tag WHERE speaker_id = ?", arguments: [identifier])
        for tag in facts.tags {
            guard !tag.isEmpty, tag.count <= 100, !tag.hasControlCharacters, !tag.contains(",")
            else { throw GalleryError.invalidTag(tag) }
            try database.execute(
                sql: "INSERT OR IGNORE INTO tag (speaker_id, tag) VALUES (?, ?)",
                arguments: [identifier, tag.precomposedStringWithCanonicalMapping])
        }
    }

    func tagsBySpeaker(_ database: Database) throws -> [Int64: Set<String>] {
        let rows = try Row.fetchCursor(database, sql: "SELECT speaker_id, tag FROM tag")
        var tags: [Int64: Set<String>] = [:]
        while let row = try rows.next() {
            tags[try row.decode(atIndex: 0), default: []].insert(try row.decode(atIndex: 1))
        }
        return tags
    }
}
