import GaussianMixtures
import NumericCore
import TestSupport
import Testing
import Timbre

@Suite struct BackgroundAdaptationTests {
    struct Interruption: Error {}

    /// Two voices that the background model never heard.
    private static let clips = [SyntheticVoice.anna, SyntheticVoice.boris].enumerated().map {
        LabelledClip(speaker: "?", clip: $1.clip(2.5, seed: UInt64(40 + $0)))
    }

    private func adaptation() throws -> BackgroundAdaptation {
        var adaptation = try BackgroundAdaptation(VoiceMaterial.background())
        adaptation.adaptation = try MaximumAPosteriori(
            relevanceFactor: 32, parameters: [.means, .variances])
        adaptation.name = "own"
        return adaptation
    }

    @Test func badClipsAndThreadsLeaveNoTrace() throws {
        let silence = LabelledClip(
            speaker: "b",
            clip: .samples([Float](repeating: 0, count: 16000), sampleRate: 16000, name: "silence"))
        let missing = LabelledClip(speaker: "a", clip: .file("/nowhere.wav"))
        let one = try Threads.with(1) { try adaptation().run(Self.clips) }
        var (refused, progress): ([String], [Int]) = ([], [])
        let other = try Threads.with(2) {
            try adaptation().run(
                [missing, Self.clips[0], silence, Self.clips[1]],
                onProgress: { done, total in
                    #expect(total == 4)
                    progress.append(done)
                }, onRefusal: { clip, _ in refused.append(clip.name) })
        }
        #expect(refused == ["/nowhere.wav", "silence"])
        #expect(progress == [1, 2, 3, 4])
        #expect(other.clipCount == 2)
        #expect(try other.model.file.encoded() == one.model.file.encoded())
    }

    /// The sum of the clips' statistics, as the adapter makes them one by one.
    @Test func theOutcomeTellsOnHowMuchItRests() throws {
        let original = try VoiceMaterial.background()
        let outcome = try adaptation().run(Self.clips)
        let model = outcome.model
        #expect(model.name == "own")
        #expect(
            model.description["adapted_from"] == "synthetic \(original.identity.hexadecimal)")
        #expect(model.description["adapted_on"]?.hasPrefix("2 clips, ") == true)
        #expect(model.description["adapted_by"] == "means, variances, relevance factor 32.0")
        #expect(model.description["source"] == original.description["source"])
        // Half of five seconds is pause; each clip is heard as it is and in two noises.
        #expect(outcome.speechSeconds > 1.5 && outcome.speechSeconds < 5)
        let heard = outcome.framesPerComponent * Double(original.componentCount)
        #expect(heard > 150 * outcome.speechSeconds && heard < 450 * outcome.speechSeconds)
    }

    /// Frames of the new domain are likelier under the adapted model, in every stream.
    @Test func theModelComesNearerTheClips() throws {
        let original = try VoiceMaterial.background()
        let adapted = try adaptation().run(Self.clips).model
        let folder = try TemporaryFolder()
        let likelihoods = try [original, adapted].enumerated().map { index, model in
            let recognizer = try Recognizer.openOrCreate(
                gallery: folder.path("\(index)"), background: model)
            let clip = SyntheticVoice.anna.clip(2.5, seed: 60)
            let recording = try recognizer.prepare(clip)
            return recording.recording.statistics.streams.map(\.meanLogLikelihood)
        }
        for (before, after) in zip(likelihoods[0], likelihoods[1]) { #expect(after > before) }
    }

    /// A gallery of the original keeps the original; statistics of the one are nothing to the other.
    @Test func galleriesTellThemApart() throws {
        let folder = try TemporaryFolder()
        let old = try VoiceMaterial.enrolledRecognizer(in: folder)
        let adapted = try adaptation().run(Self.clips).model
        let path = folder.path("gallery.sqlite")
        let reopened = try Recognizer.openOrCreate(gallery: path, background: adapted)
        #expect(reopened.background.identity == old.background.identity)
        let exported = try old.gallery.exported(["anna"])
        let new = try Recognizer.openOrCreate(
            gallery: folder.path("new.sqlite"), background: adapted)
        #expect(throws: GalleryError.self) { try new.gallery.import(exported, path: "speakers") }
        try new.enroll("anna", [SyntheticVoice.anna.clip(2.5, seed: 1)])
        let answer = try new.identify(VoiceMaterial.probe(.anna))
        #expect(answer.candidates.first?.speaker == "anna")
    }

    @Test func adaptationsCanBeStopped() throws {
        #expect(throws: Interruption.self) {
            try adaptation().run(Self.clips) { _, _ in throw Interruption() }
        }
    }
}
