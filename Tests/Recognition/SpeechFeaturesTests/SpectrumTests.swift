import NumericCore
import RealModule
import Testing

@testable import SpeechFeatures

@Suite struct SpectrumTests {
    /// Against the defining sum in double precision, for lengths of several factors.
    @Test(arguments: [2, 16, 60, 400, 512]) func agreesWithTheDefiningSum(length: Int) throws {
        let plan = try #require(FourierPlan(length: length))
        let buffers = FourierBuffers(length: length)
        let x = noise(length)
        for n in 0..<length { buffers.samples[n] = x[n] }
        var power = [Float](repeating: 0, count: length / 2 + 1)
        plan.writePower(of: buffers, scale: 0.5, to: &power)
        for k in 0...length / 2 {
            var (real, imaginary) = (0.0, 0.0)
            for n in 0..<length {
                // k·n is reduced first: the sine of a large angle is less exact.
                let angle = 2 * Double.pi * Double(k * n % length) / Double(length)
                real += Double(x[n]) * .cos(angle)
                imaginary -= Double(x[n]) * .sin(angle)
            }
            let expected = 0.5 * (real * real + imaginary * imaginary)
            // The energy of the whole frame bounds the rounding of every bin.
            #expect(abs(Double(power[k]) - expected) < 1e-6 * Double(length))
        }
        #expect(buffers.samples[length - 1] == x[length - 1], "samples are left as they are")
    }

    /// Plans made, used and dropped on many threads at once.
    @Test func plansComeAndGoConcurrently() throws {
        let sums = try Threads.with(4) {
            try orderedMap(count: 64) { index -> Float in
                let length = 64 + 2 * (index % 4)
                guard let plan = FourierPlan(length: length) else { return -1 }
                let buffers = FourierBuffers(length: length)
                for n in 0..<length { buffers.samples[n] = 1 }
                var power = [Float](repeating: 0, count: length / 2 + 1)
                plan.writePower(of: buffers, scale: 1, to: &power)
                return power[0] - Float(length * length)
            }
        }
        #expect(sums.allSatisfy { $0 == 0 })
    }
}
