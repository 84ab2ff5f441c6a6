import GRDB
import SpeakerGallery
import Testing

/// Galleries that somebody else has tampered with: SQLite keeps whatever a file's tables allow.
@Suite struct ForeignGalleryTests {
    private func tampered(_ sql: String) throws -> GalleryMaterial {
        let material = try GalleryMaterial()
        try material.add(1, to: "alice")
        let database = try DatabaseQueue(path: material.gallery.path)
        try database.write { try $0.execute(sql: sql) }
        try database.close()
        return material
    }

    @Test(arguments: [
        "UPDATE speaker SET created_at = 'yesterday'", "UPDATE recording SET name = x'FF'",
        "UPDATE recording SET duration_seconds = x'00'",
        "UPDATE recording SET signal_to_noise_decibels = 'much'",
        "UPDATE event SET happened_at = 'never'", "UPDATE event SET recordings = 1e300",
    ]) func aCellOfAnotherKindIsAnError(sql: String) throws {
        let material = try tampered(sql)
        let gallery = try SpeakerGallery.open(material.gallery.path)
        do {
            _ = try gallery.speakers()
            _ = try gallery.log()
            _ = try gallery.recordings(of: "alice")
            _ = try gallery.recordingSummaries(of: "alice")
        } catch GalleryError.notAGallery(_, let reason) {
            #expect(reason == "a cell holds a value of another kind than its column's")
        }
    }

    @Test(arguments: [
        "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM speaker; END",
        "CREATE VIEW v AS SELECT * FROM speaker",
    ]) func triggersAndViewsAreRefused(sql: String) throws {
        let material = try tampered(sql)
        let error = GalleryError.notAGallery(
            path: material.gallery.path, reason: "it has triggers or views that no gallery has")
        #expect(throws: error) { try SpeakerGallery.open(material.gallery.path) }
    }
}
