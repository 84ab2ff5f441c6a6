import SpeechFeatures
import NumericCore
import TestSupport
import Testing
import Timbre

@Suite struct BackgroundTrainingTests {
    struct Interruption: Error {}

    private static let badClips: [LabelledClip] = [
        LabelledClip(speaker: "a", clip: .file("/nowhere.wav")),
        LabelledClip(
            speaker: "b",
            clip: .samples([Float](repeating: 0, count: 16000), sampleRate: 16000, name: "silence")),
        LabelledClip(
            speaker: "c", clip: SyntheticVoice.anna.clip(0.5, seed: 1, sampleRate: 8000)),
    ]

    @Test func badClipsAreLeftOut() throws {
        let clips = VoiceMaterial.backgroundClips
        let training = try VoiceMaterial.training
        var (refused, read, streams): ([String], [Int], [Int]) = ([], [], [])
        let model = try Threads.with(1) {
            try training.run(
                [clips[0]] + Self.badClips + clips.dropFirst(),
                onProgress: { progress in
                    switch progress {
                    case .read(let clips, let total):
                        #expect(total == 9)
                        read.append(clips)
                    case .iteration(let stream, _): streams.append(stream)
                    }
                }, onRefusal: { clip, _ in refused.append(clip.name) })
        }
        #expect(refused == ["/nowhere.wav", "silence", "utterance 1"])
        #expect(read == Array(1...9))
        // One stream after the other.
        #expect(Set(streams) == Set(VoiceMaterial.configuration.normalizations.indices))
        #expect(streams == streams.sorted())
        // Neither they nor the number of threads leave a trace.
        #expect(try model.file.encoded() == VoiceMaterial.background().file.encoded())
    }

    @Test func trainingsCanBeStopped() throws {
        #expect(throws: Interruption.self) {
            try VoiceMaterial.training.run([VoiceMaterial.backgroundClips[0]]) { _ in
                throw Interruption()
            }
        }
    }

    @Test func theModelCarriesWhatItWasToldOfItself() throws {
        let model = try VoiceMaterial.background()
        #expect(model.description == ["name": "synthetic", "source": "a generator"])
        #expect(model.configuration == VoiceMaterial.configuration)
        #expect(model.scoring.topComponents == 4)
    }
}
