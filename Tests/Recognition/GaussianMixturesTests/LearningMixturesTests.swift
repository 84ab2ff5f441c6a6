import Foundation
import GaussianMixtures
import NumericCore
import TestSupport
import Testing

/// The code of the documentation's articles, line for line, and what they say comes of it.
/// `scripts/check-documentation` compares the two. The articles show rounded figures, which
/// tolerances of half their last digit allow for.
@Suite struct LearningMixturesTests {
    /// The numbers of a table of the documentation; an empty cell is a NaN.
    static func table(_ name: String, columns: Int) throws -> Matrix<Double> {
        let file =
            Repository.path
            + "/Sources/Recognition/GaussianMixtures/GaussianMixtures.docc/Resources/"
            + name
        let lines = try String(contentsOfFile: file, encoding: .utf8)
            .split(separator: "\n").dropFirst()
        let cells = lines.flatMap { line in
            line.split(separator: ",", omittingEmptySubsequences: false).prefix(columns)
                .map { $0.isEmpty ? .nan : Double($0) ?? .infinity }
        }
        return Matrix(rows: lines.count, columns: columns, elements: cells)
    }

    static func shells() throws -> Matrix<Double> { try table("shells.csv", columns: 2) }

    /// The shells without the two slips.
    static func tidy() throws -> Matrix<Double> {
        let shells = try shells()
        let kept = (0..<shells.rows).map { Array(shells.row($0)) }
            .filter { $0 != [13.1, 20.8] && $0 != [25.4, 5.9] }
        return Matrix(rows: kept.count, columns: 2, elements: kept.flatMap { $0 })
    }

    static func fit(_ rows: Matrix<Double>, _ componentCount: Int) throws -> FitState {
        var options = FitOptions(componentCount: componentCount)
        options.startCount = 10
        options.missingCells = .marginalized
        return try MixtureFit(options).run(rows)
    }

    static func isClose(_ values: some Sequence<Double>, _ expected: [Double], _ tolerance: Double)
        -> Bool
    {
        let values = Array(values)
        return values.count == expected.count
            && zip(values, expected).allSatisfy { abs($0 - $1) <= tolerance }
    }

    @Test func oneGaussian() throws {
        let shells = try Self.shells()

        var options = FitOptions(componentCount: 1)
        options.missingCells = .marginalized
        let one = try MixtureFit(options).run(shells).mixture
        let mean = one.means.row(0)  // 20.16, 13.59
        let covariance = one.covariance(of: 0)  // 9.44, 3.26; 3.26, 4.17
        let ellipse = try one.confidenceEllipse(component: 0, columns: (0, 1), share: 0.95)

        #expect(Self.isClose(mean, [20.16, 13.59], 0.005))
        #expect(Self.isClose(covariance.elements, [9.44, 3.26, 3.26, 4.17], 0.005))
        #expect(Self.isClose([ellipse.major, ellipse.minor], [8.12, 3.96], 0.005))
    }

    @Test func theMixture() throws {
        let shells = try Self.shells()

        var options = FitOptions(componentCount: 3, covarianceType: .full)
        options.startCount = 10
        options.missingCells = .marginalized
        let fit = try MixtureFit(options).run(shells)
        let mixture = fit.mixture
        let weights = mixture.weights  // 0.369, 0.266, 0.366
        let history = fit.history.map(\.meanLogLikelihood)  // -4.6581, -4.4478, -4.4221 …

        #expect(Self.isClose(weights, [0.369, 0.266, 0.366], 0.0005))
        #expect(Self.isClose(history.prefix(3), [-4.6581, -4.4478, -4.4221], 0.00005))
        #expect(abs(fit.lowerBound + 4.2000) <= 0.00005)
        // Rounding may undo a step far smaller than those of the fit.
        #expect(zip(history, history.dropFirst()).allSatisfy { $1 >= $0 - 1e-12 })
    }

