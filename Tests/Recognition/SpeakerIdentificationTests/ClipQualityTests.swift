import SpeakerIdentification
import Testing

@Suite struct ClipQualityTests {
    struct Case: Sendable {
        let speech: Double
        var clipped = 0.0
        var ratio: Double? = 20
        let expected: ClipQuality
    }

    /// The limits themselves are good enough.
    static let cases: [Case] = [
        Case(speech: 3, expected: .ok),
        Case(speech: 0, expected: .noSpeech),
        Case(speech: 0.01, expected: .tooShort),
        Case(speech: 0.1.nextDown, expected: .tooShort),
        Case(speech: 0.1, expected: .ok),
        Case(speech: 1, clipped: 0.2, expected: .ok),
        Case(speech: 1, clipped: 0.2.nextUp, expected: .clipped),
        Case(speech: 1, ratio: -3, expected: .ok),
        Case(speech: 1, ratio: (-3.0).nextDown, expected: .tooNoisy),
        Case(speech: 1, ratio: nil, expected: .ok),
        // Several faults: the one that says most.
        Case(speech: 0, clipped: 1, ratio: -20, expected: .noSpeech),
        Case(speech: 0.05, clipped: 1, ratio: -20, expected: .tooShort),
        Case(speech: 1, clipped: 1, ratio: -20, expected: .clipped),
    ]

    @Test(arguments: cases)
    func limits(of clip: Case) {
        #expect(
            ClipQuality(
                speechSeconds: clip.speech, clippedFraction: clip.clipped,
                signalToNoiseDecibels: clip.ratio) == clip.expected)
    }

    @Test func limitsCanBeChosen() {
        var limits = ClipQuality.Limits()
        limits.speechSeconds = 2
        #expect(
            ClipQuality(
                speechSeconds: 1.9, clippedFraction: 0, signalToNoiseDecibels: nil, limits: limits)
                == .tooShort)
    }

    @Test func wordsOfTheContract() {
        #expect(ClipQuality.tooShort.rawValue == "too_short")
        #expect(ClipQuality.noSpeech.rawValue == "no_speech")
        #expect(ClipQuality.clipped.rawValue == "clipped")
        #expect(ClipQuality.tooNoisy.rawValue == "too_noisy")
        #expect(ClipQuality.ok.rawValue == "ok")
    }
}
