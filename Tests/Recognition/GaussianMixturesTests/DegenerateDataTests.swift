import GaussianMixtures
import NumericCore
import Testing

/// Data that have no variance where one is needed. Whatever is fitted is finite: the parameters
/// are a mixture, no likelihood is NaN or infinite.
@Suite struct DegenerateDataTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let type: CovarianceType
        let start: FitOptions.Start
        var testDescription: String { "\(type.rawValue), \(start.rawValue)" }

        func fit(_ data: Matrix<Double>, components: Int) throws -> FitState {
            var options = FitOptions(componentCount: components, covarianceType: type)
            options.start = start
            options.maximumIterations = 12
            let state = try MixtureFit(options).run(data)
            #expect(state.history.allSatisfy { $0.meanLogLikelihood.isFinite })
            #expect(state.mixture.covariances.elements.allSatisfy { $0.isFinite })
            #expect(try MixtureAnswers(state.mixture).meanLogDensity(of: data).isFinite)
            return state
        }
    }
    static let cases = CovarianceType.allCases.flatMap { type in
        FitOptions.Start.allCases.map { Case(type: type, start: $0) }
    }

    /// A single point has no scale of its own; 10⁻⁶, the floor's share of 1, is its variance, but
    /// for rounding.
    @Test(arguments: cases) func onePoint(test: Case) throws {
        let state = try test.fit(Matrix(rows: 1, columns: 2, elements: [3, -4]), components: 1)
        #expect(state.mixture.means.elements == [3, -4])
        #expect(relativeDeviation(state.mixture.variances.elements, [1e-6, 1e-6]) < 1e-14)
        #expect(state.history.contains { $0.flooredCount > 0 })
    }

    @Test(arguments: cases) func identicalPoints(test: Case) throws {
        let data = Matrix(
            rows: 20, columns: 2, elements: (0..<20).flatMap { _ in [1e6, -1e-3] })
        let state = try test.fit(data, components: 3)
        // Sums of twenty equal numbers and of three weighted means, each rounded to 10⁻¹⁶.
        #expect(relativeDeviation(state.mixture.mean, [1e6, -1e-3]) < 1e-14)
    }

    /// Two distinct points, ten rows each, three components.
    @Test(arguments: cases) func fewerPointsThanComponents(test: Case) throws {
        var data = Matrix<Double>(rows: 20, columns: 2, repeating: 1)
        for n in 0..<10 {
            data[n, 0] = 5
            data[n, 1] = 2
        }
        _ = try test.fit(data, components: 3)
    }

    @Test(arguments: cases) func fewerRowsThanComponentsAreRefused(test: Case) throws {
        #expect(throws: MixtureError.tooFewFrames(got: 2, components: 3)) {
            try test.fit(Matrix(rows: 2, columns: 1, elements: [0, 1]), components: 3)
        }
    }

    /// The other column decides, as if the constant one were not there.
    @Test(arguments: cases) func aConstantColumn(test: Case) throws {
        var generator = SeededGenerator(seed: 8)
        var data = Matrix<Double>(rows: 200, columns: 2, repeating: 7)
        for n in 0..<200 { data[n, 0] = (n % 2 == 0 ? -5 : 5) + generator.normal() }
        let state = try test.fit(data, components: 2)
        // Sums of 200 sevens, each rounded to 10⁻¹⁶ of itself.
        for k in 0..<2 { #expect(abs(state.mixture.means[k, 1] - 7) < 1e-12) }
    }

    /// Points on a line: in two columns there is no matrix to invert.
    @Test(arguments: cases) func pointsOnALine(test: Case) throws {
        let data = Matrix(
            rows: 60, columns: 2, elements: (0..<60).flatMap { [Double($0), 2 * Double($0)] })
        let state = try test.fit(data, components: 2)
        if test.type == .full || test.type == .tied {
            #expect(state.history.contains { $0.flooredCount > 0 })
        }
    }

    /// Powers of two scale without rounding: the same fit, digit for digit but for the logarithm,
    /// whose rounding up to twelve iterations multiply.
    @Test(arguments: cases) func tinyAndHugeScales(test: Case) throws {
        let data = try Fixture.matrix("X").rows(in: 0..<100)
        let plain = try test.fit(data, components: 3)
        for exponent in [-40, 40] {
            let scale = exponent < 0 ? 0x1p-40 : 0x1p40
            var scaled = data
            for i in scaled.elements.indices { scaled.elements[i] *= scale }
            let state = try test.fit(scaled, components: 3)
            #expect(
                relativeDeviation(
                    state.mixture.means.elements.map { $0 / scale }, plain.mixture.means.elements)
                    < 1e-9)
            #expect(
                deviation(
                    state.mixture.covariances.elements.map { $0 / scale / scale },
                    plain.mixture.covariances.elements) < 1e-9)
        }
    }

    /// σ = 10⁻³ at μ = 10⁶: the data minus the offset, an exact subtraction, give the same fit.
    @Test(arguments: cases) func aHugeOffset(test: Case) throws {
        var far = try Fixture.matrix("X").rows(in: 0..<100)
        for i in far.elements.indices { far.elements[i] = 1e6 + 1e-3 * far.elements[i] }
        var near = far
        for i in near.elements.indices { near.elements[i] -= 1e6 }
        let (a, b) = (try test.fit(near, components: 3), try test.fit(far, components: 3))
        // Means near 10⁶ are multiples of 10⁻¹⁰, a ten-millionth of σ; twelve iterations make up
        // to a hundred times as much of it, which variances and likelihood feel, too.
        for (x, y) in zip(a.mixture.means.elements, b.mixture.means.elements) {
            #expect(abs(y - 1e6 - x) < 1e-8)
        }
        for (x, y) in zip(a.mixture.variances.elements, b.mixture.variances.elements) {
            #expect(abs(y / x - 1) < 1e-4)
        }
        #expect(abs(a.lowerBound - b.lowerBound) < 1e-5)
    }

    /// With EM's maximum under the floors, likelihood never falls although components collapse.
    @Test(arguments: CovarianceType.allCases)
    func theLikelihoodNeverFallsAtTheFloor(type: CovarianceType) throws {
        var generator = SeededGenerator(seed: 9)
        var elements = (0..<100).map { _ in generator.normal() }
        elements += (0..<20).flatMap { _ in [2.0, 2.0] }
        var options = FitOptions(componentCount: 4, covarianceType: type)
        options.minimumOccupancy = 1e-6
        options.convergence = .gain(0)
        options.varianceFloor = 1e-3
        options.maximumIterations = 60
        let state = try MixtureFit(options).run(
            Matrix(rows: 70, columns: 2, elements: elements))
        let bounds = state.history.map(\.meanLogLikelihood)
        // Double rounds a mean of some nats by 10⁻¹⁵ or so.
        for (before, after) in zip(bounds, bounds.dropFirst()) { #expect(after >= before - 1e-12) }
        if type != .tied { #expect(state.history.contains { $0.flooredCount > 0 }) }
    }

    /// One row at 10⁶ gives the column a variance of 5·10⁹; the others' own is 10⁻⁶, and the
    /// lowest floor leaves it. 10⁻¹² relative: rounding alone, as they are centred on their mean.
    @Test(arguments: CovarianceType.allCases.filter { $0 == .full || $0 == .diagonal })
    func aFarRowDoesNotWidenTheOthers(type: CovarianceType) throws {
        let near = (0..<200).map { $0 % 2 == 0 ? 1e-3 : -1e-3 }
        var options = FitOptions(componentCount: 2, covarianceType: type)
        options.varianceFloor = 1e-24
        let mixture = try MixtureFit(options).run(
            Matrix(rows: 201, columns: 1, elements: near + [1e6])
        ).mixture
        let heavier = mixture.weights[0] > mixture.weights[1] ? 0 : 1
        #expect(abs(mixture.variances[heavier, 0] / 1e-6 - 1) < 1e-12)
    }

    @Test func squaresThatOverflowAreNamed() throws {
        #expect(throws: MixtureError.valuesTooLarge(column: 0)) {
            try MixtureFit(FitOptions(componentCount: 1)).run(
                Matrix(rows: 2, columns: 1, elements: [-1e200, 1e200]))
        }
        let error = MixtureError.valuesTooLarge(column: 0)
        #expect(
            "\(error)" == "the squares of column 1 are not finite; divide it by a large number")
    }
}
