internal import FileStorage
import Foundation
internal import GaussianMixtures
public import SpeakerIdentification

internal import GRDB

/// The enrolled speakers, in one SQLite file that is bound to one background model.
///
/// Every change is one transaction: it happened wholly, or not at all. Several programs may use
/// one gallery; a writer waits for another for five seconds. Deleted statistics are overwritten
/// with zeros.
public final class SpeakerGallery: Sendable {
    /// Where the file lies.
    public let path: String
    /// The background model that the gallery is bound to.
    public let background: BackgroundModel
    let database: DatabasePool

    /// How long a writer waits for another, in seconds.
    static let patience = 5.0

    private init(path: String, background: BackgroundModel, database: DatabasePool) {
        self.path = path
        self.background = background
        self.database = database
    }

    /// Opens a gallery that exists.
    ///
    /// - Throws: ``GalleryError``, or that its background model cannot be used.
    public static func open(_ path: String) throws -> SpeakerGallery {
        guard FileManager.default.fileExists(atPath: path) else {
            throw GalleryError.noGallery(path: path)
        }
        return try translatingErrors(path) {
            try checkOwner(path)
            let database = try connect(path)
            try GallerySchema.migrator.migrate(database)
            let file = try database.read { database in
                try Data.fetchOne(database, sql: "SELECT file FROM background_model")
            }
            guard let file else {
                throw GalleryError.notAGallery(path: path, reason: "it has no background model")
            }
            return SpeakerGallery(
                path: path, background: try BackgroundModel(bytes: Array(file), path: path),
                database: database)
        }
    }

    /// Makes a gallery, or opens the one that another program made in the meantime.
    ///
    /// Only its owner can read the file.
    ///
    /// - Throws: ``GalleryError``, or that the background model cannot be used.
    public static func create(
        _ path: String, background: BackgroundModel
    ) throws -> SpeakerGallery {
        do {
            try FileManager.default.createDirectory(
                at: URL(fileURLWithPath: path).deletingLastPathComponent(),
                withIntermediateDirectories: true)
        } catch {
            throw GalleryError.cannotCreate(path: path, reason: "its folder cannot be made")
        }
        try make(path, background)
        return try open(path)
    }

    /// Makes a gallery beside its place, so that nobody meets half of one there. What another
    /// program made in the meantime stays.
    private static func make(_ path: String, _ background: BackgroundModel) throws {
        do {
            let file = try TemporaryFile(beside: path)
            guard let temporaryPath = file.path else { return }
            try fill(temporaryPath, background, path)
            // An empty file is nothing that could be lost.
            let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            if size == 0 {
                try file.takePlace(of: path, isPrivate: true)
            } else {
                _ = try file.takeFreePlace(of: path)
            }
        } catch let error as TemporaryFile.Failure {
            throw GalleryError.cannotCreate(path: path, reason: error.reason)
        }
    }

    private static func fill(
        _ temporaryPath: String, _ background: BackgroundModel, _ path: String
    ) throws {
        try translatingErrors(path) {
            let database = try connect(temporaryPath)
            try GallerySchema.migrator.migrate(database)
            try database.write { database in
                try database.execute(
                    sql: "INSERT INTO background_model VALUES (1, ?, ?)",
                    arguments: [
                        background.identity.hexadecimal, Data(background.file.encoded()),
                    ])
            }
            try database.close()
        }
    }

    private static func connect(_ path: String) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        let database = try DatabasePool(path: path, configuration: configuration)
        // What was reported as enrolled survives a power cut; the pool itself asks for less.
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return database
    }

    /// Refuses another program's database, or a newer gallery, before anything is changed in it:
    /// a pool would switch it to write-ahead logging.
    private static func checkOwner(_ path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(patience)
        let database = try DatabaseQueue(path: path, configuration: configuration)
        let (identifier, isEmpty, isTooNew) = try database.read { database in
            (
                try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
                try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0,
                try GallerySchema.migrator.hasBeenSuperseded(database)
            )
        }
        guard !isEmpty else { throw GalleryError.noGallery(path: path) }
        guard identifier == GallerySchema.applicationIdentifier else {
            throw GalleryError.notAGallery(path: path, reason: "it is another program's database")
        }
        guard !isTooNew else { throw GalleryError.tooNew(path: path) }
    }

    /// Runs `body` and says what went wrong in the database in our own words.
    static func translatingErrors<T>(_ path: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: throw GalleryError.locked(path: path)
            case .SQLITE_NOTADB, .SQLITE_CORRUPT:
                throw GalleryError.notAGallery(
                    path: path, reason: error.message ?? "the database is damaged")
            case .SQLITE_CANTOPEN, .SQLITE_PERM:
                throw GalleryError.cannotCreate(
                    path: path, reason: error.message ?? "it cannot be opened")
            default:
                throw GalleryError.database(path: path, reason: error.message ?? "\(error)")
            }
        }
    }

    func read<T>(_ body: (Database) throws -> T) throws -> T {
        try Self.translatingErrors(path) { try database.read(body) }
    }

    func write<T>(_ body: (Database) throws -> T) throws -> T {
        try Self.translatingErrors(path) { try database.write(body) }
    }
}

extension SpeakerGallery {
    /// SQLite's version, such as `3.40.1`.
    public static var libraryVersion: String {
        let version = try? DatabaseQueue().read { database in
            try String.fetchOne(database, sql: "SELECT sqlite_version()")
        }
        return version.flatMap { $0 } ?? "does not answer"
    }
}
