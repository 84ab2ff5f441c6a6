import CVectorKernels
import NumericCore
import RealModule
import Testing

/// Kernels against what their comments say, in Double. Float's half unit in the last place is
/// 6·10⁻⁸.
@Suite struct MixtureKernelTests {
    /// Lengths of less than a vector, of whole ones, and of some and a rest.
    @Test(arguments: [1, 15, 16, 17, 48, 100]) func exponentialsAreAdded(count: Int) {
        var generator = SeededGenerator(seed: 3)
        let logs = (0..<count).map { _ in Float(170 * generator.uniform() - 85) }
        var sums = [Float](repeating: 0, count: count)
        mixture_add_exponentials(&sums, logs, 0.5, Int32(count))
        for (sum, log) in zip(sums, logs) {
            let plain = Double.exp(Double(log + 0.5))
            // Two units in the last place.
            #expect(abs(Double(sum) - plain) < 2.4e-7 * plain)
        }
        let first = sums
        mixture_add_exponentials(&sums, logs, 0.5, Int32(count))
        #expect(sums == first.map { 2 * $0 })
    }

    @Test func exponentialsAtTheEdges() {
        let logs: [Float] = [0, 88.5, .infinity, -88, -.infinity, .nan]
        var sums = [Float](repeating: 0, count: 6)
        mixture_add_exponentials(&sums, logs, 0, 6)
        #expect(Array(sums.prefix(5)) == [1, .infinity, .infinity, 0, 0])
        #expect(sums[5].isNaN)
    }

    @Test func productsNeitherOverflowNorVanish() {
        let factors: [Float] = [1e-20, 3, 1e20, 0x1p100]
        var mantissas = [Double](repeating: 1, count: 4)
        var exponents = [Int64](repeating: 0, count: 4)
        for _ in 0..<1000 {
            #expect(mixture_multiply(&mantissas, &exponents, factors, 4) == 0)
        }
        for (index, factor) in factors.enumerated() {
            let logarithm: Double = .log(mantissas[index]) + Double(exponents[index]) * .log(2)
            // A thousand roundings, and logarithms up to 7·10⁴, which Double rounds by 10⁻¹¹.
            #expect(abs(logarithm - 1000 * .log(Double(factor))) < 1e-9)
            #expect((1..<2).contains(mantissas[index]))
        }
    }

