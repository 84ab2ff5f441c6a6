import Foundation
import GaussianMixtures
import NumericCore
import Testing

/// Weights of rows: only their ratios matter, and a row of weight 0 is not there.
@Suite struct WeightedRowsTests {
    static func data() throws -> Matrix<Double> { try Fixture.matrix("X").rows(in: 0..<300) }

    @Test(arguments: CovarianceType.allCases, [1e-6, 1e5])
    func aCommonFactorChangesNothing(type: CovarianceType, factor: Double) throws {
        let data = try Self.data()
        let weights = (0..<300).map { 0.5 + Double($0 % 3) }
        var options = FitOptions(componentCount: 4, covarianceType: type)
        // Some component dies of this.
        options.minimumOccupancy = 40
        options.maximumIterations = 12
        let fit = MixtureFit(options)
        let plain = try fit.run(data, weights: weights)
        let scaled = try fit.run(data, weights: weights.map { $0 * factor })
        FitPropertyTests.expectEqual(scaled.mixture, plain.mixture)
        #expect(scaled.history.map(\.reseededCount) == plain.history.map(\.reseededCount))
        // No power of two: every term is rounded in another way.
        #expect(
            deviation(
                scaled.history.map(\.meanLogLikelihood), plain.history.map(\.meanLogLikelihood))
                < 1e-9)
    }

    /// Rows of weight 0 hold what no row may hold, the first one too.
    @Test(arguments: CovarianceType.allCases)
    func aRowOfWeightZeroIsNotThere(type: CovarianceType) throws {
        let data = try Self.data()
        let strange: [[Double]] = [
            [1e9, 1e9, 1e9, 1e9, 1e9], [.nan, 0, 0, 0, 0], [.infinity, 0, 0, 0, 0],
            [1e300, 0, 0, 0, 0],
        ]
        let mixed = Matrix(
            rows: 304, columns: 5, elements: strange.flatMap { $0 } + data.elements)
        let weights = [0, 0, 0, 0] + [Double](repeating: 1, count: 300)
        // Sums of 300 terms in another order.
        #expect(
            try relativeDeviation(
                ColumnMoments(of: mixed, weights: weights).variances,
                ColumnMoments(of: data).variances) < 1e-12)
        let start = try Fixture.start(type)
        FitPropertyTests.expectEqual(
            try FitPropertyTests.fit(mixed, start, weights: weights).mixture,
            try FitPropertyTests.fit(data, start).mixture)
        var options = FitOptions(componentCount: 3, covarianceType: type)
        options.maximumIterations = 5
        FitPropertyTests.expectEqual(
            try MixtureFit(options).run(mixed, weights: weights).mixture,
            try MixtureFit(options).run(data).mixture)
    }

    /// Of very many rows a start looks at some; those of weight 0 are not among them.
    @Test(arguments: FitOptions.Start.allCases)
    func aStartLooksAtRowsThatCount(start: FitOptions.Start) throws {
        var generator = SeededGenerator(seed: 4)
        var elements = (0..<22_000).map { _ in generator.normal() }
        var weights = [Double](repeating: 0, count: 22_000)
        // Ten rows that count, at 100 and 200; the others are about 0.
        for n in 0..<10 {
            weights[n * 2000] = 1
            elements[n * 2000] = (n % 2 == 0 ? 100 : 200) + Double(n) / 10
        }
        var options = FitOptions(componentCount: 2, covarianceType: .spherical)
        options.start = start
        let mixture = try MixtureFit(options).run(
            Matrix(rows: 22_000, columns: 1, elements: elements), weights: weights
        ).mixture
        // Clusters this far apart have no share in each other: the means of five rows, rounded.
        #expect(deviation(mixture.means.elements.sorted(), [100.4, 200.5]) < 1e-12)
    }

    /// Σ over rows of log p and log N, rows without an observed cell left out of both.
    @Test func rowsWithoutACellAreNotCounted() throws {
        let mixture = try Fixture.reference(.full, iterations: 5)
        let data = try Self.data()
        let empty = [Double](repeating: .nan, count: 5 * 30)
        let padded = Matrix(rows: 330, columns: 5, elements: empty + data.elements)
        let (plain, with) = (
            try InformationCriteria(mixture, of: data),
            try InformationCriteria(mixture, of: padded)
        )
        // Sums of 300 terms, in other blocks.
        #expect(abs(with.bic / plain.bic - 1) < 1e-13)
        #expect(abs(with.icl / plain.icl - 1) < 1e-13)
        let answers = MixtureAnswers(mixture)
        #expect(
            try abs(answers.meanLogDensity(of: padded) / answers.meanLogDensity(of: data) - 1)
                < 1e-13)
        let nothing = Matrix(rows: 30, columns: 5, elements: empty)
        #expect(throws: MixtureError.tooFewFrames(got: 0, components: 1)) {
            try answers.meanLogDensity(of: nothing)
        }
        #expect(throws: MixtureError.tooFewFrames(got: 0, components: 1)) {
            try InformationCriteria(mixture, of: nothing)
        }
        var options = FitOptions(componentCount: 3)
        options.missingCells = .marginalized
        let two = Matrix(rows: 32, columns: 5, elements: empty + Array(data.elements.prefix(10)))
        #expect(throws: MixtureError.tooFewFrames(got: 2, components: 3)) {
            try MixtureFit(options).run(two)
        }
        // They neither begin a fit nor hold it back.
        let (a, b) = (try MixtureFit(options).run(padded), try MixtureFit(options).run(data))
        FitPropertyTests.expectEqual(a.mixture, b.mixture)
    }

    @Test func criteriaOfRowsWithoutWeight() throws {
        let mixture = try Fixture.reference(.diagonal, iterations: 5)
        var data = try Self.data()
        let plain = try InformationCriteria(mixture, of: data.rows(in: 1..<300))
        data[0, 0] = 1e300
        let weighted = try InformationCriteria(
            mixture, of: data, weights: [0] + [Double](repeating: 1, count: 299))
        // Sums of 299 terms, in other blocks.
        #expect(abs(weighted.bic / plain.bic - 1) < 1e-13)
        #expect(throws: MixtureError.beyondReach(frame: 0)) {
            try InformationCriteria(mixture, of: data)
        }
    }

    /// w' ∝ αₖ Nₖ/T + (1 − αₖ) wₖ with T the sum of weights: each frame twice is each with 2.
    @Test func adaptedWeightsOfWeightedFrames() throws {
        let background = try Fixture.background()
        let frames = try Fixture.matrix("map_data")
        let twice = Matrix(rows: 600, columns: 5, elements: frames.elements + frames.elements)
        let expectation = Expectation(background)
        let weighted = try expectation.statistics(
            of: frames, weights: [Double](repeating: 2, count: 300))
        let adaptation = try MaximumAPosteriori(relevanceFactor: 16, parameters: .weights)
        let expected = try adaptation.adapt(background, to: expectation.statistics(of: twice))
        // Sums of 600 terms in another order.
        #expect(
            try deviation(adaptation.adapt(background, to: weighted).weights, expected.weights)
                < 1e-12)
        let rebuilt = try SufficientStatistics(
            zeroth: weighted.zeroth, first: weighted.first, second: weighted.second,
            logLikelihood: weighted.logLikelihood, frameCount: 300, totalWeight: 600)
        #expect(rebuilt == weighted)
        #expect(
            try deviation(adaptation.adapt(background, to: rebuilt).weights, expected.weights)
                < 1e-12)
    }

    /// A checkpoint knows the weights that its fit began with.
    @Test func aCheckpointIsBoundToWeights() throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("checkpoint-\(UUID().uuidString).safetensors").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (data, options) = (try Self.data(), FitOptions(componentCount: 2))
        let weights = [Double](repeating: 2, count: 300)
        let state = FitState(mixture: try Fixture.start(.full))
        try FitCheckpoint(path: path, frames: data, weights: weights, options: options).save(state)
        #expect(
            try FitCheckpoint(path: path, frames: data, weights: weights, options: options).load()
                == state)
        #expect(throws: MixtureError.foreignCheckpoint(path: path)) {
            try FitCheckpoint(path: path, frames: data, options: options).load()
        }
    }
}