    @Test func softAssignment() throws {
        let mixture = try Self.fit(Self.shells(), 3).mixture

        let doubtful = Matrix(rows: 2, columns: 2, elements: [18.5, 12.5, 21, 13])
        let answers = MixtureAnswers(mixture)
        let responsibilities = try answers.responsibilities(of: doubtful)
        // 0.449, 0.000, 0.551
        // 0.011, 0.000, 0.989
        let labels = try answers.labels(of: doubtful)  // 2, 2

        #expect(
            Self.isClose(
                responsibilities.elements, [0.449, 0, 0.551, 0.011, 0, 0.989], 0.0005))
        #expect(labels == [2, 2])
    }

    /// The figures of the article's table are worked by hand from its formulas.
    @Test func oneStepOfEM() throws {
        let x = Matrix(rows: 6, columns: 1, elements: [1.0, 2, 3, 6, 8, 10])
        let before = try GaussianMixture(
            weights: [0.5, 0.5],
            means: Matrix(rows: 2, columns: 1, elements: [2, 5]),
            variances: Matrix(rows: 2, columns: 1, elements: [4, 4]))
        let sums = try Expectation(before).statistics(of: x)
        // sums.zeroth is N: 2.388, 3.612; sums.first F: 0.517, 6.648; sums.second S: 5.263, 40.342
        let step = Maximization(varianceFloor: [1e-6], weightFloor: 0, minimumOccupancy: 0.1)
        let after = try step.update(before, with: sums).mixture
        // after.weights: 0.398, 0.602; after.means: 2.216, 6.841; after.variances: 2.157, 7.782

        #expect(Self.isClose(sums.zeroth, [2.388, 3.612], 0.0005))
        #expect(Self.isClose(sums.first.elements, [0.517, 6.648], 0.0005))
        #expect(Self.isClose(sums.second.elements, [5.263, 40.342], 0.0005))
        #expect(Self.isClose(after.weights, [0.398, 0.602], 0.0005))
        #expect(Self.isClose(after.means.elements, [2.216, 6.841], 0.0005))
        #expect(Self.isClose(after.variances.elements, [2.157, 7.782], 0.0005))
        let likelihoods = try [before, after].map {
            try Expectation($0).statistics(of: x).logLikelihood
        }
        #expect(Self.isClose(likelihoods, [-17.326, -14.666], 0.0005))
        let responsibilities = try MixtureAnswers(before).responsibilities(of: x)
        #expect(
            Self.isClose(
                (0..<6).map { responsibilities[$0, 0] },
                [0.867, 0.755, 0.593, 0.133, 0.033, 0.008], 0.0005))
    }

    @Test func choosing() throws {
        let tidy = try Self.tidy()

        var search = MixtureSearch(componentCounts: 1...4)
        search.options.startCount = 3
        search.options.missingCells = .marginalized
        let outcome = try search.run(tidy)
        let best = outcome.recommended  // 3 components, full
        let table = outcome.candidates.map { $0.fit?.criteria.bic }

        #expect(best?.componentCount == 3 && best?.covarianceType == .full)
        #expect(table.compactMap { $0 }.count == 16)
    }

    @Test func askingWithGaps() throws {
        let mixture = try Self.fit(Self.tidy(), 3).mixture

        let shell = [23.0, .nan]
        let width = try mixture.conditional(on: shell)
        let weights = width.weights  // 0.522, 0.478, 0.000
        let means = width.means  // 13.82, 16.12, 12.74
        let row = Matrix(rows: 1, columns: 2, elements: shell)
        let filled = try MixtureAnswers(mixture).fill(row)  // 23, 14.92

        #expect(Self.isClose(weights, [0.522, 0.478, 0], 0.0005))
        #expect(Self.isClose(means.elements, [13.82, 16.12, 12.74], 0.005))
        #expect(Self.isClose(filled.elements, [23, 14.92], 0.005))
    }

    @Test func outliers() throws {
        let shells = try Self.shells()
        let mixture = try Self.fit(Self.tidy(), 3).mixture

        let scores = try MixtureAnswers(mixture).outlierScores(of: shells)
        let threshold = try OutlierThreshold(scores: scores, falseAlarmRate: 0.01)
        let rows = scores.indices.filter { threshold.isOutlier(scores[$0]) }

        #expect(rows.contains(106) && rows.contains(228))
        #expect(rows.count == 3)
    }

    @Test func drawingAndKeeping() throws {
        let mixture = try Self.fit(Self.tidy(), 3).mixture
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "timbre-learning-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "shells.safetensors").path

        var generator = SeededGenerator(seed: 7)
        let sample = mixture.sample(1000, using: &generator)
        var file = Safetensors(metadata: ["made_from": "shells"], tensors: [:])
        file.store(mixture)
        try file.write(to: path)
        let again = try Safetensors(contentsOf: path).mixture(path: path)

        #expect(sample.rows.rows == 1000)
        #expect(again == mixture)
    }

    /// What the articles say of data without Gaussians in them.
    @Test func noGaussians() throws {
        let wide = try Self.table("wide.csv", columns: 30)
        let outcome = try MixtureSearch(
            componentCounts: [1, 3], covarianceTypes: [.spherical, .full], foldCount: 5
        ).run(wide)
        #expect(outcome.recommended?.componentCount == 3)
        #expect(outcome.recommended?.covarianceType == .full)
        let heldOut = outcome.candidates.compactMap { $0.fit?.crossValidation?.mean }
        #expect((heldOut.last ?? 0) < -1e5 && (heldOut.first ?? 0) > -50)
    }
}