    @Test func extremeFactorsAreLeftOut() {
        let factors: [Float] = [0, .infinity, .nan, 0x1p101, 0x1p-101, -1, 2]
        var mantissas = [Double](repeating: 1.5, count: 7)
        var exponents = [Int64](repeating: 0, count: 7)
        #expect(mixture_multiply(&mantissas, &exponents, factors, 7) == 6)
        #expect(mantissas == [Double](repeating: 1.5, count: 7))
        #expect(exponents == [0, 0, 0, 0, 0, 0, 1])
        #expect(
            factors.map { mixture_is_ordinary($0) != 0 } == [
                false, false, false, false, false, false, true,
            ])
    }

    /// Responsibilities and statistics of a block, against the formulas frame by frame.
    @Test(arguments: [(1, 48), (5, 64), (37, 80), (60, 272), (100, 16)], [-Float.infinity, -3])
    func blocksAgreeWithThePlainSums(shape: (dimension: Int, frames: Int), cutoff: Float) {
        let (dimension, frames) = shape
        let components = 7
        var generator = SeededGenerator(seed: UInt64(dimension))
        let densities = (0..<components * frames).map { _ in Float(12 * generator.uniform() - 50) }
        let stride = AlignedFloats.padded(2 * dimension + 1)
        let values = AlignedFloats(capacity: frames * stride)
        for n in 0..<frames {
            for d in 0..<dimension {
                let y = Float(generator.normal())
                values.base[n * stride + d] = y
                values.base[n * stride + dimension + d] = y * y
            }
            values.base[n * stride + 2 * dimension] = 1
        }
        let means = (0..<components * dimension).map { _ in generator.normal() }
        let weights = (0..<frames).map { Float($0 % 3) }

        var gamma = densities
        var scales = [Float](repeating: 0, count: frames)
        var logLikelihoods = [Double](repeating: 0, count: frames)
        mixture_responsibilities(
            &gamma, Int32(components), Int32(frames), cutoff, &scales, &logLikelihoods)
        for n in 0..<frames { scales[n] *= weights[n] }
        var zeroth = [Double](repeating: 1, count: components)
        var first = [Double](repeating: 2, count: components * dimension)
        var second = [Double](repeating: 3, count: components * dimension)
        mixture_accumulate(
            gamma, scales, Int32(components), Int32(frames), values.base, Int32(dimension),
            Int32(stride), means, &zeroth, &first, &second)

        var plain = (
            zeroth: [Double](repeating: 1, count: components),
            first: [Double](repeating: 2, count: components * dimension),
            second: [Double](repeating: 3, count: components * dimension)
        )
        for n in 0..<frames {
            let column = (0..<components).map { Double(densities[$0 * frames + n]) }
            let best = column.max() ?? 0
            let likelihood = best + .log(column.reduce(0) { $0 + .exp($1 - best) })
            // The logarithm of a sum of seven exponentials, right to 2.4·10⁻⁷ of itself each.
            #expect(abs(logLikelihoods[n] - likelihood) < 1e-6)
            let shares = column.map { $0 - best >= Double(cutoff) ? Double.exp($0 - best) : 0 }
            let sum = shares.reduce(0, +)
            for k in 0..<components {
                let share = shares[k] / sum * Double(weights[n])
                plain.zeroth[k] += share
                for d in 0..<dimension {
                    let y = Double(values.base[n * stride + d]) - means[k * dimension + d]
                    plain.first[k * dimension + d] += share * y
                    plain.second[k * dimension + d] += share * y * y
                }
            }
        }
        // Sums of some tens of terms of a few units, each rounded in Float.
        func agree(_ ours: [Double], _ plain: [Double]) -> Bool {
            zip(ours, plain).allSatisfy { abs($0 - $1) < 1e-4 }
        }
        #expect(agree(zeroth, plain.zeroth))
        #expect(agree(first, plain.first))
        #expect(agree(second, plain.second))
    }

    /// A frame's responsibilities are the same bits whatever frames lie beside it, such as ones that
    /// need a component that is negligible here.
    @Test func aFrameDependsOnNoOther() {
        var generator = SeededGenerator(seed: 6)
        let (components, frames) = (9, 80)
        let densities = (0..<components * frames).map { _ in Float(60 * generator.uniform()) }
        func responsibilities(_ chosen: [Int]) -> (gamma: [Float], scales: [Float], logs: [Double])
        {
            var gamma = (0..<components).flatMap { k in
                chosen.map { densities[k * frames + $0] }
            }
            var scales = [Float](repeating: 0, count: chosen.count)
            var logs = [Double](repeating: 0, count: chosen.count)
            mixture_responsibilities(
                &gamma, Int32(components), Int32(chosen.count), -.infinity, &scales, &logs)
            return (gamma, scales, logs)
        }
        let together = responsibilities(Array(0..<frames))
        for n in 0..<frames {
            let alone = responsibilities([Int](repeating: n, count: 16))
            #expect(alone.scales[0] == together.scales[n])
            #expect(alone.logs[0] == together.logs[n])
            for k in 0..<components {
                #expect(alone.gamma[k * 16] == together.gamma[k * frames + n])
            }
        }
    }

    @Test func noFiniteDensityIsSaid() {
        var densities = [Float](repeating: -.infinity, count: 2 * 16)
        var scales = [Float](repeating: 0, count: 16)
        var logLikelihoods = [Double](repeating: 0, count: 16)
        mixture_responsibilities(&densities, 2, 16, -.infinity, &scales, &logLikelihoods)
        #expect(logLikelihoods.allSatisfy { !$0.isFinite })
    }
}
