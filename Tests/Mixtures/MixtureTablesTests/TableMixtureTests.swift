import MixtureTables
import GaussianMixtures
import NumericCore
import RealModule
import Testing

@Suite struct TableMixtureTests {
    static let plans: [TransformPlan] = [
        TransformPlan(), TransformPlan(standardizes: true), TransformPlan(components: .count(3)),
        TransformPlan(standardizes: true, components: .count(3)),
    ]

    static func oneGaussian(
        _ plan: TransformPlan, text: String = Correlated.text
    ) throws -> TableMixture {
        let data = try TableFile.stored(text)
        return try TableMixtureFit(FitOptions(componentCount: 1), plan: plan).run(data).model
    }

    /// One Gaussian fitted to rows is the same whatever was done to the rows before.
    @Test(arguments: plans) func everyAnswerIsInTheDatasUnits(_ plan: TransformPlan) throws {
        let model = try Self.oneGaussian(plan)
        #expect(model.isInDataUnits)
        #expect(model.columnNames == ["x", "y", "z"])
        let (mean, covariance) = try model.parameters(of: 0, columns: [0, 1, 2])
        for i in 0..<3 {
            // Rounding, relative to each column's spread; the floor of 10⁻⁶ does not reach it.
            let spread = Correlated.covariance[i][i].squareRoot()
            #expect(abs(mean[i] - Correlated.means[i]) < 1e-12 * spread)
            for j in 0..<3 {
                let scale = spread * Correlated.covariance[j][j].squareRoot()
                #expect(abs(covariance[i, j] - Correlated.covariance[i][j]) < 1e-11 * scale)
            }
        }
        let rows = Correlated.rows
        let values = Matrix(rows: rows.count, columns: 3, elements: rows.flatMap { $0 })
        let densities = try model.logDensities(of: values)
        let expected = rows.map(Correlated.logDensity)
        // Densities of a few nats, of parameters that agree so well; then their sum over 60 rows.
        for (density, expected) in zip(densities, expected) {
            #expect(abs(density - expected) < 1e-11)
        }
        let sum = expected.reduce(0, +)
        let figures = try #require(model.summary).figures
        #expect(abs(figures.logLikelihood - sum) < 1e-9)
        // 3 means and 6 covariances.
        #expect(figures.parameterCount == 9)
        #expect(abs(figures.aic - (18 - 2 * sum)) < 1e-9)
        #expect(abs(figures.bic - (9 * .log(60) - 2 * sum)) < 1e-9)
    }

    @Test func aMissingCellTakesNoPartInTheVolume() throws {
        let model = try Self.oneGaussian(TransformPlan(standardizes: true))
        let row = Matrix(rows: 1, columns: 3, elements: [110, Double.nan, Double.nan])
        let variance = Correlated.covariance[0][0]
        let deviation = 110 - Correlated.means[0]
        let square: Double = deviation * deviation / variance
        let expected: Double = -0.5 * (.log(2 * Double.pi * variance) + square)
        // Some roundings of a few nats.
        #expect(abs(try model.logDensities(of: row)[0] - expected) < 1e-11)
        let nothing = Matrix(rows: 1, columns: 3, repeating: Double.nan)
        #expect(try model.logDensities(of: nothing) == [0])
    }

