import CVectorKernels
import NumericCore
import RealModule
import Testing

/// Kernels against what their comments say, in Double. Float rounds each step by 6·10⁻⁸ of what it
/// gives: 10⁻⁵ are some tens of steps with sums of up to 10, 10⁻⁶ are some steps with numbers of up
/// to 1, or some tens with terms of one sign and relative to their sum.
@Suite struct SampleKernelTests {
    static let lengths = [1, 7, 8, 9, 16, 31, 400, 401]

    private func samples(_ count: Int) -> [Float] {
        var generator = SeededGenerator(seed: 8)
        return (0..<count).map { _ in Float(0.3 * generator.normal()) }
    }

    @Test(arguments: lengths) func shortsAreScaled(count: Int) {
        let shorts = (0..<count).map { Int16(truncatingIfNeeded: $0 * 7919 - 32768) }
        var floats = [Float](repeating: 0, count: count)
        samples_from_shorts(shorts, count, &floats)
        #expect(floats == shorts.map { Float($0) / 32768 })
    }

    @Test(arguments: lengths) func summaries(count: Int) {
        let samples = samples(count)
        let summary = samples_summary(samples, count)
        #expect(summary.peak == samples.map(\.magnitude).max())
        #expect(abs(summary.sum - samples.reduce(0) { $0 + Double($1) }) < 1e-5)
    }

    /// Among whole vectors and in the rest.
    @Test(arguments: [0, 15, 16, 20], [Float.nan, .infinity, -.infinity])
    func whatIsNotFiniteIsSeen(place: Int, value: Float) {
        var samples = samples(21)
        samples[place] = value
        #expect(samples_summary(samples, 21).peak == .infinity)
    }

    @Test(arguments: lengths) func framesAreConditioned(count: Int) {
        let (frame, window) = (samples(count), samples(count).map { $0 * $0 })
        for removesOffset in [false, true] {
            var result = [Float](repeating: 0, count: count)
            let energy = frame_condition(
                frame, Int32(count), removesOffset ? 1 : 0, 0.97, window, &result)
            let mean =
                removesOffset ? frame.reduce(0) { $0 + Double($1) } / Double(count) : 0
            let u = frame.map { Double($0) - mean }
            let plainEnergy = u.reduce(0) { $0 + $1 * $1 }
            #expect(abs(Double(energy) - plainEnergy) < 1e-6 * max(1, plainEnergy))
            for n in 0..<count {
                let plain = (u[n] - 0.97 * u[max(0, n - 1)]) * Double(window[n])
                #expect(abs(Double(result[n]) - plain) < 1e-6)
            }
        }
    }

    @Test(arguments: lengths) func nothingIsLeftOfAConstant(count: Int) {
        var result = [Float](repeating: 1, count: count)
        let frame = [Float](repeating: 0.1, count: count)
        let window = [Float](repeating: 1, count: count)
        #expect(frame_condition(frame, Int32(count), 1, 0.97, window, &result) == 0)
        #expect(result.allSatisfy { $0 == 0 })
    }

    @Test(arguments: lengths) func sums(count: Int) {
        let values = samples(count)
        let plain = values.reduce(0) { $0 + Double($1) }
        #expect(abs(Double(frame_sum(values, Int32(count))) - plain) < 1e-5)
    }

    /// From the transform of half the length to the powers of the whole, both by their defining sums.
    @Test(arguments: [1, 2, 15, 16, 17, 100]) func powers(half: Int) {
        let x = samples(2 * half)
        func transform(_ values: [(Double, Double)], _ k: Int) -> (real: Double, imaginary: Double)
        {
            var sum = (real: 0.0, imaginary: 0.0)
            for (n, value) in values.enumerated() {
                let angle = 2 * Double.pi * Double(k * n % values.count) / Double(values.count)
                sum.real += value.0 * .cos(angle) + value.1 * .sin(angle)
                sum.imaginary += value.1 * .cos(angle) - value.0 * .sin(angle)
            }
            return sum
        }
        let pairs = (0..<half).map { (Double(x[2 * $0]), Double(x[2 * $0 + 1])) }
        let halves = (0...half).flatMap { k in
            let sum = transform(pairs, k % half)
            return [Float(sum.real), Float(sum.imaginary)]
        }
        let angles = (0...half).map { Double.pi * Double($0) / Double(half) }
        var power = [Float](repeating: 0, count: half + 1)
        frame_power(
            halves, Int32(half), angles.map { Float(Double.cos($0)) },
            angles.map { Float(Double.sin($0)) }, 0.5, &power)
        for k in 0...half {
            let sum = transform(x.map { (Double($0), 0) }, k)
            let plain = 0.5 * (sum.real * sum.real + sum.imaginary * sum.imaginary)
            // The energy of the whole frame bounds the rounding of every power.
            #expect(abs(Double(power[k]) - plain) < 1e-6 * Double(half))
        }
    }

