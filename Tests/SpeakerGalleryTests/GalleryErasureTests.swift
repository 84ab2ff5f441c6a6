import Foundation
import GRDB
import GaussianMixtures
import SpeakerGallery
import Testing

/// What was removed cannot be read from the disk either.
@Suite struct GalleryErasureTests {
    /// Whether some of a recording's stored first-order sums stand in any file of the gallery.
    private func isOnDisk(_ recording: Recording, _ material: GalleryMaterial) throws -> Bool {
        // The first four of a stream follow each other.
        let traces = recording.statistics.streams.map { stream in
            stream.first.elements.prefix(4).reduce(Data()) { data, sum in
                data + withUnsafeBytes(of: Float(sum).bitPattern.littleEndian) { Data($0) }
            }
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: material.folder.path) {
            let bytes = try Data(
                contentsOf: URL(fileURLWithPath: material.folder.path(name)))
            if traces.contains(where: { bytes.range(of: $0) != nil }) { return true }
        }
        return false
    }

    private func filled() throws -> (GalleryMaterial, Recording) {
        let material = try GalleryMaterial()
        try material.add(1, 2, to: "alice")
        let secret = try GalleryMaterial.recording(3)
        try material.gallery.add([secret], to: "alice")
        try material.add(4, to: "bob")
        #expect(try isOnDisk(secret, material))
        return (material, secret)
    }

    @Test func forgottenRecordings() throws {
        let (material, secret) = try filled()
        _ = try material.gallery.forget("0003", of: "alice")
        #expect(try !isOnDisk(secret, material))
        #expect(try isOnDisk(GalleryMaterial.recording(1), material))
    }

    @Test func removedSpeakers() throws {
        let (material, secret) = try filled()
        try material.gallery.remove("alice")
        #expect(try !isOnDisk(secret, material))
        #expect(try !isOnDisk(GalleryMaterial.recording(1), material))
    }

    @Test func mergedDuplicates() throws {
        let (material, secret) = try filled()
        try material.gallery.add([secret], to: "bob")
        try material.gallery.merge("bob", into: "alice")
        #expect(try isOnDisk(secret, material))
        _ = try material.gallery.forget("0003", of: "alice")
        #expect(try !isOnDisk(secret, material))
    }

    /// Who reads keeps what was removed in the write-ahead log. The removal waits five seconds
    /// for the reader; so does this test.
    @Test func whatIsBeingReadIsErasedAtTheNextOpening() throws {
        let (material, secret) = try filled()
        let reader = try DatabaseQueue(path: material.gallery.path)
        try reader.inDatabase { database in
            try database.execute(sql: "BEGIN")
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM speaker") == 2)
            try material.gallery.remove("alice")
            #expect(material.gallery.hasPostponedErasure)
            #expect(try material.gallery.speakers().map(\.name) == ["bob"])
            #expect(try isOnDisk(secret, material))
            try database.execute(sql: "ROLLBACK")
        }
        #expect(try SpeakerGallery.open(material.gallery.path).speakers().map(\.name) == ["bob"])
        #expect(try !isOnDisk(secret, material))
        try material.gallery.remove("bob")
        #expect(!material.gallery.hasPostponedErasure)
    }
}
