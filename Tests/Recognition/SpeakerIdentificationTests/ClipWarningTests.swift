import SpeakerIdentification
import Testing

@Suite struct ClipWarningTests {
    /// The limits themselves are good enough, and what was not measured is no fault.
    @Test func limits() {
        func warnings(_ highBand: Double?, _ likeness: Double?) -> [ClipWarning] {
            ClipWarning.all(
                highBandDecibels: highBand, speakerHomogeneity: likeness,
                limits: ClipQuality.Limits())
        }
        #expect(warnings(nil, nil) == [])
        #expect(warnings(-37, 0.25) == [])
        #expect(warnings((-37.0).nextDown, 0.5) == [.narrowBand])
        #expect(warnings(0, 0.25.nextDown) == [.severalVoices])
        #expect(warnings(-120, -0.1) == [.narrowBand, .severalVoices])
    }

    /// Words that scripts rely on.
    @Test func codes() {
        #expect(ClipWarning.narrowBand.rawValue == "narrow_band")
        #expect(ClipWarning.severalVoices.rawValue == "several_voices")
    }
}
