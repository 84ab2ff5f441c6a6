import Foundation
import GRDB
import SpeakerGallery
import TestSupport
import Testing

@Suite struct GalleryOpeningTests {
    @Test func aMissingFileIsNoGallery() {
        let error = #expect(throws: GalleryError.self) {
            try SpeakerGallery.open("/nowhere/gallery.sqlite")
        }
        #expect(error == .noGallery(path: "/nowhere/gallery.sqlite"))
        #expect(
            error?.description == "/nowhere/gallery.sqlite: no gallery here yet; "
                + "enrol a first speaker with: timbre enroll NAME CLIPS")
    }

    @Test func anEmptyFileIsNoGalleryYet() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([UInt8](), as: "empty.sqlite")
        #expect(throws: GalleryError.noGallery(path: path)) { try SpeakerGallery.open(path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty)
        #expect(
            try SpeakerGallery.create(path, background: SmallBackground.model()).speakers().isEmpty)
    }

    @Test func textIsNoGallery() throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "speaker\tclip\n", count: 400)
        let path = try folder.write(text, as: "list.tsv")
        for open in [
            { try SpeakerGallery.open(path) },
            { try SpeakerGallery.create(path, background: SmallBackground.model()) },
        ] {
            let error = #expect(throws: GalleryError.self) { _ = try open() }
            #expect(error == .notAGallery(path: path, reason: "file is not a database"))
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    /// Copies of a gallery tell by its bytes, or by its date, whether anything is new.
    @Test func readingChangesNothing() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("gallery.sqlite")
        let model = try SmallBackground.model()
        _ = try SpeakerGallery.create(path, background: model)
        func facts() throws -> [AnyHashable] {
            [
                try Data(contentsOf: URL(fileURLWithPath: path)),
                try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date,
                try FileManager.default.contentsOfDirectory(atPath: folder.path),
            ]
        }
        let before = try facts()
        for _ in 0..<2 { #expect(try SpeakerGallery.open(path).speakers().isEmpty) }
        #expect(try facts() == before)
    }

    @Test func anotherDatabaseIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("other.sqlite")
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: "CREATE TABLE speaker (name TEXT)") }
        try other.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        for open in [
            { try SpeakerGallery.open(path) },
            { try SpeakerGallery.create(path, background: SmallBackground.model()) },
        ] {
            #expect(
                throws: GalleryError.notAGallery(
                    path: path, reason: "it is another program's database")
            ) { _ = try open() }
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["other.sqlite"])
    }

    @Test func aDamagedGalleryIsSaidToBeOne() throws {
        let material = try GalleryMaterial()
        try material.add(1, 2, 3, to: "alice")
        let path = try material.copy()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(bytes.count > 8192)
        // All pages behind the first.
        for index in 4096..<bytes.count { bytes[index] = 0xA5 }
        try bytes.write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: GalleryError.self) {
            try SpeakerGallery.open(path).statisticsOfAllSpeakers()
        }
        guard case .notAGallery(path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func damagedStatisticsAreSaidToBe() throws {
        let material = try GalleryMaterial()
        try material.add(1, to: "alice")
        try material.execute("UPDATE recording SET statistics = substr(statistics, 1, 40)")
        let expected = GalleryError.notAGallery(
            path: material.gallery.path, reason: "statistics cut short")
        #expect(throws: expected) { try material.gallery.statisticsOfAllSpeakers() }
        #expect(throws: expected) { try material.gallery.recordings(of: "alice") }
    }

    @Test func aGalleryOfANewerProgramIsRefused() throws {
        let material = try GalleryMaterial()
        try material.execute("INSERT INTO grdb_migrations VALUES ('99: something new')")
        let path = material.gallery.path
        for open in [
            { try SpeakerGallery.open(path) },
            { try SpeakerGallery.create(path, background: SmallBackground.model()) },
        ] {
            #expect(throws: GalleryError.tooNew(path: path)) { _ = try open() }
        }
    }

    @Test func aGalleryWithoutItsBackgroundModelIsRefused() throws {
        let material = try GalleryMaterial()
        try material.add(1, to: "alice")
        try material.execute("DELETE FROM background_model")
        let path = material.gallery.path
        #expect(
            throws: GalleryError.notAGallery(path: path, reason: "it has no background model")
        ) { try SpeakerGallery.open(path) }
    }

    @Test func aGalleryKeepsItsBackgroundModel() throws {
        let material = try GalleryMaterial()
        let path = material.gallery.path
        let identity = try SmallBackground.model().identity
        #expect(try SpeakerGallery.open(path).background.identity == identity)
        let again = try SpeakerGallery.create(path, background: SmallBackground.model(seed: 2))
        #expect(again.background.identity == identity)
    }

    @Test func onlyTheOwnerReadsIt() throws {
        let material = try GalleryMaterial()
        try material.add(1, to: "alice")
        for name in try FileManager.default.contentsOfDirectory(atPath: material.folder.path) {
            let mode =
                try FileManager.default.attributesOfItem(
                    atPath: material.folder.path(name))[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }

    @Test func foldersAreMadeOrRefused() throws {
        let folder = try TemporaryFolder()
        let model = try SmallBackground.model()
        let deep = folder.path("a/b/gallery.sqlite")
        #expect(try SpeakerGallery.create(deep, background: model).speakers().isEmpty)
        let file = try folder.write("text", as: "file")
        #expect(
            throws: GalleryError.cannotCreate(
                path: file + "/g.sqlite", reason: "its folder cannot be made")
        ) { try SpeakerGallery.create(file + "/g.sqlite", background: model) }
    }
}

