internal import GRDB
import Synchronization

/// How what was removed is erased from the disk.
///
/// SQLite overwrites what is deleted with zeros (`secure_delete`). Two copies escape it: pages in
/// the write-ahead log, until that is emptied; and cells that once moved to another page, whose
/// old place counts as free and keeps its bytes. So a small gallery is also written anew (`VACUUM`),
/// within memory. A large one waits until somebody asks for it. Models that were made of what was
/// removed are overwritten in their file (``ModelFileLayout``) in any case.
///
/// What is still to be done stands in `user_version`: 1 the gallery is to be written anew, 2 models
/// are to be overwritten.
enum GalleryErasure {
    /// Galleries up to this size are written anew after every removal, in bytes.
    static let smallSize = 64 << 20

    /// Within the transaction that removes something, so that a program that is killed behind it
    /// leaves word.
    static func demand(_ database: Database) throws {
        try database.execute(sql: "PRAGMA user_version = 3")
    }

    private static func demands(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    private static func settle(_ demand: Int, _ database: Database) throws {
        let rest = try demands(database) & ~demand
        try database.execute(sql: "PRAGMA user_version = \(rest)")
    }

    /// Whether the gallery is to be written anew.
    static func isDemanded(_ database: Database) throws -> Bool {
        try demands(database) & 1 != 0
    }

    /// Whether anything is to be done.
    static func isDemandedAtAll(_ database: Database) throws -> Bool {
        try demands(database) != 0
    }

    /// Overwrites models and writes a small gallery anew where it is demanded, and empties the log.
    static func run(_ database: Database, _ path: String) throws {
        if try demands(database) & 2 != 0 {
            let identity = try String.fetchOne(
                database, sql: "SELECT identity FROM background_model")
            let revisions = try Int64.fetchSet(database, sql: "SELECT revision FROM speaker")
            let cohort = Set((1...ModelFileLayout.largestCohort).map(Int64.init))
            let isErased = ModelFileWriter.erase(
                ModelFile.path(ofGallery: path), identity: identity ?? "",
                allBut: revisions.union(cohort))
            if isErased { try settle(2, database) }
        }
        if try isDemanded(database) && size(database) <= smallSize {
            try compact(database, inMemory: true)
        }
        _ = try database.checkpoint(.truncate)
    }

    static func compact(_ database: Database, inMemory: Bool) throws {
        // In memory nothing of it comes to lie in another file.
        try database.execute(sql: "PRAGMA temp_store = \(inMemory ? "MEMORY" : "FILE")")
        try database.execute(sql: "VACUUM")
        try settle(1, database)
    }

    private static func size(_ database: Database) throws -> Int {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        return pages * (try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0)
    }
}

extension SpeakerGallery {
    /// Whether something that this object removed is not yet erased from the disk, because another
    /// program was using the gallery or the disk was full; the next opening erases it.
    public var hasPostponedErasure: Bool { erasureIsPostponed.load(ordering: .relaxed) }

    /// Whether fragments of what was removed, such as a name, may be left in unused parts of a
    /// large gallery; ``compact()`` erases them.
    ///
    /// - Throws: ``GalleryError`` when the gallery cannot be read.
    public func needsCompaction() throws -> Bool {
        try read(GalleryErasure.isDemanded)
    }

    /// Writes the gallery anew, so that nothing is left of what was removed.
    ///
    /// - Throws: ``GalleryError`` when the gallery cannot be written.
    public func compact() throws {
        try checkWritable()
        try Self.translatingErrors(path) {
            try database.writeWithoutTransaction { database in
                try GalleryErasure.compact(database, inMemory: false)
                _ = try database.checkpoint(.truncate)
            }
        }
    }

    func demandErasure(_ database: Database) throws {
        try GalleryErasure.demand(database)
    }

    /// The removal itself is done; what hinders the erasure is no failure of it.
    func erase() throws {
        do {
            try Self.translatingErrors(path) {
                try database.writeWithoutTransaction { try GalleryErasure.run($0, path) }
            }
            erasureIsPostponed.store(false, ordering: .relaxed)
        } catch let error as GalleryError where error.isPassing {
            erasureIsPostponed.store(true, ordering: .relaxed)
        }
    }
}

extension GalleryError {
    /// Whether the same may succeed later.
    fileprivate var isPassing: Bool {
        switch self {
        case .locked, .full: true
        default: false
        }
    }
}
