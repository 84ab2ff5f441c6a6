import Foundation
internal import GRDB

/// How a gallery's file is opened.
enum GalleryConnection {
    /// A connection to a gallery of this version, and whether changes would be kept. What an older
    /// program wrote is brought up to date, in memory where the file may not be changed.
    static func open(_ path: String) throws -> (database: any DatabaseWriter, isWritable: Bool) {
        let reading = try readOnly(path)
        try checkOwner(reading, path)
        guard isWritable(path) else {
            if try reading.read(GallerySchema.migrator.hasCompletedMigrations) {
                return (reading, false)
            }
            let copy = try DatabaseQueue()
            try reading.backup(to: copy)
            try GallerySchema.migrator.migrate(copy)
            return (copy, false)
        }
        try reading.close()
        let patience = Patience()
        let database = try writable(path, patience)
        try GallerySchema.migrator.migrate(database)
        try patience.suspended { try eraseLeftovers(database, path) }
        return (database, true)
    }

    /// A connection to a file that nobody else knows yet. It keeps all of the database in that one
    /// file: what stood in a log beside it would not go along when the file takes its place.
    static func new(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = MEMORY")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    // Not a pool of connections: to open one writes into the gallery, even where it is only read.
    // What was reported as enrolled survives a power cut (`synchronous`).
    private static func writable(_ path: String, _ patience: Patience) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = patience.busyMode
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA secure_delete = ON;
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    """)
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func readOnly(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = Patience().busyMode
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK
        {
            // A change was cut short before the file kept a write-ahead log, as a new gallery or a
            // copy does when it is first opened. Only who may write can take it back.
            guard isWritable(path) else { throw error }
            try takeBackChange(path)
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError
            where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
            && !isWritable(path) && !hasLog(path)
        {
            // SQLite cannot put the files of a write-ahead log beside the gallery, and needs none:
            // nobody is writing.
            let allowed = CharacterSet.urlPathAllowed
            guard let escaped = path.addingPercentEncoding(withAllowedCharacters: allowed) else {
                throw error
            }
            return try DatabaseQueue(
                path: "file:\(escaped)?immutable=1", configuration: configuration)
        }
    }

    private static func takeBackChange(_ path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = Patience().busyMode
        let database = try DatabaseQueue(path: path, configuration: configuration)
        try database.close()
    }

    /// The log lies in the same folder, which must be writable too.
    private static func isWritable(_ path: String) -> Bool {
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        return access(file.path, W_OK) == 0
            && access(file.deletingLastPathComponent().path, W_OK) == 0
    }

    private static func hasLog(_ path: String) -> Bool {
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path + "-wal"
        let size = try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
        return size ?? 0 > 0
    }

    /// Refuses another program's database, or a newer gallery, before anything is changed in it,
    /// such as to write-ahead logging.
    private static func checkOwner(_ database: DatabaseQueue, _ path: String) throws {
        let (identifier, isEmpty, isTooNew, hasProgram) = try database.read { database in
            (
                try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
                try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0,
                try GallerySchema.migrator.hasBeenSuperseded(database),
                try String.fetchAll(
                    database,
                    sql: """
                        SELECT sql FROM sqlite_master
                        WHERE type IN ('trigger', 'view') OR sql LIKE '%VIRTUAL%'
                        """
                ).contains { !GallerySchema.triggers.contains($0) }
            )
        }
        guard !isEmpty else { throw GalleryError.noGallery(path: path) }
        guard identifier == GallerySchema.applicationIdentifier else {
            throw GalleryError.notAGallery(path: path, reason: "it is another program's database")
        }
        guard !isTooNew else { throw GalleryError.tooNew(path: path) }
        // They run when they are read or written, for as long as whoever made them wants.
        guard !hasProgram else {
            throw GalleryError.notAGallery(
                path: path, reason: "it has triggers or views that no gallery has")
        }
    }

    /// What was deleted while others were reading may still stand in the log, and what was deleted
    /// by a program that was killed in the file. Who is reading or writing now is not waited for.
    private static func eraseLeftovers(_ database: DatabaseQueue, _ path: String) throws {
        try database.writeWithoutTransaction { database in
            guard try hasLog(path) || GalleryErasure.isDemandedAtAll(database) else { return }
            do {
                try GalleryErasure.run(database, path)
            } catch let error as DatabaseError
                where [.SQLITE_BUSY, .SQLITE_FULL].contains(error.resultCode)
            {}
        }
    }
}
