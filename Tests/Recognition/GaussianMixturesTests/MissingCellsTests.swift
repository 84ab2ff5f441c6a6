import GaussianMixtures
import NumericCore
import RealModule
import Testing

@Suite struct MissingCellsTests {
    /// The first 300 rows of the figures with a fifth of the cells missing.
    static func data(rows: Int = 300, share: Double = 0.2) throws -> Matrix<Double> {
        var data = try Fixture.matrix("X").rows(in: 0..<rows)
        var generator = SeededGenerator(seed: 3)
        for i in data.elements.indices where generator.uniform() < share {
            data.elements[i] = .nan
        }
        for d in 0..<data.columns { data[7, d] = .nan }
        return data
    }

    /// One EM iteration as the equations have it: row by row, component by component, with
    /// Gauss–Jordan inverses. 10⁻¹²: rounding of 300 rows, and what inverses make of it.
    @Test(arguments: CovarianceType.allCases)
    func oneIterationAgreesWithThePlainSums(type: CovarianceType) throws {
        let data = try Self.data()
        let mixture = try Fixture.reference(type, iterations: 20)
        let plain = PlainExpectation(mixture, data)
        let statistics = try Expectation(mixture, missingCells: .marginalized)
            .statistics(of: data)
        #expect(statistics.frameCount == 299)
        #expect(relativeDeviation(statistics.zeroth, plain.zeroth) < 1e-12)
        #expect(abs(statistics.logLikelihood / plain.logLikelihood - 1) < 1e-12)
        #expect(deviation(statistics.first.elements, plain.first.elements) < 1e-12)
        let expected: [Double] =
            switch type {
            case .spherical, .diagonal: plain.diagonals
            case .tied: plain.total
            case .full: plain.second.flatMap(\.elements)
            }
        #expect(deviation(statistics.second.elements, expected) < 1e-12)
    }

    @Test(arguments: CovarianceType.allCases)
    func theLikelihoodNeverFalls(type: CovarianceType) throws {
        var options = FitOptions(componentCount: 3, covarianceType: type)
        options.missingCells = .marginalized
        options.maximumIterations = 12
        options.convergence = .gain(0)
        let state = try MixtureFit(options).run(Self.data())
        let bounds = state.history.map(\.meanLogLikelihood)
        // Double rounds a mean of some nats by 10⁻¹⁵ or so.
        for (before, after) in zip(bounds, bounds.dropFirst()) { #expect(after >= before - 1e-12) }
    }

    /// The answers of a single Gaussian by hand: N((1, 2), ((4, 2), (2, 3))) with x₁ = 3 known:
    /// E[x₂] = 2 + 2/4 · 2 = 3, variance 3 − 2·2/4 = 2, log p(x₁) = −½ (log 8π + 1).
    @Test func conditionalOfAHandWorkedGaussian() throws {
        let mixture = try GaussianMixture(
            weights: [1], means: Matrix(rows: 1, columns: 2, elements: [1, 2]),
            covariances: .full([Matrix(rows: 2, columns: 2, elements: [4, 2, 2, 3])]))
        let conditional = try mixture.conditional(on: [3, .nan])
        // A handful of roundings each.
        #expect(abs(conditional.means[0, 0] - 3) < 1e-14)
        #expect(abs(conditional.variances[0, 0] - 2) < 1e-14)
        let row = Matrix<Double>(rows: 1, columns: 2, elements: [3, .nan])
        let answers = MixtureAnswers(mixture)
        #expect(try abs(answers.fill(row)[0, 1] - 3) < 1e-14)
        let expected = -(Double.log(8 * Double.pi) + 1) / 2
        #expect(try abs(answers.logDensities(of: row)[0] - expected) < 1e-14)
    }

    /// p(x) = p(x_o) p(x_m | x_o), and filling gives the conditional's mean.
    @Test(arguments: CovarianceType.allCases)
    func conditionalsMakeUpTheWhole(type: CovarianceType) throws {
        let mixture = try Fixture.reference(type, iterations: 20)
        let points = try Fixture.matrix("points50")
        for n in 0..<40 {
            let point = Array(points.row(n))
            var known = point
            known[1] = .nan
            known[4] = .nan
            let conditional = try mixture.conditional(on: known)
            #expect(conditional.covarianceType == type)
            let marginal = try mixture.marginal(columns: [0, 2, 3])
            let parts =
                marginal.logDensity(of: [point[0], point[2], point[3]])
                + conditional.logDensity(of: [point[1], point[4]])
            // Double rounds some tens of nats by 10⁻¹⁴, some times.
            #expect(abs(parts - mixture.logDensity(of: point)) < 1e-11)
            let filled = try MixtureAnswers(mixture).fill(
                Matrix(rows: 1, columns: 5, elements: known))
            #expect(deviation([filled[0, 1], filled[0, 4]], conditional.mean) < 1e-12)
        }
    }

    /// With nothing known the answer is the mixture's own.
    @Test func anEmptyRowSaysNothing() throws {
        let mixture = try Fixture.reference(.full, iterations: 20)
        let row = Matrix<Double>(rows: 1, columns: 5, repeating: .nan)
        let answers = MixtureAnswers(mixture)
        // Logarithms of the weights and back.
        #expect(try deviation(answers.responsibilities(of: row).elements, mixture.weights) < 1e-14)
        #expect(try abs(answers.logDensities(of: row)[0]) < 1e-14)
        #expect(try answers.fill(row).elements == mixture.mean)
    }

    /// A fit to incomplete data finds the mixture that complete data were drawn from.
    @Test func recoversParametersDespiteMissingCells() throws {
        let truth = try GaussianMixture(
            weights: [0.6, 0.4], means: Matrix(rows: 2, columns: 2, elements: [0, 0, 5, 5]),
            covariances: .full([
                Matrix(rows: 2, columns: 2, elements: [1, 0.8, 0.8, 1]),
                Matrix(rows: 2, columns: 2, elements: [1, -0.5, -0.5, 0.5]),
            ]))
        var generator = SeededGenerator(seed: 2)
        var data = truth.sample(2000, using: &generator).rows
        for n in 0..<2000 where generator.uniform() < 0.3 {
            data[n, generator.index(below: 2)] = .nan
        }
        var options = FitOptions(componentCount: 2)
        options.missingCells = .marginalized
        let fitted = try MixtureFit(options).run(data).mixture
        let order = fitted.weights[0] > fitted.weights[1] ? [0, 1] : [1, 0]
        for (k, j) in order.enumerated() {
            // Four standard errors of 800 draws, a third of their cells missing.
            #expect(deviation(fitted.means.row(j), truth.means.row(k)) < 0.19)
            #expect(
                deviation(
                    fitted.covariance(of: j).elements, truth.covariance(of: k).elements) < 0.27)
        }
    }