extension GalleryMaterial {
    /// Changes the database behind the gallery's back.
    func execute(_ sql: String, in path: String? = nil) throws {
        let database = try DatabaseQueue(path: path ?? gallery.path)
        try database.write { try $0.execute(sql: sql) }
        try database.close()
    }

    /// A copy of the file with everything in it.
    func copy() throws -> String {
        let database = try DatabaseQueue(path: gallery.path)
        let path = folder.path("copy.sqlite")
        try database.vacuum(into: path)
        return path
    }

    typealias Rights = (file: Int, folder: Int)
    static let readOnly: [Rights] = [(0o400, 0o700), (0o600, 0o500), (0o400, 0o500)]

    @Test(
        .enabled(if: geteuid() != 0, "the superuser may write everything"), arguments: readOnly)
    func whatCannotBeWrittenCanBeRead(rights: Rights) throws {
        let material = try GalleryMaterial()
        try material.add(1, 2, to: "alice")
        let folder = try TemporaryFolder()
        let path = folder.path("a gallery?.sqlite")
        try FileManager.default.copyItem(atPath: material.copy(), toPath: path)
        // Galleries are in the mode of write-ahead logging.
        try SpeakerGallery.open(path).add([GalleryMaterial.recording(3)], to: "bob")
        chmod(path, mode_t(rights.file))
        chmod(folder.path, mode_t(rights.folder))
        defer { chmod(folder.path, 0o700) }
        let gallery = try SpeakerGallery.open(path)
        #expect(try gallery.speakers().map(\.name) == ["alice", "bob"])
        #expect(try gallery.statisticsOfAllSpeakers().count == 2)
        let error = #expect(throws: GalleryError.self) { try gallery.remove("bob") }
        #expect(error == .readOnly(path: path))
        #expect(
            error?.description == "\(path): this gallery cannot be changed; "
                + "make the file and its folder writable")
        #expect(try gallery.speakers().count == 2)
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
    func whatCannotBeReadIsNotCalledMissing() throws {
        let material = try GalleryMaterial()
        let path = try material.copy()
        chmod(path, 0)
        let error = #expect(throws: GalleryError.self) { try SpeakerGallery.open(path) }
        #expect(error == .cannotOpen(path: path, reason: "Permission denied"))
        #expect(
            error?.description == "\(path): this gallery cannot be opened: Permission denied; "
                + "check the path and who may read it")
    }

    @Test func aFolderIsNoGallery() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: GalleryError.self) { try SpeakerGallery.open(folder.path) }
        #expect(error == .cannotOpen(path: folder.path, reason: "it is a folder"))
    }
}