    @Test func fillingIsTheRegressionOnTheOtherCells() throws {
        for plan in Self.plans[..<2] {
            let model = try Self.oneGaussian(plan)
            let (s, m) = (Correlated.covariance, Correlated.means)
            // E[z | x] with y unknown too: μ_z + σ_zx / σ²_x (x − μ_x).
            let filled = try model.fill(
                Matrix(rows: 1, columns: 3, elements: [0.1, Double.nan, Double.nan]))
            #expect(filled[0, 0] == 0.1)
            for d in 1..<3 {
                let slope: Double = s[d][0] / s[0][0]
                let expected: Double = m[d] + slope * (0.1 - m[0])
                // Parameters to 10⁻¹², times five deviations.
                #expect(abs(filled[0, d] - expected) < 1e-11)
            }
        }
        let projected = try Self.oneGaussian(TransformPlan(components: .count(3)))
        #expect(throws: WorkbenchError.cannotFillProjection) {
            try projected.fill(Matrix(rows: 1, columns: 3, elements: [1, Double.nan, 2]))
        }
    }

    @Test func directionsLeftOutAreSaidToBe() throws {
        let model = try Self.oneGaussian(
            TransformPlan(standardizes: true, components: .count(2)))
        #expect(!model.isInDataUnits)
        #expect(model.columnCount == 3)
        #expect(model.mixture.dimension == 2)
        let s = try model.parameters(of: 0, columns: [0, 1, 2]).covariance
        func minor(_ c: Int, _ d: Int) -> Double {
            let first: Double = s[1, c] * s[2, d]
            return first - s[1, d] * s[2, c]
        }
        var determinant: Double = s[0, 0] * minor(1, 2)
        determinant -= s[0, 1] * minor(0, 2)
        determinant += s[0, 2] * minor(0, 1)
        // Of rank 2; rounding relative to the product of the variances.
        #expect(abs(determinant) < 1e-12 * s[0, 0] * s[1, 1] * s[2, 2])
        var generator = SeededGenerator(seed: 1)
        let sample = try model.sample(3, using: &generator)
        #expect(sample.rows.columns == 3)
        #expect(try model.labels(of: sample.rows) == [0, 0, 0])
        // Scored as the projection: a row and the same row moved along what was left out alike,
        // but for the rounding of the way there and back.
        let again = try model.transform.inverse(model.transform.forward(sample.rows))
        let pairs = zip(
            try model.logDensities(of: sample.rows), try model.logDensities(of: again))
        #expect(pairs.allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test func samplesHaveTheModelsMoments() throws {
        let model = try Self.oneGaussian(TransformPlan(standardizes: true))
        var generator = SeededGenerator(seed: 3)
        let sample = try model.sample(4000, using: &generator)
        for d in 0..<3 {
            let values = (0..<4000).map { sample.rows[$0, d] }
            let spread = Correlated.covariance[d][d].squareRoot()
            // Five standard errors of the mean.
            #expect(
                abs(values.reduce(0, +) / 4000 - Correlated.means[d])
                    < 5 * spread / 4000.0.squareRoot())
        }
    }

    @Test func aFitGoesOnFromAModel() throws {
        let data = try TableFile.stored(Correlated.text)
        var options = FitOptions(componentCount: 2)
        options.maximumIterations = 3
        let fit = TableMixtureFit(options, plan: TransformPlan(standardizes: true))
        let (first, bounds) = try fit.run(data)
        #expect(first.summary?.converged == false)
        #expect(bounds.count == 3)
        let (second, further) = try TableMixtureFit(options, from: first).run(data)
        #expect(second.transform == first.transform)
        #expect(further[0] >= bounds[2])
        let other = try TableFile.stored("x,z,y\n1,2,3\n")
        #expect(
            throws: WorkbenchError.otherColumns(
                file: other.name, expected: ["x", "y", "z"], got: ["x", "z", "y"])
        ) {
            try TableMixtureFit(options, from: first).run(other)
        }
    }

    @Test func aSearchChoosesTheClustersThatAreThere() throws {
        var generator = SeededGenerator(seed: 5)
        let rows = (0..<90).map { "\(Double($0 % 3) * 50 + generator.normal())" }
        let data = try TableFile.stored("v\n" + rows.joined(separator: "\n"))
        let outcome = try TableMixtureSearch(
            MixtureSearch(
                componentCounts: 1...4, covarianceTypes: [.spherical, .full], foldCount: 3),
            plan: TransformPlan(standardizes: true)
        ).run(data)
        #expect(outcome.candidates.count == 8)
        #expect(outcome.recommended?.componentCount == 3)
        // Held-out rows of so plain data are about as likely as those fitted to: the same units.
        let best = try #require(outcome.recommended)
        let (heldOut, fitted) = (best.heldOut?.mean, best.figures?.meanLogLikelihood)
        #expect(abs(try #require(heldOut) - #require(fitted)) < 0.3)
    }

    @Test func clustersAreNumberedAsTheComponents() throws {
        var generator = SeededGenerator(seed: 6)
        let rows = (0..<60).map { n in
            "\(Double(n % 3) * 40 + generator.normal()),\(generator.normal()),k\(n % 3)"
        }
        let file = try TableFile("a,b,kind\n" + rows.joined(separator: "\n"))
        defer { withExtendedLifetime(file) {} }
        var source = file.source
        source.labels = .name("kind")
        let comparison = try ClusterComparison(
            try StoredData(source), TableMixtureFit(FitOptions(componentCount: 3)))
        #expect(comparison.clusterLabels == comparison.componentLabels)
        #expect(comparison.disagreements == [])
        #expect(comparison.agreement == 1)
        #expect(comparison.truth?.clusters == 1 && comparison.truth?.components == 1)
        #expect(comparison.clusterSizes == [20, 20, 20])
    }
}
