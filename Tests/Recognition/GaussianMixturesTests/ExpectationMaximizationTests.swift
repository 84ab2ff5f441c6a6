import GaussianMixtures
import NumericCore
import RealModule
import Testing

/// Log-densities are Float here, so responsibilities carry a relative error of about 10⁻⁶ near
/// the data; 10⁻⁴ bounds what twenty iterations make of it (scikit-learn's own Float run differs
/// from its Double run by 10⁻⁵ to 10⁻⁴). Without iterations sums of responsibilities are right to
/// 10⁻⁵, and those times deviations of some units, or their squares, to 10⁻⁴.
@Suite struct ExpectationMaximizationTests {
    static let tolerance = 1e-4
    private func maximization(_ dimension: Int) -> Maximization {
        Maximization(
            varianceFloor: [Double](repeating: 1e-6, count: dimension), weightFloor: 0,
            minimumOccupancy: 1)
    }

    @Test(arguments: [1, 5, 20]) func agreesWithScikitLearn(iterations: Int) throws {
        let frames = try Fixture.frames("X")
        var mixture = try Fixture.start()
        for _ in 0..<iterations {
            let statistics = try Expectation(mixture).statistics(of: frames)
            let update = try maximization(5).update(mixture, with: statistics).mixture
            // scikit-learn's reg_covar.
            mixture = try GaussianMixture(
                weights: update.weights, means: update.means,
                variances: Matrix(
                    rows: 8, columns: 5, elements: update.variances.elements.map { $0 + 1e-6 }))
        }
        let name = "diag_iter\(iterations)_"
        #expect(deviation(mixture.weights, try Fixture.vector(name + "weights")) < Self.tolerance)
        #expect(
            deviation(mixture.means.elements, try Fixture.vector(name + "means")) < Self.tolerance)
        #expect(
            deviation(mixture.variances.elements, try Fixture.vector(name + "cov"))
                < Self.tolerance)
    }

    @Test(arguments: [1, 5, 20]) func agreesWithKaldi(iterations: Int) throws {
        let frames = try Fixture.frames("X")
        var mixture = try Fixture.start()
        for _ in 0..<iterations {
            let statistics = try Expectation(mixture).statistics(of: frames)
            mixture = try maximization(5).update(mixture, with: statistics).mixture
        }
        let name = "kaldi_diag_iter\(iterations)_"
        #expect(deviation(mixture.weights, try Fixture.vector(name + "weights")) < Self.tolerance)
        #expect(
            deviation(mixture.means.elements, try Fixture.vector(name + "means")) < Self.tolerance)
        #expect(
            deviation(mixture.variances.elements, try Fixture.vector(name + "cov"))
                < Self.tolerance)
    }

    @Test func statisticsAgreeWithThePlainSums() throws {
        let mixture = try Fixture.background()
        let frames = try Fixture.frames("map_data")
        let fast = try Expectation(mixture).statistics(of: frames)
        let plain = plainStatistics(mixture, frames)
        #expect(deviation(fast.zeroth, plain.zeroth) < 1e-5)
        #expect(deviation(fast.first.elements, plain.first.elements) < 1e-4)
        #expect(deviation(fast.second.elements, plain.second.elements) < 1e-4)
        #expect(abs(fast.meanLogLikelihood - plain.logLikelihood / 300) < 1e-5)
        #expect(fast.frameCount == 300)
    }

    @Test func statisticsAgreeWithNumPy() throws {
        let mixture = try Fixture.background()
        let statistics = try Expectation(mixture)
            .statistics(of: Fixture.frames("map_data"))
        #expect(deviation(statistics.zeroth, try Fixture.vector("map_stats_n")) < 1e-5)
        // Ours are centred on the means: Σγx = F + Nμ, Σγx² = S + 2μΣγx − Nμ².
        var (first, second): ([Double], [Double]) = ([], [])
        for k in 0..<8 {
            for d in 0..<5 {
                let (n, mean) = (statistics.zeroth[k], mixture.means[k, d])
                let sum = statistics.first[k, d] + n * mean
                first.append(sum)
                second.append(statistics.second[k, d] + 2 * mean * sum - n * mean * mean)
            }
        }
        #expect(deviation(first, try Fixture.vector("map_stats_f")) < 1e-4)
        #expect(deviation(second, try Fixture.vector("map_stats_s")) < 1e-4)
    }

    /// What is below ε of the best has no share; log p(x) counts it all the same.
    @Test func pruningIsBounded() throws {
        let mixture = try Fixture.background()
        let frames = try Fixture.frames("X")
        let exact = try Expectation(mixture).statistics(of: frames)
        let pruned = try Expectation(mixture, pruning: 1e-4).statistics(of: frames)
        #expect(pruned.meanLogLikelihood == exact.meanLogLikelihood)
        // From some 250 frames of a component each of 2,000 takes 10⁻⁴ at most.
        #expect(deviation(pruned.zeroth, exact.zeroth) < 8e-4)
    }

    @Test func hardAssignmentCountsEachFrameOnce() throws {
        let mixture = try Fixture.background()
        let frames = try Fixture.frames("points50")
        let hard = try Expectation(mixture, pruning: 1).statistics(of: frames)
        var expected = [Double](repeating: 0, count: 8)
        for n in 0..<frames.rows {
            let values = mixture.componentLogDensities(of: frames.row(n).map(Double.init))
            expected[values.indices.max { values[$0] < values[$1] } ?? 0] += 1
        }
        #expect(hard.zeroth == expected)
    }

    @Test func threadsDoNotChangeABit() throws {
        let mixture = try Fixture.start()
        let frames = try Fixture.frames("X")
        let one = try Threads.with(1) { try Expectation(mixture).statistics(of: frames) }
        for threads in [2, 3, 8] {
            let statistics = try Threads.with(threads) {
                try Expectation(mixture).statistics(of: frames)
            }
            #expect(statistics == one)
        }
    }

    @Test func statisticsAdd() throws {
        let mixture = try Fixture.background()
        let frames = try Fixture.frames("X")
        let whole = try Expectation(mixture).statistics(of: frames)
        var sum = SufficientStatistics(componentCount: 8, dimension: 5)
        for range in shardRanges(count: frames.rows, shards: 7) {
            sum.add(try Expectation(mixture).statistics(of: frames.rows(in: range)))
        }
        // Blocks that begin elsewhere are summed in another order, in Float.
        for k in 0..<8 {
            for d in 0..<5 {
                let difference = sum.first[k, d] - whole.first[k, d]
                #expect(abs(difference) < Self.tolerance * whole.zeroth[k])
            }
        }
        #expect(sum.frameCount == whole.frameCount)
    }

    @Test func badFramesAreNamed() throws {
        let mixture = try Fixture.start()
        var frames = try Fixture.frames("X")
        frames[1234, 3] = .nan
        #expect(throws: MixtureError.nonFiniteData(frame: 1234)) {
            try Expectation(mixture).statistics(of: frames)
        }
        #expect(throws: MixtureError.dimensionMismatch(expected: 5, got: 2)) {
            try Expectation(mixture).statistics(of: Matrix(rows: 1, columns: 2, repeating: 0))
        }
    }
}

/// The E-step as its equation has it, in Double, one frame and one component at a time.
private func plainStatistics(
    _ mixture: GaussianMixture, _ frames: Matrix<Float>
) -> (zeroth: [Double], first: Matrix<Double>, second: Matrix<Double>, logLikelihood: Double) {
    let (count, width) = (mixture.componentCount, mixture.dimension)
    var zeroth = [Double](repeating: 0, count: count)
    var first = Matrix<Double>(rows: count, columns: width, repeating: 0)
    var second = first
    var logLikelihood = 0.0
    for n in 0..<frames.rows {
        let frame = frames.row(n).map(Double.init)
        let logDensities = mixture.componentLogDensities(of: frame)
        let total = logSumExp(logDensities)
        logLikelihood += total
        for k in 0..<count {
            let responsibility = Double.exp(logDensities[k] - total)
            zeroth[k] += responsibility
            for d in 0..<width {
                let deviation = frame[d] - mixture.means[k, d]
                first[k, d] += responsibility * deviation
                second[k, d] += responsibility * deviation * deviation
            }
        }
    }
    return (zeroth, first, second, logLikelihood)
}
