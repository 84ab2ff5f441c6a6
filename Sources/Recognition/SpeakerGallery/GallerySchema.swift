internal import GRDB

/// The tables, version by version. A released migration is never changed.
enum GallerySchema {
    /// Marks the file as ours ("Tmbr"), for `file` and for `timbre inspect`.
    static let applicationIdentifier = 0x546D_6272

    /// What gives a speaker a new revision; a file with any other trigger is no gallery.
    static let triggers = [
        """
        CREATE TRIGGER recording_added AFTER INSERT ON recording BEGIN
            UPDATE speaker SET revision = random() WHERE id = NEW.speaker_id;
        END
        """,
        """
        CREATE TRIGGER recording_removed AFTER DELETE ON recording BEGIN
            UPDATE speaker SET revision = CASE
                WHEN EXISTS (SELECT 1 FROM recording WHERE speaker_id = OLD.speaker_id)
                THEN random() ELSE 0 END
            WHERE id = OLD.speaker_id;
        END
        """,
        """
        CREATE TRIGGER recording_changed
        AFTER UPDATE OF statistics, speaker_id ON recording BEGIN
            UPDATE speaker SET revision = CASE
                WHEN EXISTS (SELECT 1 FROM recording WHERE speaker_id = speaker.id)
                THEN random() ELSE 0 END
            WHERE id IN (OLD.speaker_id, NEW.speaker_id);
        END
        """,
    ]

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: speakers and recordings") { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationIdentifier)")
            try database.create(table: "background_model") { table in
                // One gallery, one background model: the only row has id 1.
                table.primaryKey("id", .integer).check { $0 == 1 }
                table.column("identity", .text).notNull()
                table.column("file", .blob).notNull()
            }
            try database.create(table: "speaker") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("name", .text).notNull().unique()
                table.column("created_at", .double).notNull()
            }
            try database.create(table: "recording") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("speaker_id", .integer).notNull().indexed()
                    .references("speaker", onDelete: .cascade)
                table.column("name", .text).notNull()
                table.column("digest", .text).notNull()
                table.column("duration_seconds", .double).notNull()
                table.column("speech_seconds", .double).notNull()
                table.column("signal_to_noise_decibels", .double)
                table.column("enrolled_at", .double).notNull()
                table.column("statistics", .blob).notNull()
                table.uniqueKey(["speaker_id", "digest"])
            }
        }
        migrator.registerMigration("2: calibration") { database in
            try database.create(table: "calibration") { table in
                // One gallery, one threshold: the only row has id 1.
                table.primaryKey("id", .integer).check { $0 == 1 }
                table.column("slope", .double).notNull()
                table.column("offset", .double).notNull()
                table.column("threshold", .double).notNull()
                table.column("wanted_rate", .double).notNull()
                table.column("unit", .text).notNull()
                for rate in ["false_alarm_rate", "miss_rate"] {
                    for bound in ["", "_low", "_high"] {
                        table.column(rate + bound, .double)
                    }
                }
                table.column("speakers", .integer).notNull()
                table.column("clips", .integer).notNull()
                table.column("gallery_size", .integer).notNull()
                table.column("calibrated_at", .double).notNull()
            }
        }
        migrator.registerMigration("3: life of a speaker") { database in
            try database.alter(table: "speaker") { table in
                table.add(column: "notes", .text).notNull().defaults(to: "")
                table.add(column: "consent", .text).notNull().defaults(to: "unstated")
                table.add(column: "consent_at", .double)
                table.add(column: "expires_at", .double)
            }
            try database.create(table: "tag", options: .withoutRowID) { table in
                table.column("speaker_id", .integer).notNull()
                    .references("speaker", onDelete: .cascade)
                table.column("tag", .text).notNull()
                table.primaryKey(["speaker_id", "tag"])
            }
            try database.alter(table: "recording") { table in
                table.add(column: "clipped_fraction", .double)
            }
            // Speakers are counted and summed without a look at rows that hold statistics.
            try database.create(
                indexOn: "recording", columns: ["speaker_id", "speech_seconds"])
            try database.drop(indexOn: "recording", columns: ["speaker_id"])
            try database.create(table: "event") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("happened_at", .double).notNull()
                table.column("action", .text).notNull()
                // No reference: it outlives the speaker, and tells of nobody then.
                table.column("speaker_id", .integer)
                table.column("recordings", .integer)
            }
        }
        migrator.registerMigration("4: revisions of voices") { database in
            try database.alter(table: "speaker") { table in
                // A number drawn anew whenever the speaker's statistics change; 0 without any.
                table.add(column: "revision", .integer).notNull().defaults(to: 0)
            }
            try database.execute(
                sql: """
                    UPDATE speaker SET revision = random()
                    WHERE id IN (SELECT speaker_id FROM recording)
                    """)
            for trigger in triggers { try database.execute(sql: trigger) }
        }
        return migrator
    }
}
