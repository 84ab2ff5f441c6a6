import GaussianMixtures
import NumericCore
import Testing

/// Every figure of scikit-learn for the four covariance types, to 10⁻⁶ relative and better: both
/// sides compute in Double, and twenty iterations multiply rounding a thousandfold at most.
@Suite struct ScikitLearnTests {
    static let cases = CovarianceType.allCases.flatMap { type in
        [1, 5, 20].map { Case(type: type, iterations: $0) }
    }
    struct Case: Sendable, CustomTestStringConvertible {
        let type: CovarianceType
        let iterations: Int
        var testDescription: String { "\(type.rawValue), \(iterations) iterations" }
    }

    static func options(_ type: CovarianceType) -> FitOptions {
        var options = FitOptions(componentCount: 8, covarianceType: type)
        options.covarianceRegularization = 1e-6
        options.varianceFloor = 1e-12
        options.convergence = .gain(0)
        return options
    }

    @Test(arguments: CovarianceType.allCases)
    func parametersAndLowerBounds(type: CovarianceType) throws {
        var options = Self.options(type)
        options.maximumIterations = 20
        let state = try MixtureFit(options).run(
            Fixture.matrix("X"), from: FitState(mixture: Fixture.start(type))
        ) { state in
            guard [1, 5, 20].contains(state.history.count) else { return }
            let expected = try Fixture.reference(type, iterations: state.history.count)
            let (ours, theirs) = (
                state.mixture.covariances.elements, expected.covariances.elements
            )
            #expect(relativeDeviation(state.mixture.weights, expected.weights) < 1e-9)
            #expect(
                relativeDeviation(state.mixture.means.elements, expected.means.elements) < 1e-9)
            #expect(relativeDeviation(ours, theirs) < 1e-6)
            // Elements off the diagonal may be close to 0; next to the variances, this holds.
            #expect(deviation(ours, theirs) < 1e-9)
        }
        #expect(
            relativeDeviation(
                state.history.map(\.meanLogLikelihood),
                try Fixture.summary(type).lower_bounds_iter1_to_20) < 1e-9)
    }

    @Test(arguments: cases) func answers(test: Case) throws {
        let answers = MixtureAnswers(
            try Fixture.reference(test.type, iterations: test.iterations))
        let points = try Fixture.matrix("points50")
        let prefix = "\(Fixture.name(test.type))_iter\(test.iterations)_"
        #expect(
            relativeDeviation(
                try answers.logDensities(of: points),
                try Fixture.vector(prefix + "score_samples50")) < 1e-10)
        // Responsibilities down to 10⁻³⁰⁰ carry the rounding of exponents of hundreds of nats.
        #expect(
            deviation(
                try answers.responsibilities(of: points).elements,
                try Fixture.vector(prefix + "predict_proba50")) < 1e-10)
        let plain = (0..<points.rows).map { answers.mixture.logDensity(of: Array(points.row($0))) }
        #expect(relativeDeviation(try answers.logDensities(of: points), plain) < 1e-12)
    }

    @Test(arguments: cases) func criteria(test: Case) throws {
        let mixture = try Fixture.reference(test.type, iterations: test.iterations)
        let criteria = try InformationCriteria(mixture, of: Fixture.matrix("X"))
        let expected = try Fixture.summary(test.type).after(test.iterations)
        #expect(criteria.parameterCount == expected.n_parameters)
        #expect(abs(criteria.aic / (expected.aic ?? 0) - 1) < 1e-10)
        #expect(abs(criteria.bic / (expected.bic ?? 0) - 1) < 1e-10)
        #expect(abs(criteria.logLikelihood / 2000 / expected.mean_loglik - 1) < 1e-10)
    }

    @Test(arguments: CovarianceType.allCases) func convergence(type: CovarianceType) throws {
        var options = Self.options(type)
        options.convergence = .gain(1e-3)
        let data = try Fixture.matrix("X")
        let state = try MixtureFit(options).run(
            data, from: FitState(mixture: Fixture.start(type)))
        let expected = try Fixture.summary(type).fit
        #expect(state.hasConverged)
        #expect(state.history.count == expected.n_iter)
        #expect(abs(state.lowerBound - expected.lower_bound) < 1e-9)
        #expect(
            abs(try MixtureAnswers(state.mixture).meanLogDensity(of: data) - expected.mean_loglik)
                < 1e-9)
    }

    /// Float frames under other types than diagonal are computed in Double: the same figures.
    @Test(arguments: CovarianceType.allCases) func floatFrames(type: CovarianceType) throws {
        var options = Self.options(type)
        options.maximumIterations = 5
        let state = try MixtureFit(options).run(
            Fixture.frames("X"), from: FitState(mixture: Fixture.start(type)))
        let expected = try Fixture.reference(type, iterations: 5)
        // Diagonal ones go the fast way in Float, whose error iterations raise up to 10⁻⁴.
        let tolerance = type == .diagonal ? 1e-4 : 1e-9
        #expect(deviation(state.mixture.means.elements, expected.means.elements) < tolerance)
        #expect(
            deviation(state.mixture.covariances.elements, expected.covariances.elements)
                < tolerance)
    }
}
