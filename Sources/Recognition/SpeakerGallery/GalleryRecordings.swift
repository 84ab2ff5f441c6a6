import Foundation
internal import GRDB
internal import GaussianMixtures
public import SpeakerIdentification

/// The recordings of a speaker.
extension SpeakerGallery {
    /// A speaker's recordings in the order of their enrolment.
    ///
    /// - Throws: ``GalleryError/noSpeaker(name:)``, or that the gallery is damaged.
    public func recordings(of speaker: String) throws -> [EnrolledRecording] {
        try read { database in
            try checkBackground(database)
            let identifier = try Self.identifier(of: speaker, database)
            return try Row.fetchAll(
                database, sql: "SELECT * FROM recording WHERE speaker_id = ? ORDER BY id",
                arguments: [identifier]
            ).map {
                EnrolledRecording(
                    try RecordingSummary($0), try decode($0.decode(forColumn: "statistics")))
            }
        }
    }

    /// What a gallery knows of a speaker's recordings but for their statistics, in the order of
    /// their enrolment.
    ///
    /// - Throws: ``GalleryError/noSpeaker(name:)``, or that the gallery cannot be read.
    public func recordingSummaries(of speaker: String) throws -> [RecordingSummary] {
        try read { database in
            let identifier = try Self.identifier(of: speaker, database)
            return try Row.fetchAll(
                database,
                sql: """
                    SELECT name, digest, duration_seconds, speech_seconds,
                        signal_to_noise_decibels, clipped_fraction, enrolled_at
                    FROM recording WHERE speaker_id = ? ORDER BY id
                    """,
                arguments: [identifier]
            ).map(RecordingSummary.init)
        }
    }

