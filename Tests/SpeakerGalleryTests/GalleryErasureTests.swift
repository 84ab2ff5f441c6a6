import Foundation
import GaussianMixtures
import SpeakerGallery
import Testing

/// What was removed cannot be read from the disk either.
@Suite struct GalleryErasureTests {
    /// Whether some of a recording's stored first-order sums stand in any file of the gallery.
    private func isOnDisk(_ recording: Recording, _ material: GalleryMaterial) throws -> Bool {
        let traces = recording.statistics.first.elements.prefix(4).map {
            withUnsafeBytes(of: Float($0).bitPattern.littleEndian) { Data($0) }
        }
        // The first four follow each other.
        let trace = traces.reduce(Data(), +)
        for name in try FileManager.default.contentsOfDirectory(atPath: material.folder.path) {
            let bytes = try Data(
                contentsOf: URL(fileURLWithPath: material.folder.path(name)))
            if bytes.range(of: trace) != nil { return true }
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
}
