import GaussianMixtures
import NumericCore
import RealModule
import Testing

/// Float frames under diagonal covariances: the fast product where it is exact enough, Double where
/// it is not.
@Suite struct FloatFramesTests {
    /// Two clusters at ±c with σ = 0.01: the farther apart, the larger the squares about the mean.
    static func clusters(_ distance: Double) -> Matrix<Float> {
        var generator = SeededGenerator(seed: 30)
        return Matrix(
            rows: 600, columns: 2,
            elements: (0..<600).flatMap { n in
                (0..<2).map { _ in
                    Float((n % 2 == 0 ? -distance : distance) + 0.01 * generator.normal())
                }
            })
    }

    /// 10⁻⁴ nats a column is what Float may cost.
    @Test(arguments: [0.01, 0.1, 1, 10, 1000, 1e6, 1e20] as [Double])
    func theLikelihoodIsThatOfThePlainForm(distance: Double) throws {
        let frames = Self.clusters(distance)
        let mixture = try GaussianMixture(
            weights: [0.4, 0.6],
            means: Matrix(
                rows: 2, columns: 2, elements: [-distance, -distance, distance, distance]),
            variances: Matrix(
                rows: 2, columns: 2, repeating: max(1e-4, distance * distance * 1e-14)))
        let statistics = try Expectation(mixture).statistics(of: frames)
        var (sum, zeroth) = (0.0, [0.0, 0])
        for n in 0..<frames.rows {
            let joint = mixture.componentLogDensities(of: frames.row(n).map(Double.init))
            let total = logSumExp(joint)
            sum += total
            for k in 0..<2 { zeroth[k] += Double.exp(joint[k] - total) }
        }
        #expect(abs(statistics.meanLogLikelihood - sum / 600) < 2e-4)
        #expect(deviation(statistics.zeroth, zeroth) < 2e-4)
    }

    /// Frames as far out as the product takes them: 10⁻⁴ nats a column, all on one side, which is
    /// worse than any data.
    @Test(arguments: [1, 10, 72], [1, 16.0])
    func withinReachFloatIsExactEnough(width: Int, step: Double) throws {
        var generator = SeededGenerator(seed: 31)
        let count = 20
        let mixture = try GaussianMixture(
            weights: [Double](repeating: 1 / Double(count), count: count),
            means: Matrix(
                rows: count, columns: width,
                elements: (0..<count * width).map { _ in step * (2 * generator.uniform() - 1) }),
            variances: Matrix(
                rows: count, columns: width,
                elements: (0..<count * width).map { _ in 1 + generator.uniform() }))
        let frames = Matrix<Float>(
            rows: 400, columns: width,
            elements: (0..<400 * width).map { _ in Float(15 * (2 * generator.uniform() - 1)) })
        for n in 0..<frames.rows {
            let frame = frames.rows(in: n..<n + 1)
            let plain = mixture.logDensity(of: frame.row(0).map(Double.init))
            let ours = try Expectation(mixture).statistics(of: frame).logLikelihood
            #expect(abs(ours - plain) < 1e-4 * Double(width))
        }
    }

    /// Variances that Float cannot hold, with frames that it can: left to Double.
    @Test(arguments: [1e-25, 1e30])
    func variancesBeyondFloat(deviation scale: Double) throws {
        let frames = Matrix<Float>(
            rows: 4, columns: 1, elements: [-1, 0, 1, 2].map { Float(scale * $0) })
        let mixture = try GaussianMixture(
            weights: [1], means: Matrix(rows: 1, columns: 1, repeating: 0),
            variances: Matrix(rows: 1, columns: 1, repeating: scale * scale))
        let plain = (0..<4).reduce(0.0) { $0 + mixture.logDensity(of: [Double(frames[$1, 0])]) }
        let ours = try Expectation(mixture).statistics(of: frames).logLikelihood
        #expect(abs(ours / plain - 1) < 1e-12)
    }

    /// A finite value is not called anything else; its square is finite in Double.
    @Test func aFarFloatIsFinite() throws {
        var frames = Self.clusters(1)
        frames[7, 0] = 1e20
        let state = try MixtureFit(FitOptions(componentCount: 3, covarianceType: .diagonal))
            .run(frames)
        #expect(state.history.allSatisfy { $0.meanLogLikelihood.isFinite })
        frames[7, 0] = .infinity
        #expect(throws: MixtureError.nonFiniteData(frame: 7)) {
            try Expectation(state.mixture).statistics(of: frames)
        }
    }

    /// The fit to Float frames is that to the same frames in Double, to which frames so far apart
    /// are left.
    @Test func aFitFarApartIsThatInDouble() throws {
        let frames = Self.clusters(1000)
        let doubles = Matrix(
            rows: frames.rows, columns: 2, elements: frames.elements.map(Double.init))
        var options = FitOptions(componentCount: 2, covarianceType: .diagonal)
        options.varianceFloor = 1e-20
        let fit = MixtureFit(options)
        #expect(try abs(fit.run(frames).lowerBound - fit.run(doubles).lowerBound) < 1e-9)
    }
}
