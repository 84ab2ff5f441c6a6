import NumericCore
import RealModule
import TestSupport
import Testing
import Timbre

@Suite struct UnusableClipTests {
    struct Case: Sendable {
        let quality: ClipQuality
        let samples: [Float]
    }

    static let cases: [Case] = [
        Case(quality: .noSpeech, samples: [Float](repeating: 0, count: 32000)),
        // Shorter than one frame of 25 ms.
        Case(quality: .noSpeech, samples: [Float](repeating: 0.1, count: 300)),
        Case(quality: .tooShort, samples: tone(1280)),
        Case(quality: .clipped, samples: tone(16000).map { max(-1, min(1, 5 * $0)) }),
    ]

    private static func tone(_ count: Int) -> [Float] {
        (0..<count).map { Float(0.5 * Double.sin(2 * Double.pi * 300 * Double($0) / 16000)) }
    }

    private let folder: TemporaryFolder
    private let recognizer: Recognizer

    init() throws {
        folder = try TemporaryFolder()
        recognizer = try VoiceMaterial.enrolledRecognizer(in: folder)
    }

    @Test(arguments: cases)
    func theyGetNoDecision(clip: Case) throws {
        let answer = try recognizer.identify(
            .samples(clip.samples, sampleRate: 16000, name: "bad"))
        #expect(answer.decision == nil)
        #expect(answer.candidates.isEmpty)
        #expect(answer.clip.quality == clip.quality)
    }

    @Test(arguments: cases)
    func theyAreNotEnrolled(clip: Case) throws {
        let error = #expect(throws: UnfitClip.self) {
            try recognizer.enroll(
                "dora",
                [
                    SyntheticVoice.stranger.clip(1, seed: 1),
                    .samples(clip.samples, sampleRate: 16000, name: "bad"),
                ])
        }
        #expect(error?.clip == "bad")
        #expect(error?.quality == clip.quality)
        #expect(error?.description == "bad: \(clip.quality.explanation)")
        #expect(try !recognizer.gallery.speakers().map(\.name).contains("dora"))
    }

    @Test func clipsBelowTheModelsRateAreRefused() throws {
        let clip = SyntheticVoice.anna.clip(1, seed: 1, sampleRate: 8000)
        for attempt in [
            { _ = try recognizer.identify(clip) },
            { _ = try recognizer.verify("anna", clip) },
            { try recognizer.enroll("anna", [clip]) },
        ] {
            let error = #expect(throws: AudioInputError.self) { try attempt() }
            #expect(
                error
                    == .sampleRateTooLow(clip: "utterance 1", got: 8000, expected: 16000))
            #expect(error?.description.contains("8000 Hz") == true)
            #expect(error?.description.contains("16000 Hz") == true)
        }
        #expect(try recognizer.gallery.recordings(of: "anna").count == 2)
    }

    @Test func clipsAboveItAreResampled() throws {
        let clip = SyntheticVoice.boris.clip(1.5, seed: 90, sampleRate: 32000)
        let answer = try recognizer.identify(clip)
        #expect(answer.candidates[0].speaker == "boris")
        #expect(answer.clip.notes == [.resampled(from: 32000, to: 16000)])
    }

    @Test func missingFilesAndNoAudioAreSaid() throws {
        #expect(throws: AudioInputError.noSuchFile(path: "/nowhere.wav")) {
            try recognizer.identify(.file("/nowhere.wav"))
        }
        #expect(throws: AudioInputError.empty(clip: "nothing")) {
            try recognizer.identify(.samples([], sampleRate: 16000, name: "nothing"))
        }
        #expect(throws: AudioInputError.notFinite(clip: "broken", seconds: 0)) {
            try recognizer.identify(.samples([.nan], sampleRate: 16000, name: "broken"))
        }
    }
}
