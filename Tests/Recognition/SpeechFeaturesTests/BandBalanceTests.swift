import NumericCore
import RealModule
import Testing

@testable import SpeechFeatures

@Suite struct BandBalanceTests {
    private func decibels(
        _ samples: [Float], _ configuration: FrontEndConfiguration = .speech16k
    ) throws -> Double? {
        try FrontEnd(configuration).unnormalizedFeatures(of: blocks(samples)).highBandDecibels
    }

    /// White noise has after pre-emphasis, with |1 − 0.97 e^(−iω)|² = 1.9409 − 1.94 cos ω, the
    /// powers 1.9409 π/2 ± 1.94 above and below half of Nyquist's frequency: 6.53 dB.
    @Test func whiteNoise() throws {
        #expect(FrontEndConfiguration.speech16k.preEmphasis.coefficient == 0.97)
        let measured = try #require(try decibels(noise(32_000)))
        let middle = 1.9409 * Double.pi / 2
        let expected = 10 * Double.log10((middle + 1.94) / (middle - 1.94))
        // 500 bands of noise on either side stray by a few hundredths; the edge is a bin wide.
        #expect(abs(measured - expected) < 0.3)
    }

    /// Sums of tones, each of amplitude 0.1: what is above 4 kHz against what is below.
    @Test func tones() throws {
        func tone(_ hertz: [Double]) -> [Float] {
            (0..<16_000).map { (n: Int) -> Float in
                let time = Double(n) / 16_000
                return hertz.map { Float(0.1 * Double.sin(2 * Double.pi * $0 * time)) }.reduce(0, +)
            }
        }
        let low = try #require(try decibels(tone([500, 1500, 3000])))
        let both = try #require(try decibels(tone([2000, 6000])))
        #expect(low < -25)
        // Pre-emphasis: 1.9409 − 1.94 cos ω at π/4 and 3π/4.
        let cosine = 1.94 * 0.5.squareRoot()
        let expected = 10 * Double.log10((1.9409 + cosine) / (1.9409 - cosine))
        // Beside a tone the window lets 5e-5 of its power through, 2e-4 dB.
        #expect(abs(both - expected) < 0.01)
    }

    @Test func nothingIsSaidWithoutSpeechOrWithoutAnUpperPart() throws {
        #expect(try decibels([Float](repeating: 0, count: 16_000)) == nil)
        #expect(try decibels(noise(16_000), .telephone8k) == nil)
    }
}
