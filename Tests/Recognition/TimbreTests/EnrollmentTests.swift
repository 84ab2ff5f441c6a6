import TestSupport
import NumericCore
import Testing
import Timbre

@Suite struct EnrollmentTests {
    private let folder: TemporaryFolder
    private let recognizer: Recognizer

    init() throws {
        folder = try TemporaryFolder()
        recognizer = try VoiceMaterial.recognizer(in: folder)
    }

    @Test func reportsTellWhatWasHeard() throws {
        let reports = try recognizer.enroll(
            "anna", [SyntheticVoice.anna.clip(2, seed: 1), SyntheticVoice.anna.clip(1, seed: 2)])
        #expect(reports.map(\.name) == ["utterance 1", "utterance 2"])
        #expect(reports.map(\.durationSeconds) == [2, 1])
        #expect(reports.map(\.quality) == [.ok, .ok])
        let speaker = try #require(try recognizer.gallery.speakers().first)
        #expect(speaker.name == "anna" && speaker.recordingCount == 2)
        // Two numbers have but one sum.
        #expect(speaker.speechSeconds == reports.map(\.speechSeconds).reduce(0, +))
    }

    @Test func theSameSamplesAreEnrolledOnce() throws {
        let samples = SyntheticVoice.anna.samples(seconds: 1, seed: 1)
        try recognizer.enroll("anna", [.samples(samples, sampleRate: 16000, name: "first")])
        let renamed = Clip.samples(samples, sampleRate: 16000, name: "second")
        #expect(throws: GalleryError.duplicateRecording(speaker: "anna", recording: "second")) {
            try recognizer.enroll("anna", [SyntheticVoice.anna.clip(1, seed: 2), renamed])
        }
        #expect(try recognizer.gallery.recordings(of: "anna").map(\.summary.name) == ["first"])
    }

    @Test func whoWasJustEnrolledIsKnown() throws {
        let clip = VoiceMaterial.probe(.anna)
        #expect(try recognizer.identify(clip).candidates.isEmpty)
        try recognizer.enroll("anna", [SyntheticVoice.anna.clip(2, seed: 1)])
        #expect(try recognizer.identify(clip).candidates.map(\.speaker) == ["anna"])
    }

    @Test func whatAnotherInstanceEnrolsIsKnownAfterReload() throws {
        let clip = VoiceMaterial.probe(.anna)
        #expect(try recognizer.identify(clip).candidates.isEmpty)
        let other = try Recognizer.open(gallery: recognizer.gallery.path)
        try other.enroll("anna", [SyntheticVoice.anna.clip(2, seed: 1)])
        recognizer.reload()
        #expect(try recognizer.identify(clip).candidates.map(\.speaker) == ["anna"])
    }

    @Test func aGalleryKeepsItsBackgroundModel() throws {
        let again = try Recognizer.openOrCreate(
            gallery: recognizer.gallery.path, background: SmallBackground.model())
        #expect(again.background.identity == recognizer.background.identity)
    }

    @Test func aGalleryThatIsOpenedMustBeThere() throws {
        let path = folder.path("none.sqlite")
        #expect(throws: GalleryError.noGallery(path: path)) {
            try Recognizer.open(gallery: path)
        }
    }

    @Test func manyMakeOneGallery() throws {
        let path = folder.path("new/gallery.sqlite")
        let model = try VoiceMaterial.background()
        var count = 0
        try Threads.with(6) {
            try orderedMap(count: 6) { _ in
                try Recognizer.openOrCreate(gallery: path, background: model).background.identity
            } consume: { _, identity in
                #expect(identity == model.identity)
                count += 1
            }
        }
        #expect(count == 6)
    }
}
