import Foundation
import GaussianMixtures
import SpeakerGallery
import Testing

@Suite struct GalleryRecordingsTests {
    @Test(arguments: [.means, [.means, .variances]] as [MaximumAPosteriori.Parameters])
    func roundTrip(parameters: MaximumAPosteriori.Parameters) throws {
        let material = try GalleryMaterial(parameters: parameters)
        let recordings = try (1...3).map { try GalleryMaterial.recording($0) }
        try material.gallery.add(recordings, to: "alice")
        let read = try SpeakerGallery.open(material.gallery.path).recordings(of: "alice")
        #expect(read.map(\.summary.name) == recordings.map(\.summary.name))
        #expect(read.map(\.summary.digest) == recordings.map(\.summary.digest))
        #expect(read.map(\.summary.durationSeconds) == recordings.map(\.summary.durationSeconds))
        #expect(read.map(\.summary.speechSeconds) == recordings.map(\.summary.speechSeconds))
        #expect(
            read.map(\.summary.signalToNoiseDecibels)
                == recordings.map(\.summary.signalToNoiseDecibels))
        #expect(read.map(\.summary.enrolledAt) == recordings.map(\.summary.enrolledAt))
        let streams = (
            read.flatMap(\.statistics.streams), recordings.flatMap(\.statistics.streams)
        )
        #expect(streams.0.count == 6 && streams.1.count == 6)
        for (copy, original) in zip(streams.0, streams.1) {
            // Sums are kept as Float32: half a unit of the 24th bit, 6e-8.
            let tolerance = 1e-7
            #expect(relativeDeviation(copy.zeroth, original.zeroth) < tolerance)
            #expect(relativeDeviation(copy.first.elements, original.first.elements) < tolerance)
            let second =
                parameters.contains(.variances)
                ? original.second.elements
                : [Double](repeating: 0, count: original.second.elements.count)
            #expect(relativeDeviation(copy.second.elements, second) < tolerance)
            #expect(copy.logLikelihood == original.logLikelihood)
            #expect(copy.frameCount == original.frameCount)
        }
    }

    @Test func statisticsAreSumsInTheOrderOfEnrolment() throws {
        let material = try GalleryMaterial()
        try material.add(5, to: "bob")
        try material.add(3, 1, to: "alice")
        try material.add(4, to: "bob")
        try material.add(2, to: "alice")
        let sums = try material.gallery.statisticsOfAllSpeakers()
        #expect(sums.map(\.speaker) == ["alice", "bob"])
        #expect(try material.digests(of: "alice") == [3, 1, 2])
        for (speaker, statistics) in sums {
            let parts = try material.gallery.recordings(of: speaker).map(\.statistics)
            var expected = parts[0]
            for part in parts.dropFirst() { expected.add(part) }
            #expect(statistics == expected)
        }
    }

    @Test func whoForgetsNeverHadTheRecording() throws {
        let (forgetful, other) = (try GalleryMaterial(), try GalleryMaterial())
        try forgetful.add(1, 2, 3, to: "alice")
        #expect(try forgetful.gallery.forget("0002", of: "alice") == "clip2.wav")
        try other.add(1, 3, to: "alice")
        #expect(try forgetful.sum(of: "alice") == other.sum(of: "alice"))
        // All that is known of her, as bytes.
        #expect(
            try forgetful.gallery.exported(["alice"]).encoded()
                == other.gallery.exported(["alice"]).encoded())
        #expect(try forgetful.digests(of: "alice") == [1, 3])
    }

    @Test func aSpeakerWithoutRecordingsHasNoStatistics() throws {
        let material = try GalleryMaterial()
        try material.add(1, to: "alice")
        _ = try material.gallery.forget("clip1.wav", of: "alice")
        #expect(try material.gallery.statisticsOfAllSpeakers().isEmpty)
        #expect(try material.gallery.speakers().map(\.recordingCount) == [0])
    }

    @Test func duplicatesAreRefusedAndNothingIsHalfAdded() throws {
        let material = try GalleryMaterial()
        try material.add(1, to: "alice")
        let before = try material.sum(of: "alice")
        let error = #expect(throws: GalleryError.self) { try material.add(2, 1, to: "alice") }
        #expect(error == .duplicateRecording(speaker: "alice", recording: "clip1.wav"))
        #expect(
            error?.description
                == "clip1.wav: the same audio is already enrolled for alice; nothing was added")
        #expect(try material.digests(of: "alice") == [1])
        #expect(try material.sum(of: "alice") == before)
        #expect(throws: GalleryError.self) { try material.add(7, 7, to: "bob") }
        #expect(try material.gallery.speakers().map(\.name) == ["alice"])
        // Another speaker may have the same audio.
        try material.add(1, to: "bob")
    }

    @Test func theWordMustFitOneRecording() throws {
        let material = try GalleryMaterial()
        try material.gallery.add(
            [
                GalleryMaterial.recording(0x1234, name: "same.wav"),
                GalleryMaterial.recording(0x1256, name: "same.wav"),
            ], to: "alice")
        func forget(_ word: String, matches: Int) {
            #expect(
                throws: GalleryError.noRecording(
                    speaker: "alice", recording: word, matches: matches)
            ) { try material.gallery.forget(word, of: "alice") }
        }
        forget("same.wav", matches: 2)
        forget("12", matches: 2)
        forget("99", matches: 0)
        forget("", matches: 0)
        #expect(throws: GalleryError.noSpeaker(name: "bob")) {
            try material.gallery.forget("12", of: "bob")
        }
        #expect(try material.digests(of: "alice") == [0x1234, 0x1256])
        #expect(try material.gallery.forget("125", of: "alice") == "same.wav")
        #expect(try material.digests(of: "alice") == [0x1234])
    }

    @Test func oneSpeakersStatisticsAreThoseOfAll() throws {
        let material = try GalleryMaterial()
        try material.add(1, 2, 3, to: "alice")
        try material.add(4, to: "bob")
        for name in ["alice", "bob"] {
            #expect(try material.gallery.statistics(of: name) == material.sum(of: name))
        }
        _ = try material.gallery.forget("0004", of: "bob")
        let error = #expect(throws: GalleryError.self) {
            try material.gallery.statistics(of: "bob")
        }
        #expect(error == .noRecordings(speaker: "bob"))
        #expect(
            error?.description == "bob has no recordings; add some with: timbre enroll bob CLIPS")
        #expect(throws: GalleryError.noSpeaker(name: "carl")) {
            try material.gallery.statistics(of: "carl")
        }
    }
}
