import Foundation
import GRDB
import SpeakerGallery
import Testing

/// A copy keeps no write-ahead log until it is first opened. What was cut short then lies in a
/// journal beside it, by which SQLite takes the change back.
@Suite struct InterruptedGalleryTests {
    private let material: GalleryMaterial
    private let path: String

    init() throws {
        material = try GalleryMaterial()
        try material.add(1, 2, 3, to: "alice")
        let copy = material.folder.path("copy.sqlite")
        try material.gallery.backUp(to: copy)
        path = material.folder.path("interrupted.sqlite")
        let database = try DatabaseQueue(path: copy)
        try database.writeWithoutTransaction { database in
            // So small a cache that half of the change is in the file before it is whole.
            try database.execute(
                sql: """
                    PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN;
                    UPDATE recording SET name = 'x', statistics = zeroblob(100000)
                    """)
            for end in ["", "-journal"] {
                try FileManager.default.copyItem(atPath: copy + end, toPath: path + end)
            }
            try database.execute(sql: "ROLLBACK")
        }
    }

    @Test func halfAChangeIsTakenBack() throws {
        let gallery = try SpeakerGallery.open(path)
        #expect(
            try gallery.recordings(of: "alice").map(\.summary)
                == material.gallery.recordings(of: "alice").map(\.summary))
        #expect(!FileManager.default.fileExists(atPath: path + "-journal"))
    }

    @Test(.enabled(if: getuid() != 0, "whoever may do everything may write this, too"))
    func whoMayNotWriteIsToldSo() throws {
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
        #expect(throws: GalleryError.readOnly(path: path)) { try SpeakerGallery.open(path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }
}
