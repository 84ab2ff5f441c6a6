import Foundation
import GaussianMixtures
import NumericCore
import Testing

/// Every start against its definition: the parameters before the first iteration.
@Suite struct StartDefinitionTests {
    static func data() throws -> Matrix<Double> { try Fixture.matrix("X").rows(in: 0..<120) }

    /// The state that a fit begins with.
    private func start(
        _ start: FitOptions.Start, _ data: Matrix<Double>,
        _ type: CovarianceType = .full
    ) throws -> GaussianMixture {
        struct Enough: Error {}
        var options = FitOptions(componentCount: 4, covarianceType: type)
        options.start = start
        options.seed = 5
        var first: GaussianMixture?
        do {
            _ = try MixtureFit(options).run(data) { state in
                #expect(state.history.isEmpty)
                first = state.mixture
                throw Enough()
            }
        } catch is Enough {}
        return try #require(first)
    }

    /// The generator of a fit's first start.
    private func generator() -> SeededGenerator { SeededGenerator(seed: 5, stream: 1) }

    /// The M-step from its definition: shares, weighted means, weighted covariances. Sums of 120
    /// rows in Double, in another order.
    private func expect(
        _ mixture: GaussianMixture, toBeTheUpdateOf shares: Matrix<Double>, _ data: Matrix<Double>
    ) {
        for k in 0..<4 {
            let column = (0..<data.rows).map { shares[$0, k] }
            let sum = column.reduce(0, +)
            let means = (0..<5).map { d in
                (0..<data.rows).reduce(0.0) { $0 + column[$1] * data[$1, d] } / sum
            }
            var covariance = Matrix<Double>(rows: 5, columns: 5, repeating: 0)
            for n in 0..<data.rows {
                for i in 0..<5 {
                    for j in 0..<5 {
                        covariance[i, j] +=
                            column[n] * (data[n, i] - means[i]) * (data[n, j] - means[j]) / sum
                    }
                }
            }
            #expect(abs(mixture.weights[k] - sum / Double(data.rows)) < 1e-12)
            #expect(deviation(mixture.means.row(k), means) < 1e-11)
            #expect(deviation(mixture.covariance(of: k).elements, covariance.elements) < 1e-11)
        }
    }

    /// Clusters of the standardized rows; five rounds and one candidate, or until it converges.
    @Test(arguments: [FitOptions.Start.kMeans, .kMeansPlusPlus])
    func clusters(kind: FitOptions.Start) throws {
        let data = try Self.data()
        let moments = try ColumnMoments(of: data)
        var standardized = data
        for n in 0..<data.rows {
            for d in 0..<5 {
                standardized[n, d] =
                    (data[n, d] - moments.means[d]) / moments.variances[d].squareRoot()
            }
        }
        var generator = generator()
        var kMeans = KMeans(clusterCount: 4)
        kMeans.startCount = 1
        kMeans.seed = generator.next()
        if kind == .kMeansPlusPlus {
            kMeans.maximumIterations = 5
            kMeans.seedingTrials = 1
        }
        let clustering = try kMeans.fit(standardized)
        var shares = Matrix<Double>(rows: data.rows, columns: 4, repeating: 0)
        for (n, label) in clustering.labels.enumerated() { shares[n, label] = 1 }
        let mixture = try start(kind, data)
        expect(mixture, toBeTheUpdateOf: shares, data)
        if kind == .kMeans {
            for k in 0..<4 {
                let centre = (0..<5).map { d in
                    moments.means[d] + moments.variances[d].squareRoot() * clustering.centres[k, d]
                }
                // A k-means start ends when its centres move by a hundredth of a deviation or less.
                #expect(deviation(mixture.means.row(k), centre) < 0.1)
            }
        }
    }

    @Test func randomResponsibilities() throws {
        let data = try Self.data()
        var generator = generator()
        var shares = Matrix<Double>(rows: data.rows, columns: 4, repeating: 0)
        for n in 0..<data.rows {
            for k in 0..<4 { shares[n, k] = 1 - generator.uniform() }
            let sum = shares.row(n).reduce(0, +)
            for k in 0..<4 { shares[n, k] /= sum }
        }
        expect(try start(.randomResponsibilities, data), toBeTheUpdateOf: shares, data)
    }

    @Test(arguments: CovarianceType.allCases) func randomPoints(type: CovarianceType) throws {
        let data = try Self.data()
        let mixture = try start(.randomPoints, data, type)
        let rows = (0..<data.rows).map { Array(data.row($0)) }
        let means = (0..<4).map { Array(mixture.means.row($0)) }
        #expect(means.allSatisfy(rows.contains))
        #expect(Set(means).count == 4)
        #expect(mixture.weights == [0.25, 0.25, 0.25, 0.25])
        let expected = Covariances(
            type, variances: try ColumnMoments(of: data).variances, componentCount: 4)
        #expect(mixture.covariances == expected)
    }

    /// One Gaussian of the data's mean and variances, which EM leaves as it is; then two, 0.2
    /// standard deviations to either side.
    @Test func binarySplitting() throws {
        let data = try Self.data()
        let moments = try ColumnMoments(of: data)
        var options = FitOptions(componentCount: 2, covarianceType: .diagonal)
        options.start = .binarySplitting
        options.iterationsPerSplit = 3
        options.maximumIterations = 1
        var mixtures: [GaussianMixture] = []
        _ = try MixtureFit(options).run(data) { mixtures.append($0.mixture) }
        #expect(mixtures.map(\.componentCount) == [1, 1, 1, 2, 2])
        // EM sums 120 rows in an order of its own.
        for mixture in mixtures.prefix(3) {
            #expect(deviation(mixture.means.elements, moments.means) < 1e-12)
            #expect(deviation(mixture.variances.elements, moments.variances) < 1e-12)
        }
        let steps = moments.variances.map { 0.2 * $0.squareRoot() }
        let sides = zip(moments.means, steps).map(+) + zip(moments.means, steps).map(-)
        #expect(deviation(mixtures[3].means.elements, sides) < 1e-12)
        #expect(mixtures[3].weights == [0.5, 0.5])
        #expect(
            deviation(mixtures[3].variances.elements, moments.variances + moments.variances)
                < 1e-12)
    }
}
