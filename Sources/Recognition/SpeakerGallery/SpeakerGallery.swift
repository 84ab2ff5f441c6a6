internal import FileStorage
public import Foundation
internal import GRDB
internal import GaussianMixtures
public import SpeakerIdentification
import Synchronization

/// The enrolled speakers, in one SQLite file that is bound to one background model.
///
/// Every change is one transaction: it happened wholly, or not at all. Several programs may use
/// one gallery; a writer waits for another for five seconds. What is removed is erased from the
/// disk, too.
public final class SpeakerGallery: Sendable {
    /// Where the file lies.
    public let path: String
    /// The background model that the gallery is bound to.
    public let background: BackgroundModel
    let database: any DatabaseWriter
    /// Whether changes are kept; what could not be written back must not be accepted.
    let isWritable: Bool
    /// Whether the file of models is damaged and cannot be deleted.
    let ignoresModels = Atomic(false)
    let erasureIsPostponed = Atomic(false)
    /// What tells the time.
    let now: @Sendable () -> Date

    private init(
        path: String, background: BackgroundModel,
        connection: (database: any DatabaseWriter, isWritable: Bool),
        now: @escaping @Sendable () -> Date
    ) {
        self.path = path
        self.background = background
        database = connection.database
        isWritable = connection.isWritable
        self.now = now
    }

    /// Opens a gallery that exists; one that may not be written can still be read.
    ///
    /// - Parameters:
    ///   - path: where the file lies.
    ///   - now: what tells the time.
    /// - Returns: the gallery, brought up to date where an older program wrote it.
    /// - Throws: ``GalleryError``, or that its background model cannot be used.
    public static func open(
        _ path: String, now: @escaping @Sendable () -> Date = { Date() }
    ) throws -> SpeakerGallery {
        guard access(path, R_OK) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw GalleryError.noGallery(path: path) }
            throw GalleryError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
        {
            throw GalleryError.cannotOpen(path: path, reason: "it is a folder")
        }
        return try translatingErrors(path) {
            let connection = try GalleryConnection.open(path)
            return SpeakerGallery(
                path: path, background: try background(connection.database, path),
                connection: connection, now: now)
        }
    }

    /// The background model as the file of models has it made ready, or as the gallery keeps it.
    private static func background(
        _ database: any DatabaseWriter, _ path: String
    ) throws -> BackgroundModel {
        let identity = try database.read { database in
            try String.fetchOne(database, sql: "SELECT identity FROM background_model")
        }
        let whole = { @Sendable () throws -> BackgroundModel in
            let file = try database.read { database in
                try Data.fetchOne(database, sql: "SELECT file FROM background_model")
            }
            guard let file else {
                throw GalleryError.notAGallery(path: path, reason: "it has no background model")
            }
            return try BackgroundModel(bytes: Array(file), path: path)
        }
        guard let identity,
            let bytes = ModelFile(ModelFile.path(ofGallery: path), identity: identity)?.essentials,
            let model = try? BackgroundModel(
                essentials: bytes, path: path,
                cohort: {
                    let model = try whole()
                    guard model.identity.hexadecimal == identity else {
                        throw GalleryError.backgroundChanged(path: path)
                    }
                    return try model.cohort
                }), model.identity.hexadecimal == identity,
            model.cohortCount <= ModelFileLayout.largestCohort
        else { return try whole() }
        return model
    }

    /// Makes a gallery, or opens the one that another program made in the meantime.
    ///
    /// Only its owner can read the file.
    ///
    /// - Parameters:
    ///   - path: where the file will lie.
    ///   - background: the model that a new gallery is bound to.
    ///   - now: what tells the time.
    /// - Returns: the gallery; one that is there keeps its own background model.
    /// - Throws: ``GalleryError``, or that the background model cannot be used.
    public static func create(
        _ path: String, background: BackgroundModel,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws -> SpeakerGallery {
        do {
            try Folder.make(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        } catch {
            throw GalleryError.cannotCreate(path: path, reason: "its folder cannot be made")
        }
        try make(path, background, now())
        return try open(path, now: now)
    }

    /// Makes a gallery beside its place, so that nobody meets half of one there. What another
    /// program made in the meantime stays.
    private static func make(
        _ path: String, _ background: BackgroundModel, _ time: Date
    ) throws {
        do {
            let file = try TemporaryFile(beside: path)
            guard let temporaryPath = file.path else { return }
            try fill(temporaryPath, background, path, time)
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
        _ temporaryPath: String, _ background: BackgroundModel, _ path: String, _ time: Date
    ) throws {
        do {
            let database = try GalleryConnection.new(temporaryPath)
            try GallerySchema.migrator.migrate(database)
            try database.write { database in
                try database.execute(
                    sql: "INSERT INTO background_model VALUES (1, ?, ?)",
                    arguments: [
                        background.identity.hexadecimal, Data(try background.file.encoded()),
                    ])
                try record(.created, at: time.timeIntervalSince1970, database)
            }
            try database.close()
        } catch let error as DatabaseError {
            throw GalleryError.cannotCreate(path: path, reason: error.message ?? "\(error)")
        }
    }

    /// Runs `body` and says what went wrong in the database in our own words.
    static func translatingErrors<T>(_ path: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch is RowDecodingError {
            // SQLite keeps any kind of value in any column, if a stranger's table allows it.
            throw GalleryError.notAGallery(
                path: path, reason: "a cell holds a value of another kind than its column's")
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: throw GalleryError.locked(path: path)
            case .SQLITE_NOTADB, .SQLITE_CORRUPT:
                throw GalleryError.notAGallery(
                    path: path, reason: error.message ?? "the database is damaged")
            case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
                throw GalleryError.cannotOpen(
                    path: path, reason: error.message ?? "it cannot be opened")
            case .SQLITE_READONLY: throw GalleryError.readOnly(path: path)
            case .SQLITE_FULL: throw GalleryError.full(path: path)
            case .SQLITE_IOERR:
                // Also where a full disk has no room for the files beside a gallery.
                throw GalleryError.database(
                    path: path,
                    reason: "\(error.message ?? "input/output error") "
                        + "(\(error.extendedResultCode.rawValue)); check the disk and its free space"
                )
            default:
                throw GalleryError.database(path: path, reason: error.message ?? "\(error)")
            }
        }
    }

    func read<T>(_ body: (Database) throws -> T) throws -> T {
        try Self.translatingErrors(path) { try database.read(body) }
    }

    func write<T>(_ body: (Database) throws -> T) throws -> T {
        try checkWritable()
        return try Self.translatingErrors(path) { try database.write(body) }
    }

    func checkWritable() throws {
        guard isWritable else { throw GalleryError.readOnly(path: path) }
    }

    /// Statistics must not meet those of a model that another program has changed to meanwhile.
    func checkBackground(_ database: Database) throws {
        let identity = try String.fetchOne(
            database, sql: "SELECT identity FROM background_model")
        guard identity == background.identity.hexadecimal else {
            throw GalleryError.backgroundChanged(path: path)
        }
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
