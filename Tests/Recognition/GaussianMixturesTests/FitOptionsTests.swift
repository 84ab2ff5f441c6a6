import GaussianMixtures
import NumericCore
import Testing

/// What the options promise.
@Suite struct FitOptionsTests {
    /// Two points, so that every variance would be 0: the higher of both floors holds it.
    @Test(arguments: CovarianceType.allCases)
    func theHigherFloorHolds(type: CovarianceType) throws {
        // The columns' variances are 25 and 4.
        let data = Matrix(
            rows: 20, columns: 2,
            elements: (0..<20).flatMap { n -> [Double] in n % 2 == 0 ? [0, 0] : [10, 4] })
        for (share, absolute) in [(0.01, 0.0), (0.01, 0.1), (0.001, 1)] as [(Double, Double)] {
            var options = FitOptions(componentCount: 2, covarianceType: type)
            options.varianceFloor = share
            options.absoluteVarianceFloor = absolute
            let variances = try MixtureFit(options).run(data).mixture.variances
            var floors = [max(25 * share, absolute), max(4 * share, absolute)]
            if type == .spherical {
                floors = [(floors[0] + floors[1]) / 2, (floors[0] + floors[1]) / 2]
            }
            // Products and sums of a few numbers; a matrix gets its floor by way of eigenvalues.
            for k in 0..<2 { #expect(relativeDeviation(variances.row(k), floors) < 1e-12) }
        }
    }

    /// Weights 0.9 and 0.1 before, at least 0.2 after: (0.9, 0.2) / 1.1.
    @Test func noWeightIsBelowItsFloor() throws {
        var options = FitOptions(componentCount: 2, covarianceType: .spherical)
        options.weightFloor = 0.2
        let data = Matrix(
            rows: 10, columns: 1, elements: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 100])
        let mixture = try MixtureFit(options).run(data).mixture
        // The far point and the others have no share in each other's component: only rounding.
        #expect(deviation(mixture.weights.sorted(), [2 / 11.0, 9 / 11.0]) < 1e-14)
    }

    /// Floors that rounding undercuts: collinear columns leave an eigenvalue of 10⁻¹⁶ of the
    /// largest, in no matter which units, and whatever the floor the matrix must stay one.
    @Test(
        arguments: [CovarianceType.full, .tied], [1e-24, 1e-18, 1e-15, 1e-12] as [Double])
    func noAllowedFloorMakesAMatrixUseless(type: CovarianceType, floor: Double) throws {
        for width in [3, 12, 40] {
            var generator = SeededGenerator(seed: UInt64(width))
            let data = Matrix(
                rows: 60, columns: width,
                elements: (0..<60).flatMap { _ in
                    let (x, y) = (generator.normal(), generator.normal())
                    return (0..<width).map { d in
                        (x + Double(d % 5) * y) * (d % 2 == 0 ? 1e3 : 1e-3)
                    }
                })
            var options = FitOptions(componentCount: 3, covarianceType: type)
            options.varianceFloor = floor
            options.maximumIterations = 20
            let state = try MixtureFit(options).run(data)
            #expect(state.history.allSatisfy { $0.meanLogLikelihood.isFinite })
            #expect(state.history.contains { $0.flooredCount > 0 })
            #expect(try MixtureAnswers(state.mixture).meanLogDensity(of: data).isFinite)
        }
    }

    /// Means and variances stand still while a covariance moves from 0 to 0.9.
    @Test(arguments: [CovarianceType.full, .tied])
    func aCovarianceThatMovesIsAChange(type: CovarianceType) throws {
        var generator = SeededGenerator(seed: 8)
        let data = Matrix(
            rows: 400, columns: 2,
            elements: (0..<200).flatMap { _ in
                let x = generator.normal()
                let y = 0.95 * x + 0.3 * generator.normal()
                return [x, y, -x, -y]
            })
        let moments = try ColumnMoments(of: data)
        let start = try GaussianMixture(
            weights: [1], means: Matrix(rows: 1, columns: 2, elements: moments.means),
            covariances: Covariances(type, variances: moments.variances, componentCount: 1))
        var options = FitOptions(componentCount: 1, covarianceType: type)
        options.convergence = .parameterChange(1e-6)
        let state = try MixtureFit(options).run(data, from: FitState(mixture: start))
        // The first iteration moves the covariance, the second nothing.
        #expect(state.history.count == 2)
        #expect(state.hasConverged)
    }

    /// What was at its last iteration goes on when more are allowed, and ends where one that was
    /// allowed them at once ends.
    @Test func aFitAtItsLastIterationGoesOn() throws {
        let data = try Fixture.matrix("X").rows(in: 0..<300)
        var options = FitOptions(componentCount: 4)
        options.maximumIterations = 2
        let short = try MixtureFit(options).run(data)
        #expect(short.isFinished && !short.hasConverged)
        options.maximumIterations = 200
        let long = try MixtureFit(options).run(data, from: short)
        #expect(long.history.count > 2)
        #expect(try long == MixtureFit(options).run(data))
        // What has converged does not.
        #expect(try MixtureFit(options).run(data, from: long) == long)
    }

    /// All fits of binary splitting are the same one: it runs once.
    @Test func thereIsOneBinarySplitting() throws {
        var options = FitOptions(componentCount: 3)
        options.start = .binarySplitting
        options.maximumIterations = 5
        let data = try Fixture.matrix("X").rows(in: 0..<200)
        let one = try MixtureFit(options).run(data)
        options.startCount = 5
        var calls = 0
        let five = try MixtureFit(options).run(data) { _ in calls += 1 }
        #expect(five == one)
        #expect(calls == one.history.count + 1)
    }
}
