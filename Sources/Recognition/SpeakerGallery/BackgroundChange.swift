import Foundation
internal import GRDB
public import SpeakerIdentification

/// The change of a gallery to another background model, while it is under way: every recording gets
/// new statistics or is dropped.
public final class BackgroundChange {
    /// A recording that the gallery has.
    public struct Entry: Sendable {
        let identifier: Int64
        /// Whose it is.
        public let speaker: String
        /// The clip's name when it was enrolled.
        public let name: String
        /// SHA-256 of its samples, in hexadecimal digits.
        public let digest: String
    }

    /// All recordings, in the order of their enrolment.
    public let entries: [Entry]
    private let database: Database
    private let keepsSecond: Bool
    private var waiting: Set<Int64>
    var missing: Int { waiting.count }

    init(_ database: Database, to background: BackgroundModel) throws {
        self.database = database
        keepsSecond = background.keepsSecond
        entries = try Row.fetchAll(
            database,
            sql: """
                SELECT recording.id, speaker.name, recording.name, digest
                FROM recording JOIN speaker ON speaker.id = speaker_id ORDER BY recording.id
                """
        ).map { row in
            Entry(
                identifier: try row.decode(atIndex: 0), speaker: try row.decode(atIndex: 1),
                name: try row.decode(atIndex: 2), digest: try row.decode(atIndex: 3))
        }
        waiting = Set(entries.map(\.identifier))
    }

    /// Gives a recording what was made of its clip with the other background model; its name and
    /// the time of its enrolment stay.
    public func replace(_ entry: Entry, with recording: EnrolledRecording) throws {
        try database.execute(
            sql: """
                UPDATE recording SET duration_seconds = ?, speech_seconds = ?,
                    signal_to_noise_decibels = ?, clipped_fraction = ?, statistics = ?
                WHERE id = ?
                """,
            arguments: [
                recording.summary.durationSeconds, recording.summary.speechSeconds,
                recording.summary.signalToNoiseDecibels, recording.summary.clippedFraction,
                Data(
                    StatisticsEncoding.encode(recording.statistics, keepsSecond: keepsSecond)),
                entry.identifier,
            ])
        waiting.remove(entry.identifier)
    }

    /// Removes all recordings that were not replaced.
    public func dropRest() throws {
        for identifier in waiting {
            try database.execute(
                sql: "DELETE FROM recording WHERE id = ?", arguments: [identifier])
        }
        waiting = []
    }
}

extension SpeakerGallery {
    /// Binds the gallery to another background model, in one transaction: until `change` has
    /// replaced or dropped every recording, everybody else finds the gallery as it was, and writers
    /// wait. The calibration, which holds for the former model, goes.
    ///
    /// This object knows the former model only; open the gallery again to use it.
    ///
    /// - Throws: ``GalleryError/incompleteChange(path:missing:)`` when a recording was forgotten, a
    ///   fault of the database, and what `change` throws; then all is as it was.
    public func changeBackground(
        to background: BackgroundModel, _ change: (BackgroundChange) throws -> Void
    ) throws {
        try write { database in
            try checkBackground(database)
            let progress = try BackgroundChange(database, to: background)
            try change(progress)
            guard progress.missing == 0 else {
                throw GalleryError.incompleteChange(path: path, missing: progress.missing)
            }
            try database.execute(sql: "DELETE FROM calibration")
            try database.execute(
                sql: "UPDATE background_model SET identity = ?, file = ?",
                arguments: [background.identity.hexadecimal, Data(try background.file.encoded())])
            let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM recording")
            try record(.migrated, nil, recordings: count, database)
            try demandErasure(database)
        }
        try erase()
    }
}
