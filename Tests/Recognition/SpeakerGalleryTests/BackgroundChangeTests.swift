import Foundation
import SpeakerGallery
import SpeakerIdentification
import TestSupport
import Testing

@Suite struct BackgroundChangeTests {
    struct Interruption: Error {}

    private func recording(_ number: Int, _ background: BackgroundModel) throws -> EnrolledRecording
    {
        let former = try GalleryMaterial.recording(number)
        let summary = RecordingSummary(
            name: "another name", digest: former.summary.digest, durationSeconds: 9,
            speechSeconds: 8, signalToNoiseDecibels: 7, clippedFraction: 0.5,
            enrolledAt: .distantPast)
        return EnrolledRecording(
            summary,
            try SmallBackground.statistics(
                background, speaker: 1, seed: UInt64(number)))
    }

    @Test func everyRecordingGetsNewStatistics() throws {
        let material = try GalleryMaterial()
        let path = material.gallery.path
        try material.add(1, 2, to: "alice")
        try material.add(3, to: "bob")
        let former = try material.gallery.recordings(of: "alice")
        let other = try SmallBackground.model(seed: 2)
        try material.gallery.changeBackground(to: other) { change in
            #expect(change.entries.map(\.speaker) == ["alice", "alice", "bob"])
            for (number, entry) in zip(1..., change.entries) {
                #expect(entry.name == "clip\(number).wav")
                try change.replace(entry, with: recording(number, other))
            }
            // Until then everybody else finds what was there.
            let reader = try SpeakerGallery.open(path)
            #expect(try reader.recordings(of: "alice") == former)
        }
        let gallery = try SpeakerGallery.open(path)
        #expect(gallery.background.identity == other.identity)
        let folder = try TemporaryFolder()
        let anew = try SpeakerGallery.create(folder.path("g"), background: other)
        try anew.add([recording(1, other), recording(2, other)], to: "alice")
        #expect(try gallery.statistics(of: "alice") == anew.statistics(of: "alice"))
        let recordings = try gallery.recordings(of: "alice")
        #expect(recordings.map(\.summary.name) == former.map(\.summary.name))
        #expect(recordings.map(\.summary.enrolledAt) == former.map(\.summary.enrolledAt))
        #expect(recordings.map(\.summary.speechSeconds) == [8, 8])
        #expect(recordings.map(\.summary.clippedFraction) == [0.5, 0.5])
        #expect(try gallery.log().last?.action == .migrated)
        #expect(try gallery.log().last?.recordings == 3)
        #expect(try gallery.calibration() == nil)

        // Whoever still knows the former model mixes nothing up.
        let changed = GalleryError.backgroundChanged(path: path)
        #expect(throws: changed) { try material.add(4, to: "alice") }
        #expect(throws: changed) { try material.gallery.statisticsOfAllSpeakers() }
        #expect(throws: changed) { try material.gallery.statistics(of: "bob") }
        #expect(throws: changed) { try material.gallery.recordings(of: "bob") }
    }

    @Test func anIncompleteChangeIsNone() throws {
        let material = try GalleryMaterial()
        try material.add(1, 2, to: "alice")
        let before = try material.gallery.recordings(of: "alice")
        let other = try SmallBackground.model(seed: 2)
        #expect(
            throws: GalleryError.incompleteChange(path: material.gallery.path, missing: 1)
        ) {
            try material.gallery.changeBackground(to: other) { change in
                try change.replace(change.entries[0], with: recording(1, other))
            }
        }
        #expect(throws: Interruption.self) {
            try material.gallery.changeBackground(to: other) { change in
                for (number, entry) in zip(1..., change.entries) {
                    try change.replace(entry, with: recording(number, other))
                }
                throw Interruption()
            }
        }
        #expect(try material.gallery.recordings(of: "alice") == before)
        let identity = try SpeakerGallery.open(material.gallery.path).background.identity
        #expect(identity == material.gallery.background.identity)
    }

    @Test func whatCannotBeReplacedMayBeDropped() throws {
        let material = try GalleryMaterial()
        try material.add(1, 2, to: "alice")
        let other = try SmallBackground.model(seed: 2)
        try material.gallery.changeBackground(to: other) { change in
            try change.replace(change.entries[1], with: recording(2, other))
            try change.dropRest()
        }
        let gallery = try SpeakerGallery.open(material.gallery.path)
        #expect(try gallery.recordings(of: "alice").map(\.summary.name) == ["clip2.wav"])
    }
}
