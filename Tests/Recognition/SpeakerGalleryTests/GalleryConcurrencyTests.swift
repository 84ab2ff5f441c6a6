import NumericCore
import SpeakerGallery
import TestSupport
import Testing

@Suite struct GalleryConcurrencyTests {
    @Test func twoWritersLoseNothing() throws {
        let material = try GalleryMaterial()
        let path = material.gallery.path
        let instances = [material.gallery, try SpeakerGallery.open(path)]
        _ = try Threads.with(6) {
            try orderedMap(count: 24) { number in
                try instances[number % 2].add(
                    [GalleryMaterial.recording(number)], to: "speaker \(number % 3)")
            }
        }
        for instance in instances {
            #expect(try instance.speakers().map(\.recordingCount) == [8, 8, 8])
            let digests = try (0..<3).flatMap { try instance.recordings(of: "speaker \($0)") }
                .map(\.summary.digest)
            #expect(Set(digests).count == 24)
        }
    }

    @Test func readersDoNotDisturbWriters() throws {
        let material = try GalleryMaterial()
        try material.add(100, to: "alice")
        let reader = try SpeakerGallery.open(material.gallery.path)
        _ = try Threads.with(4) {
            try orderedMap(count: 30) { number in
                if number % 3 == 0 {
                    try material.gallery.add([GalleryMaterial.recording(number)], to: "bob")
                    _ = try material.gallery.forget(String(format: "%04x", number), of: "bob")
                } else {
                    #expect(try reader.statisticsOfAllSpeakers()[0].speaker == "alice")
                }
            }
        }
        #expect(try reader.speakers().map(\.recordingCount) == [1, 0])
    }

    /// Whoever comes second finds what the first has made, at whatever point that is.
    @Test func oneGalleryIsMadeByMany() throws {
        for _ in 0..<5 {
            let folder = try TemporaryFolder()
            let path = folder.path("gallery.sqlite")
            let models = try (1...6).map { try SmallBackground.model(seed: UInt64($0)) }
            let galleries = try Threads.with(6) {
                try orderedMap(count: 6) { index in
                    try SpeakerGallery.create(path, background: models[index])
                }
            }
            #expect(Set(galleries.map(\.background.identity)).count == 1)
        }
    }
}