    @Test func unlessAskedForAMissingCellIsAFault() throws {
        let data = try Self.data()
        var known = data.rows(in: 0..<20)
        for i in known.elements.indices where known.elements[i].isNaN { known.elements[i] = 0 }
        known[13, 2] = .nan
        #expect(throws: MixtureError.nonFiniteData(frame: 13)) {
            try MixtureFit(FitOptions(componentCount: 2)).run(known)
        }
        var options = FitOptions(componentCount: 2)
        options.missingCells = .marginalized
        var empty = data
        for n in 0..<empty.rows { empty[n, 2] = .nan }
        #expect(throws: MixtureError.emptyColumn(2)) { try MixtureFit(options).run(empty) }
        var infinite = data
        infinite[40, 1] = .infinity
        #expect(throws: MixtureError.nonFiniteData(frame: 40)) {
            try MixtureFit(options).run(infinite)
        }
    }
}

/// The E-step with missing cells, from its definition.
private struct PlainExpectation {
    var zeroth: [Double]
    var first: Matrix<Double>
    var second: [Matrix<Double>]
    var logLikelihood = 0.0

    var diagonals: [Double] {
        second.flatMap { matrix in (0..<matrix.rows).map { matrix[$0, $0] } }
    }
    var total: [Double] {
        second[0].elements.indices.map { i in second.reduce(0) { $0 + $1.elements[i] } }
    }

    init(_ mixture: GaussianMixture, _ data: Matrix<Double>) {
        let (count, width) = (mixture.componentCount, mixture.dimension)
        zeroth = [Double](repeating: 0, count: count)
        first = Matrix(rows: count, columns: width, repeating: 0)
        second = Array(
            repeating: Matrix(rows: width, columns: width, repeating: 0), count: count)
        for n in 0..<data.rows {
            let row = Array(data.row(n))
            let o = row.indices.filter { !row[$0].isNaN }
            if o.isEmpty { continue }
            var densities: [Double] = []
            var deviations: [[Double]] = []
            var spreads: [Matrix<Double>] = []
            for k in 0..<count {
                let sigma = mixture.covariance(of: k)
                let (inverse, logDeterminant) = invert(o.map { i in o.map { sigma[i, $0] } })
                let y = o.map { row[$0] - mixture.means[k, $0] }
                let z = inverse.map { line in zip(line, y).reduce(0) { $0 + $1.0 * $1.1 } }
                let square = zip(y, z).reduce(0) { $0 + $1.0 * $1.1 }
                densities.append(
                    .log(mixture.weights[k])
                        - (Double(o.count) * .log(2 * Double.pi) + logDeterminant + square) / 2)
                var deviation = [Double](repeating: 0, count: width)
                var spread = Matrix<Double>(rows: width, columns: width, repeating: 0)
                for i in 0..<width {
                    if let place = o.firstIndex(of: i) {
                        deviation[i] = y[place]
                        continue
                    }
                    for (place, a) in o.enumerated() { deviation[i] += sigma[i, a] * z[place] }
                    for j in 0..<width where !o.contains(j) {
                        spread[i, j] = sigma[i, j]
                        for (p, a) in o.enumerated() {
                            for (q, b) in o.enumerated() {
                                spread[i, j] -= sigma[i, a] * inverse[p][q] * sigma[b, j]
                            }
                        }
                    }
                }
                deviations.append(deviation)
                spreads.append(spread)
            }
            let total = logSumExp(densities)
            logLikelihood += total
            for k in 0..<count {
                let share = Double.exp(densities[k] - total)
                zeroth[k] += share
                for i in 0..<width {
                    first[k, i] += share * deviations[k][i]
                    for j in 0..<width {
                        second[k][i, j] +=
                            share * (deviations[k][i] * deviations[k][j] + spreads[k][i, j])
                    }
                }
            }
        }
    }

    /// Inverse and log-determinant by Gauss and Jordan.
    private func invert(_ matrix: [[Double]]) -> ([[Double]], Double) {
        var a = matrix
        var b = a.indices.map { i in a.indices.map { $0 == i ? 1.0 : 0 } }
        var logDeterminant = 0.0
        for i in a.indices {
            let pivot = a[i][i]
            logDeterminant += .log(pivot)
            for j in a.indices {
                a[i][j] /= pivot
                b[i][j] /= pivot
            }
            for m in a.indices where m != i {
                let factor = a[m][i]
                for j in a.indices {
                    a[m][j] -= factor * a[i][j]
                    b[m][j] -= factor * b[i][j]
                }
            }
        }
        return (b, logDeterminant)
    }
}