    /// Whose recording each digest is.
    ///
    /// - Throws: ``GalleryError`` when the gallery cannot be read.
    public func recordingsByDigest() throws -> [String: (speaker: String, recording: String)] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT digest, speaker.name AS speaker, recording.name AS recording
                    FROM recording JOIN speaker ON speaker.id = speaker_id
                    ORDER BY speaker.name, recording.id
                    """
            ).map { row in
                (
                    try row.decode(String.self, forColumn: "digest"),
                    (
                        try row.decode(String.self, forColumn: "speaker"),
                        try row.decode(String.self, forColumn: "recording")
                    )
                )
            }
            return Dictionary(rows) { first, _ in first }
        }
    }

    /// The sums of every speaker's statistics, by name; speakers without recordings have none.
    ///
    /// - Throws: ``GalleryError`` when the gallery cannot be read or is damaged.
    public func statisticsOfAllSpeakers() throws -> [(
        speaker: String, statistics: VoiceStatistics
    )] {
        var sums: [(speaker: String, statistics: VoiceStatistics)] = []
        try forEachSpeaker { sums.append(($0, $1)) }
        return sums
    }

    /// Calls `body` with the name and sum of statistics of every speaker who may be looked for, by
    /// name; no more than one speaker's are in memory at a time.
    ///
    /// They are the sums over what is there, in the order of enrolment: a recording that was
    /// forgotten leaves no trace, not even a rounding.
    ///
    /// - Parameters:
    ///   - includesEverybody: whether also those are meant whose consent was withdrawn or whose
    ///     time is over.
    ///   - body: called for each speaker.
    /// - Throws: ``GalleryError`` when the gallery cannot be read or is damaged, and what `body`
    ///   throws.
    public func forEachSpeaker(
        includesEverybody: Bool = false, _ body: (String, VoiceStatistics) throws -> Void
    ) throws {
        try read { database in
            try checkBackground(database)
            // CROSS JOIN keeps SQLite from reading recordings first and sorting all their statistics.
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT speaker.name AS speaker, statistics
                    FROM speaker CROSS JOIN recording ON speaker.id = speaker_id
                    WHERE :everybody OR (\(Self.isAdmitted))
                    ORDER BY speaker.name, recording.id
                    """, arguments: try admission(database) + ["everybody": includesEverybody])
            var current: (speaker: String, sum: VoiceStatistics)?
            while let row = try rows.next() {
                let statistics = try decode(row.decode(forColumn: "statistics"))
                let speaker: String = try row.decode(forColumn: "speaker")
                if current?.speaker == speaker {
                    current?.sum.add(statistics)
                } else {
                    if let current { try body(current.speaker, current.sum) }
                    current = (speaker, statistics)
                }
            }
            if let current { try body(current.speaker, current.sum) }
        }
    }

    /// The sum of one speaker's statistics, as ``statisticsOfAllSpeakers()`` makes it.
    ///
    /// - Throws: ``GalleryError/noSpeaker(name:)``, ``GalleryError/noRecordings(speaker:)``,
    ///   ``GalleryError/notLookedFor(speaker:standing:)``, or that the gallery cannot be read or
    ///   is damaged.
    public func statistics(of speaker: String) throws -> VoiceStatistics {
        try read { database in
            try checkBackground(database)
            let identifier = try Self.identifier(of: speaker, database)
            let standing = try facts(identifier, database).standing(at: time(database))
            guard standing == .admitted else {
                throw GalleryError.notLookedFor(speaker: speaker, standing: standing)
            }
            let blobs = try Data.fetchCursor(
                database, sql: "SELECT statistics FROM recording WHERE speaker_id = ? ORDER BY id",
                arguments: [identifier])
            guard let first = try blobs.next() else {
                throw GalleryError.noRecordings(speaker: speaker)
            }
            var sum = try decode(first)
            while let blob = try blobs.next() { sum.add(try decode(blob)) }
            return sum
        }
    }

    /// Removes one recording; the speaker's model is then that of one who never had it.
    ///
    /// - Parameters:
    ///   - word: the recording's name, or the beginning of its digest.
    ///   - speaker: whose it is.
    /// - Returns: the name of the recording that was removed.
    /// - Throws: ``GalleryError/noRecording(speaker:recording:matches:)`` when none or several
    ///   fit, ``GalleryError/noSpeaker(name:)``, or a fault of the database.
    public func forget(_ word: String, of speaker: String) throws -> String {
        let name = try write { database in
            let identifier = try Self.identifier(of: speaker, database)
            let rows = try Row.fetchAll(
                database, sql: "SELECT id, name, digest FROM recording WHERE speaker_id = ?",
                arguments: [identifier]
            ).filter { row in
                let name: String = try row.decode(forColumn: "name")
                let digest: String = try row.decode(forColumn: "digest")
                return name == word || (!word.isEmpty && digest.hasPrefix(word))
            }
            guard rows.count == 1 else {
                throw GalleryError.noRecording(
                    speaker: speaker, recording: word, matches: rows.count)
            }
            let found: Int64 = try rows[0].decode(forColumn: "id")
            try database.execute(
                sql: "DELETE FROM recording WHERE id = ?", arguments: [found])
            try record(.forgot, identifier, recordings: 1, database)
            try demandErasure(database)
            return try rows[0].decode(String.self, forColumn: "name")
        }
        try erase()
        return name
    }

    func insert(
        _ recording: EnrolledRecording, speaker: String, _ identifier: Int64, _ database: Database
    ) throws {
        let summary = recording.summary
        do {
            try database.execute(
                sql: """
                    INSERT INTO recording (speaker_id, name, digest, duration_seconds,
                        speech_seconds, signal_to_noise_decibels, enrolled_at, statistics,
                        clipped_fraction)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    identifier, summary.name, summary.digest, summary.durationSeconds,
                    summary.speechSeconds, summary.signalToNoiseDecibels,
                    summary.enrolledAt.timeIntervalSince1970,
                    Data(
                        StatisticsEncoding.encode(
                            recording.statistics, keepsSecond: keepsSecond)),
                    summary.clippedFraction,
                ])
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE
        {
            throw GalleryError.duplicateRecording(speaker: speaker, recording: summary.name)
        }
    }

    /// Whether a speaker may be looked for, by the arguments of ``admission(_:)``.
    static let isAdmitted =
        "consent <> :withdrawn AND (expires_at IS NULL OR expires_at > :now)"

    func admission(_ database: Database) throws -> StatementArguments {
        ["withdrawn": Consent.Status.withdrawn.rawValue, "now": try time(database)]
    }

    func decode(_ bytes: Data) throws -> VoiceStatistics {
        do {
            return try StatisticsEncoding.decode(
                Array(bytes), streamCount: background.mixtures.count,
                componentCount: background.componentCount, dimension: background.dimension)
        } catch {
            throw GalleryError.notAGallery(path: path, reason: error.reason)
        }
    }
}
