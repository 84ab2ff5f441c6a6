import NumericCore
import RealModule
import Testing

@testable import SpeechFeatures

@Suite struct SpeechActivityTests {
    static let adaptive = FrontEndConfiguration.SpeechActivity.adaptiveEnergy(
        rangeDecibels: 30, percentile: 0.9, floorDecibels: -90, hangoverFrames: 0)

    func histogram(_ decibels: [Double]) -> LevelHistogram {
        var levels = LevelHistogram()
        for level in decibels { levels.add(meanSquare: Float(Double.pow(10, level / 10))) }
        return levels
    }

    /// Levels −100 … −1 dB: the ninetieth percent is −11 dB, give or take half a bin.
    @Test func readsPercentiles() throws {
        let levels = histogram((1...100).map { -Double($0) })
        let half = LevelHistogram.binDecibels / 2 + 1e-4
        #expect(abs(try #require(levels.percentile(0.9)) + 11) < half)
        #expect(abs(try #require(levels.percentile(1)) + 1) < half)
        #expect(abs(try #require(levels.percentile(0)) + 100) < half)
        #expect(LevelHistogram().percentile(0.5) == nil)
    }

    @Test func levelsBeyondTheHistogramAreKeptAtItsEnds() throws {
        var levels = LevelHistogram()
        levels.add(meanSquare: 0)
        #expect(try #require(levels.percentile(1)) < -199.9)
        levels.add(meanSquare: 1e30)
        #expect(try #require(levels.percentile(1)) > 149.9)
    }

    @Test func adaptiveEnergyLiesBelowThePercentile() {
        let levels = histogram((1...100).map { -Double($0) / 2 })
        let decibels = 10 * Float.log10(Self.adaptive.meanSquareThreshold(levels))
        // Half a bin is 0.025 dB.
        #expect(abs(decibels - (-5.5 - 30)) < 0.03)
        let quiet = histogram([-80, -80, -80])
        // Float rounds 90 dB by 4e-6, here and below.
        #expect(abs(10 * .log10(Self.adaptive.meanSquareThreshold(quiet)) + 90) < 1e-4)
    }

    /// Two clouds of quantiles of N(−60, 3²) and N(−20, 5²), as many of one as of the other.
    static let clouds: [Double] = (0..<1000).flatMap { index in
        let z = normalQuantile((Double(index) + 0.5) / 1000)
        return [-60 + 3 * z, -20 + 5 * z]
    }

    /// The parameters come back to within a bin; the threshold is where the densities meet:
    /// (x+60)²/18 + ln 3 = (x+20)²/50 + ln 5, which x = −44.826 solves.
    @Test func findsTwoGaussians() throws {
        let fit = try #require(TwoGaussians(histogram(Self.clouds), floor: -150))
        #expect(abs(fit.quiet.mean + 60) < 0.05 && abs(fit.loud.mean + 20) < 0.05)
        // A thousand quantiles lack 0.13 % of the variance. Five deviations out, the clouds share
        // less than 10⁻⁶ of their weight.
        #expect(abs(fit.quiet.variance - 9) < 0.2 && abs(fit.loud.variance - 25) < 0.4)
        #expect(abs(fit.quiet.weight - 0.5) < 1e-5)
        // Variances 2 % off move it by a tenth of a decibel.
        #expect(abs(fit.threshold + 44.826) < 0.1)
    }

    @Test func biGaussianSpeechIsTheLouderCloud() {
        let activity = FrontEndConfiguration.SpeechActivity.biGaussian(
            floorDecibels: -90, hangoverFrames: 0)
        // Digital silence below the floor takes no part in the fit.
        let levels = histogram(Self.clouds + [Double](repeating: -190, count: 5000))
        // The threshold of above, to a few bins.
        #expect(abs(10 * .log10(activity.meanSquareThreshold(levels)) + 44.8) < 0.2)
        // One cloud only: everything from the floor up.
        let single = histogram((0..<1000).map { -20 + 0.002 * Double($0) })
        #expect(abs(10 * .log10(activity.meanSquareThreshold(single)) + 90) < 1e-4)
        #expect(abs(10 * .log10(activity.meanSquareThreshold(LevelHistogram())) + 90) < 1e-4)
    }

    @Test func hangoverWidensSpeech() {
        let squares: [Float] = [0, 0, 0, 1, 0, 0, 0, 0]
        let all = speechFrames(squares, first: 0, range: 0..<8, threshold: 0.5, hangover: 2)
        #expect(all == [false, true, true, true, true, true, false, false])
        let piece = speechFrames(
            Array(squares[2..<8]), first: 2, range: 4..<8, threshold: 0.5, hangover: 2)
        #expect(piece == Array(all[4..<8]))
    }

    static let both: [FrontEndConfiguration.SpeechActivity] = [
        .adaptiveEnergy(
            rangeDecibels: 20, percentile: 0.98, floorDecibels: -150, hangoverFrames: 0),
        .biGaussian(floorDecibels: -150, hangoverFrames: 0),
    ]

    /// The clip as it is and at other gains, powers of two, has the same speech frames: the
    /// floor, the one thing that does not move with the gain, lies under all of them.
    @Test(arguments: both) func gainMakesNoDifference(
        activity: FrontEndConfiguration.SpeechActivity
    ) throws {
        let frontEnd = try FrontEnd(
            .kaldi.with {
                $0.cepstra.lifter = 0
                $0.speechActivity = activity
                $0.normalizations = [.mean]
            })
        let clip = try referenceClip()
        let reference = try frontEnd.features(of: blocks(clip))
        #expect((50...280).contains(reference.streams[0].count))
        for gain in [0.125, 0.5, 2, 64] as [Float] {
            let other = try frontEnd.features(of: blocks(clip.map { $0 * gain }))
            #expect(other.streams[0].count == reference.streams[0].count)
            #expect(other.speechSeconds == reference.speechSeconds)
        }
    }

    /// A tone over noise 30 dB below it, with pauses: the estimate finds the 30 dB to within
    /// one, for frames at the tone's edges hold a part of both.
    @Test func estimatesTheSignalToNoiseRatio() throws {
        let background = noise(48000, amplitude: 0.02)
        let clip = (0..<48000).map { n -> Float in
            let tone = (n / 8000) % 2 == 0 ? 0.0 : Double(Float.sin(0.3 * Float(n)))
            return background[n] + Float(tone) * 0.5
        }
        // 10 log₁₀ of (0.5²/2) over (0.02²/3).
        let expected = 10 * Double.log10(0.125 / (0.0004 / 3))
        let frontEnd = try FrontEnd(
            .speech16k.with {
                $0.speechActivity = Self.both[0]
                $0.normalizations = [.none]
            })
        let ratio = try #require(frontEnd.features(of: blocks(clip)).signalToNoiseDecibels)
        #expect(abs(ratio - expected) < 1)
    }

    @Test func runsAreStretchesOfTruth() {
        #expect(runs(of: []) == [])
        #expect(runs(of: [false, false]) == [])
        #expect(runs(of: [true, true, false, true]) == [0..<2, 3..<4])
        #expect(runs(of: [false, true, false]) == [1..<2])
    }
}