    @Test func ranksCountWhatIsBelowTwice() {
        var generator = SeededGenerator(seed: 4)
        let rows = 37
        // Few different values, of which many are equal.
        let values = (0..<rows * 16).map { _ in Float(Int(7 * generator.uniform())) }
        for own in [0, 20, 36] {
            var ranks = [Int32](repeating: 0, count: 16)
            let mine = Array(values[own * 16..<(own + 1) * 16])
            frame_ranks(values, Int32(rows), mine, &ranks)
            for lane in 0..<16 {
                let column = (0..<rows).map { values[$0 * 16 + lane] }
                let plain =
                    2 * column.filter { $0 < mine[lane] }.count
                    + column.filter { $0 == mine[lane] }.count
                #expect(Int(ranks[lane]) == plain)
            }
        }
    }

    @Test func filtersAreRunsOfBins() {
        let power = samples(80).map { $0 * $0 }
        var generator = SeededGenerator(seed: 1)
        let runs: [(first: Int, length: Int)] = [(0, 3), (2, 16), (10, 17), (30, 40)]
        var weights: [Float] = []
        for run in runs {
            weights += (0..<run.length).map { _ in Float(generator.uniform()) }
            weights += [Float](
                repeating: 0, count: AlignedFloats.padded(run.length) - run.length)
        }
        let vectors = runs.map { Int32(AlignedFloats.padded($0.length) / 16) }
        var energies = [Float](repeating: 0, count: 4)
        frame_filter(power, runs.map { Int32($0.first) }, vectors, weights, 4, &energies)
        var start = 0
        for (m, run) in runs.enumerated() {
            let plain = (0..<run.length).reduce(0) {
                $0 + Double(weights[start + $1]) * Double(power[run.first + $1])
            }
            #expect(abs(Double(energies[m]) - plain) < 1e-6 * max(1, plain))
            start += AlignedFloats.padded(run.length)
        }
    }

    /// From the least normal number to the largest; two units in the last place are 2.4·10⁻⁷.
    @Test(arguments: lengths) func logarithms(count: Int) {
        var generator = SeededGenerator(seed: 2)
        var values = (0..<count).map { _ in Float(Double.exp(174 * generator.uniform() - 87)) }
        values[0] = 1
        let plain = values.map { 2 * Double.log(max(Double($0), 1e-30)) }
        frame_logarithms(&values, Int32(count), 1e-30, 2)
        for (value, plain) in zip(values, plain) {
            #expect(abs(Double(value) - plain) <= 2.4e-7 * max(1, abs(plain)))
        }
        var edges: [Float] = [0, -1, .infinity, 1]
        frame_logarithms(&edges, 4, 0.5, 1)
        #expect(abs(Double(edges[0]) - .log(0.5)) < 2.4e-7)
        #expect(edges[1] == edges[0] && edges[3] == 0)
    }

    @Test(arguments: [1, 13, 16, 20, 32]) func transforms(used: Int) {
        let (count, width) = (23, AlignedFloats.padded(used))
        let (values, weights) = (samples(count), samples(count * width))
        var result = [Float](repeating: 0, count: used)
        frame_transform(values, Int32(count), weights, Int32(width), Int32(used), &result)
        for i in 0..<used {
            let plain = (0..<count).reduce(0) {
                $0 + Double(values[$1]) * Double(weights[$1 * width + i])
            }
            #expect(abs(Double(result[i]) - plain) < 1e-6)
        }
    }

    @Test(arguments: [1, 15, 16, 39, 100]) func regresses(count: Int) {
        let (step, taps) = (13, 5)
        let values = samples(count + (taps - 1) * step)
        let weights = samples(taps)
        var result = [Float](repeating: 0, count: count)
        frame_regression(values, Int32(count), weights, Int32(taps), Int32(step), &result)
        for i in 0..<count {
            let plain = (0..<taps).reduce(0) {
                $0 + Double(weights[$1]) * Double(values[i + $1 * step])
            }
            #expect(abs(Double(result[i]) - plain) < 1e-6)
        }
    }
}
