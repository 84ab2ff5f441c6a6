import Foundation
import SpeakerGallery
import TestSupport
import Testing

@Suite struct GalleryLogTests {
    @Test func everyChangeIsAnEntry() throws {
        let clock = ManualClock()
        let material = try GalleryMaterial(clock: clock)
        let start = clock.date
        clock.date += 60
        try material.add(1, 2, 3, to: "alice")
        try material.add(3, 4, to: "bob")
        try material.gallery.rename("bob", to: "Robert")
        try material.gallery.edit("Robert") { $0.tags = ["x"] }
        _ = try material.gallery.forget("0001", of: "alice")
        try material.gallery.merge("Robert", into: "alice")
        try material.add(5, to: "carol")
        try material.gallery.remove("carol")
        let log = try material.gallery.log()
        #expect(log.map(\.number) == Array(1...10))
        #expect(
            log.map(\.action) == [
                .created, .enrolled, .enrolled, .renamed, .edited, .forgot, .merged, .removed,
                .enrolled, .removed,
            ])
        #expect(log.map(\.recordings) == [nil, 3, 2, nil, nil, 1, 1, 1, 1, 1])
        #expect(log.map(\.speakerNumber) == [nil, 1, 2, 2, 2, 1, 1, 2, 3, 3])
        // Of whom was removed the log knows no name.
        #expect(
            log.map(\.speaker) == [
                nil, "alice", nil, nil, nil, "alice", "alice", nil, nil, nil,
            ])
        #expect(log[0].date == start)
        #expect(log.dropFirst().allSatisfy { $0.date == start + 60 })
        // The number is nobody else's.
        try material.add(6, to: "dave")
        #expect(try material.gallery.log().last?.speakerNumber == 4)
    }

    @Test func whatFailsIsNoEntry() throws {
        let material = try GalleryMaterial()
        try material.add(1, to: "alice")
        let before = try material.gallery.log()
        #expect(throws: GalleryError.self) { try material.add(1, to: "alice") }
        #expect(throws: GalleryError.self) { try material.gallery.rename("alice", to: "") }
        #expect(throws: GalleryError.self) { try material.gallery.remove("alice", "nobody") }
        #expect(throws: GalleryError.self) { _ = try material.gallery.forget("x", of: "alice") }
        #expect(try material.gallery.log() == before)
        #expect(try material.digests(of: "alice") == [1])
    }

    @Test func importsAreCountedBySpeaker() throws {
        let (source, target) = (try GalleryMaterial(), try GalleryMaterial())
        try source.add(1, 2, to: "alice")
        try source.add(3, to: "bob")
        try target.add(2, to: "alice")
        _ = try target.gallery.import(source.gallery.exported(["alice", "bob"]), path: "s")
        let log = try target.gallery.log().suffix(2)
        #expect(log.map(\.action) == [.imported, .imported])
        #expect(log.map(\.speaker) == ["alice", "bob"])
        #expect(log.map(\.recordings) == [1, 1])
    }
}
