import NumericCore
import RealModule
import Testing

@testable import SpeechFeatures

@Suite struct AddedNoiseTests {
    private func noise(_ noise: AddedNoise, count: Int, power: Double = 0.04) -> [Double] {
        var adder = NoiseAdder(noise, speechPower: power, sampleRate: 16000)
        return adder.add(to: [Float](repeating: 0, count: count)).map(Double.init)
    }

    private func power(_ samples: [Double]) -> Double {
        samples.reduce(0) { $0 + $1 * $1 } / Double(samples.count)
    }

    static let noises = [
        AddedNoise.white, .speechShaped, AddedNoise(signalToNoiseDecibels: 0),
        AddedNoise(signalToNoiseDecibels: 30, cornerHertz: 2000),
    ]

    /// 160,000 samples; correlated over some 5 of them, their power is known to 2 %, 0.1 dB.
    @Test(arguments: noises) func theRatioIsThatAskedFor(noise: AddedNoise) {
        let measured = 10 * Double.log10(0.04 / power(self.noise(noise, count: 160_000)))
        #expect(abs(measured - noise.signalToNoiseDecibels) < 0.3)
    }

    /// Of neighbours' products the mean is a σ², with a = exp(−2π·500/16000) = 0.8217. A
    /// correlation of 160,000 samples has a standard error of 0.0025 at most.
    @Test func theColourIsThatAskedFor() {
        func correlation(_ samples: [Double]) -> Double {
            zip(samples, samples.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
                / samples.reduce(0) { $0 + $1 * $1 }
        }
        #expect(abs(correlation(noise(.white, count: 160_000))) < 0.02)
        #expect(abs(correlation(noise(.speechShaped, count: 160_000)) - 0.8217) < 0.02)
    }

    @Test func blocksMakeNoDifference() {
        let samples = (0..<1000).map { Float(Double.sin(Double($0) / 10)) }
        var whole = NoiseAdder(.speechShaped, speechPower: 0.5, sampleRate: 8000)
        var cut = NoiseAdder(.speechShaped, speechPower: 0.5, sampleRate: 8000)
        let pieces = [0..<1, 1..<300, 300..<300, 300..<1000].flatMap {
            cut.add(to: Array(samples[$0]))
        }
        #expect(whole.add(to: samples) == pieces)
    }

    /// A tone of a second, half of it silent: in noise it has as many frames, and its features are
    /// those of the sum made by hand.
    @Test func aClipIsHeardAgainInNoise() throws {
        var configuration = FrontEndConfiguration.speech16k
        configuration.normalizations = [.none]
        let frontEnd = try FrontEnd(configuration)
        var generator = SeededGenerator(seed: 1)
        let samples = (0..<16000).map { index in
            index < 8000 ? Float(0.1 * generator.normal()) : 0
        }
        func blocks(_ samples: [Float]) -> () -> [Float]? {
            var rest: [Float]? = samples
            return {
                defer { rest = nil }; return rest
            }
        }
        let heard = try frontEnd.hear(
            blocks(samples), in: [.white, .speechShaped], isNormalized: false)
        let plain = try frontEnd.unnormalizedFeatures(of: blocks(samples))
        #expect(
            try heard.clip.streams[0].frames(in: 0..<plain.streams[0].count)
                == plain.streams[0].frames(in: 0..<plain.streams[0].count))
        // The power of normal samples of 0.1, over the frames that are all speech or partly.
        #expect(abs(heard.clip.speechPower - 0.01) < 0.001)
        try #require(heard.noisy.count == 2)
        for (noise, copy) in zip([AddedNoise.white, .speechShaped], heard.noisy) {
            var adder = NoiseAdder(
                noise, speechPower: heard.clip.speechPower, sampleRate: 16000)
            let expected = try frontEnd.unnormalizedFeatures(of: blocks(adder.add(to: samples)))
            let count = expected.streams[0].count
            #expect(copy.streams[0].count == count)
            #expect(
                try copy.streams[0].frames(in: 0..<count)
                    == expected.streams[0].frames(in: 0..<count))
        }
    }

    @Test func threadsChangeNothing() throws {
        var generator = SeededGenerator(seed: 3)
        let samples = (0..<16000).map { _ in Float(0.1 * generator.normal()) }
        func heard() throws -> [[Float]] {
            var configuration = FrontEndConfiguration.speech16k
            configuration.normalizations = [.none, .mean, .warping(seconds: 3)]
            let frontEnd = try FrontEnd(configuration)
            var rest: [Float]? = samples
            let heard = try frontEnd.hear(
                {
                    defer { rest = nil }; return rest
                }, in: [.white, .speechShaped], isNormalized: true)
            return try ([heard.clip] + heard.noisy).flatMap(\.streams).map {
                try $0.frames(in: 0..<$0.count).elements
            }
        }
        let one = try Threads.with(1) { try heard() }
        #expect(one.count == 9)
        #expect(Set(one).count == 9)
        #expect(try Threads.with(4) { try heard() } == one)
    }

    @Test func silenceIsNotHeardInNoise() throws {
        var samples: [Float]? = [Float](repeating: 0, count: 16000)
        let heard = try FrontEnd(.speech16k).hear(
            {
                defer { samples = nil }; return samples
            }, in: [.white], isNormalized: false)
        #expect(heard.noisy.isEmpty)
    }

    static let unusable = [
        AddedNoise(signalToNoiseDecibels: .nan), AddedNoise(signalToNoiseDecibels: 1000),
        AddedNoise(signalToNoiseDecibels: 10, cornerHertz: 0),
        AddedNoise(signalToNoiseDecibels: 10, cornerHertz: .infinity),
    ]

    @Test(arguments: unusable) func whatCannotBeMadeIsKnown(noise: AddedNoise) {
        #expect(!noise.isUsable)
        #expect(AddedNoise.white.isUsable && AddedNoise.speechShaped.isUsable)
    }
}
