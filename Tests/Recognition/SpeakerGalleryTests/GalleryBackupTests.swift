import Foundation
import SpeakerGallery
import Testing

@Suite struct GalleryBackupTests {
    @Test func aBackupIsAGallery() throws {
        let material = try GalleryMaterial()
        try material.add(1, 2, to: "alice")
        let path = material.folder.path("copy.sqlite")
        try material.gallery.backUp(to: path)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        try material.add(3, to: "bob")
        let copy = try SpeakerGallery.open(path)
        #expect(try copy.speakers().map(\.name) == ["alice"])
        #expect(try copy.statistics(of: "alice") == material.gallery.statistics(of: "alice"))
        #expect(try copy.log() == material.gallery.log().dropLast())
    }

    @Test func whatStandsThereStays() throws {
        let material = try GalleryMaterial()
        let path = try material.folder.write("text", as: "copy")
        #expect(
            throws: GalleryError.cannotCreate(path: path, reason: "something stands there already")
        ) { try material.gallery.backUp(to: path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "text")
        #expect(throws: GalleryError.self) { try material.gallery.backUp(to: path + "/deep") }
        let left = try FileManager.default.contentsOfDirectory(atPath: material.folder.path)
        #expect(left.filter { $0.hasPrefix("copy") } == ["copy"])
    }
}
