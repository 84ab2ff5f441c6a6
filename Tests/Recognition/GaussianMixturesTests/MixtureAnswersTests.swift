import Foundation
import GaussianMixtures
import NumericCore
import Testing

@Suite struct MixtureAnswersTests {
    /// Σ = diag(4, 1): semi-axes 2r and r with r² = −2 log 0.05 = 5.991464547.
    @Test func ellipseAlongTheAxes() throws {
        let mixture = try GaussianMixture(
            weights: [1], means: Matrix(rows: 1, columns: 3, elements: [1, 9, 2]),
            variances: Matrix(rows: 1, columns: 3, elements: [4, 50, 1]))
        let ellipse = try mixture.confidenceEllipse(component: 0, columns: (0, 2), share: 0.95)
        // The figures have ten digits.
        #expect(abs(ellipse.major - 4.895493662) < 1e-8)
        #expect(abs(ellipse.minor - 2.447746831) < 1e-8)
        #expect(ellipse.x == 1 && ellipse.y == 2 && ellipse.angle == 0)
        let turned = try mixture.confidenceEllipse(component: 0, columns: (2, 0), share: 0.95)
        // A few roundings.
        #expect(abs(turned.angle - Double.pi / 2) < 1e-12)
    }

    /// ((2, −1), (−1, 2)) has eigenvalue 3 along (1, −1) and 1 along (1, 1).
    @Test func ellipseAcrossTheAxes() throws {
        let mixture = try GaussianMixture(
            weights: [1], means: Matrix(rows: 1, columns: 2, repeating: 0),
            covariances: .tied(Matrix(rows: 2, columns: 2, elements: [2, -1, -1, 2])))
        let ellipse = try mixture.confidenceEllipse(component: 0, columns: (0, 1), share: 0.5)
        // Eigenvalues and their vectors are right to some roundings.
        #expect(abs(ellipse.angle + Double.pi / 4) < 1e-12)
        #expect(abs(ellipse.major / ellipse.minor - 3.0.squareRoot()) < 1e-12)
        #expect(throws: MixtureError.self) {
            try mixture.confidenceEllipse(component: 0, columns: (0, 0), share: 0.5)
        }
        #expect(throws: MixtureError.self) {
            try mixture.confidenceEllipse(component: 1, columns: (0, 1), share: 0.5)
        }
        #expect(throws: MixtureError.self) {
            try mixture.confidenceEllipse(component: 0, columns: (0, 1), share: 1)
        }
    }

    /// A row's log-density is the same bits whatever rows are asked for beside it, on any number of
    /// threads; so are rows with missing cells.
    @Test(arguments: CovarianceType.allCases)
    func anAnswerDependsOnItsRowAlone(type: CovarianceType) throws {
        let mixture = try Fixture.reference(type, iterations: 5)
        var rows = try Fixture.matrix("points50")
        for n in stride(from: 0, to: rows.rows, by: 7) { rows[n, n % rows.columns] = .nan }
        let together = try Threads.with(2) { try MixtureAnswers(mixture).logDensities(of: rows) }
        for n in 0..<rows.rows {
            #expect(
                try MixtureAnswers(mixture).logDensities(of: rows.rows(in: n..<n + 1))
                    == [together[n]])
        }
        let part = try MixtureAnswers(mixture).logDensities(of: rows.rows(in: 3..<20))
        #expect(part == Array(together[3..<20]))
    }

    @Test(arguments: [0, 1, 5, 29, 57, 99]) func soManyScoresLieAboveTheThreshold(percent: Int)
        throws
    {
        let scores = (1...100).map { Double(($0 * 37) % 101) }
        let threshold = try OutlierThreshold(
            scores: scores, falseAlarmRate: Double(percent) / 100)
        #expect(scores.filter(threshold.isOutlier).count == percent)
    }

    /// The wanted rate holds for other data of the same kind.
    @Test func outliersAreFound() throws {
        let mixture = try Fixture.reference(.full, iterations: 20)
        var generator = SeededGenerator(seed: 12)
        let answers = MixtureAnswers(mixture)
        let threshold = try OutlierThreshold(
            scores: answers.outlierScores(of: mixture.sample(5000, using: &generator).rows),
            falseAlarmRate: 0.02)
        let others = try answers.outlierScores(of: mixture.sample(5000, using: &generator).rows)
        let rate = Double(others.filter(threshold.isOutlier).count) / 5000
        // Four standard errors of a share of 0.02 in 5,000 draws, twice.
        #expect(abs(rate - 0.02) < 0.012)
        let points = try answers.outlierScores(of: Fixture.matrix("points50"))
        #expect(points.suffix(5).allSatisfy { threshold.isOutlier($0) })
        #expect(throws: MixtureError.self) {
            try OutlierThreshold(scores: [], falseAlarmRate: 0.1)
        }
        #expect(throws: MixtureError.self) {
            try OutlierThreshold(scores: [1], falseAlarmRate: 1)
        }
    }

    @Test func theSameSeedDrawsTheSame() throws {
        let mixture = try Fixture.reference(.tied, iterations: 20)
        var (a, b) = (SeededGenerator(seed: 1), SeededGenerator(seed: 1))
        #expect(mixture.sample(50, using: &a) == mixture.sample(50, using: &b))
    }

    @Test(arguments: CovarianceType.allCases) func labelsAndThreads(type: CovarianceType) throws {
        let mixture = try Fixture.reference(type, iterations: 5)
        let data = try Fixture.matrix("X")
        let responsibilities = try MixtureAnswers(mixture).responsibilities(of: data)
        let labels = try MixtureAnswers(mixture).labels(of: data)
        for n in 0..<data.rows {
            let row = Array(responsibilities.row(n))
            #expect(row[labels[n]] == row.max())
            // Eight shares in Double.
            #expect(abs(row.reduce(0, +) - 1) < 1e-12)
        }
        #expect(
            try Threads.with(3) { try MixtureAnswers(mixture).responsibilities(of: data) }
                == responsibilities)
    }

    @Test func whatCannotBeAnsweredIsRefused() throws {
        let answers = MixtureAnswers(try Fixture.reference(.full, iterations: 5))
        #expect(throws: MixtureError.dimensionMismatch(expected: 5, got: 1)) {
            try answers.labels(of: Matrix<Double>(rows: 1, columns: 1, repeating: 0))
        }
        #expect(throws: MixtureError.nonFiniteData(frame: 1)) {
            try answers.fill(
                Matrix<Double>(
                    rows: 2, columns: 5, elements: [0, 0, 0, 0, 0, 0, .infinity, 0, 0, .nan]))
        }
        #expect(throws: MixtureError.self) { try answers.mixture.marginal(columns: [5]) }
        #expect(throws: MixtureError.self) {
            try answers.mixture.conditional(on: [0, 0, 0, 0, 0])
        }
        #expect(throws: MixtureError.tooFewFrames(got: 0, components: 1)) {
            try answers.meanLogDensity(of: Matrix<Double>(rows: 0, columns: 5, elements: []))
        }
    }
}
