import SpeakerGallery
import TestSupport
import Testing

@Suite struct GallerySpeakersTests {
    @Test func speakersAreListedByName() throws {
        let material = try GalleryMaterial()
        #expect(try material.gallery.speakers().isEmpty)
        try material.add(1, 2, to: "bob")
        try material.add(3, to: "alice")
        let speakers = try material.gallery.speakers()
        #expect(speakers.map(\.name) == ["alice", "bob"])
        #expect(speakers.map(\.recordingCount) == [1, 2])
        #expect(speakers.map(\.speechSeconds) == [2.25, 4.5])
    }

    @Test func renameKeepsTheRecordings() throws {
        let material = try GalleryMaterial()
        try material.add(1, 2, to: "alice")
        try material.add(3, to: "bob")
        let before = try material.sum(of: "alice")
        try material.gallery.rename("alice", to: "Alice B.")
        #expect(try material.gallery.speakers().map(\.name) == ["Alice B.", "bob"])
        #expect(try material.sum(of: "Alice B.") == before)
        #expect(throws: GalleryError.speakerExists(name: "bob")) {
            try material.gallery.rename("Alice B.", to: "bob")
        }
        #expect(throws: GalleryError.noSpeaker(name: "alice")) {
            try material.gallery.rename("alice", to: "carol")
        }
        #expect(throws: GalleryError.invalidName("")) {
            try material.gallery.rename("bob", to: "")
        }
    }

    @Test func removeTakesTheRecordingsAlong() throws {
        let material = try GalleryMaterial()
        try material.add(1, to: "alice")
        try material.add(2, to: "bob")
        try material.gallery.remove("alice")
        #expect(try material.gallery.speakers().map(\.name) == ["bob"])
        #expect(try material.gallery.statisticsOfAllSpeakers().map(\.speaker) == ["bob"])
        // A new speaker of the name starts with nothing.
        try material.add(1, to: "alice")
        #expect(try material.digests(of: "alice") == [1])
    }

    @Test func mergeKeepsCommonAudioOnce() throws {
        let material = try GalleryMaterial()
        try material.add(1, 2, to: "alice")
        try material.add(2, 3, to: "alicia")
        try material.gallery.merge("alicia", into: "alice")
        #expect(try material.gallery.speakers().map(\.name) == ["alice"])
        #expect(try material.digests(of: "alice") == [1, 2, 3])
        let other = try GalleryMaterial()
        try other.add(1, 2, 3, to: "alice")
        #expect(try material.sum(of: "alice") == other.sum(of: "alice"))
    }

    @Test func mergeNeedsTwoSpeakers() throws {
        let material = try GalleryMaterial()
        try material.add(1, to: "alice")
        #expect(throws: GalleryError.speakerExists(name: "alice")) {
            try material.gallery.merge("alice", into: "alice")
        }
        #expect(throws: GalleryError.noSpeaker(name: "bob")) {
            try material.gallery.merge("bob", into: "alice")
        }
        #expect(throws: GalleryError.noSpeaker(name: "bob")) {
            try material.gallery.merge("alice", into: "bob")
        }
        #expect(try material.digests(of: "alice") == [1])
    }

    static let invalidNames = [
        "", " ", " alice", "alice ", "a\tb", "a\nb", "a\0b", "a\u{7F}", "a\u{2028}b", "a\u{2029}b",
        String(repeating: "x", count: 201),
    ]

    @Test func invalidNamesAreRefused() throws {
        let material = try GalleryMaterial()
        for name in Self.invalidNames {
            #expect(throws: GalleryError.invalidName(name)) { try material.add(1, to: name) }
        }
        #expect(try material.gallery.speakers().isEmpty)
    }

    static let strangeNames = [
        "Zoë", "李 雷", "O'Brien; DROP TABLE speaker", "a/b", "%", "_", "👩‍🚀",
    ]

    @Test func otherNamesAreNot() throws {
        let material = try GalleryMaterial()
        for name in Self.strangeNames {
            try material.add(1, to: name)
            #expect(try material.digests(of: name) == [1])
            #expect(try material.gallery.forget("0001", of: name) == "clip1.wav")
        }
        #expect(try Set(material.gallery.speakers().map(\.name)) == Set(Self.strangeNames))
    }

    /// Swift takes both spellings for equal, and so must the gallery.
    @Test func composedAndDecomposedLettersAreOneName() throws {
        let (composed, decomposed) = ("Zo\u{EB}", "Zoe\u{308}")
        let material = try GalleryMaterial()
        try material.add(1, to: composed)
        try material.add(2, to: decomposed)
        #expect(try material.gallery.speakers().map(\.name) == [composed])
        #expect(try material.digests(of: decomposed) == [1, 2])
        try material.gallery.rename(decomposed, to: "Zoe")
        try material.gallery.rename("Zoe", to: decomposed)
        try material.gallery.remove(composed)
        #expect(try material.gallery.speakers().isEmpty)
    }

    @Test func unknownNamesAreSaid() throws {
        let material = try GalleryMaterial()
        let error = #expect(throws: GalleryError.self) {
            try material.gallery.recordings(of: "bob")
        }
        #expect(error == .noSpeaker(name: "bob"))
        #expect(
            error?.description
                == "no speaker named bob in the gallery; timbre speakers list shows who there is")
        #expect(throws: GalleryError.noSpeaker(name: "bob")) { try material.gallery.remove("bob") }
        #expect(throws: GalleryError.noSpeaker(name: "bob")) {
            try material.gallery.exported(["bob"])
        }
    }
}
