import Foundation
import GaussianMixtures
import NumericCore
import TestSupport
import Testing

/// EM of data with missing cells against a NumPy program of its own
/// (`Tests/Fixtures/incomplete-mixtures`). 10⁻¹²: both compute in Double, whose rounding twenty
/// iterations multiply a thousandfold at most.
@Suite struct IndependentFitTests {
    private static let folder = URL(
        filePath: Repository.fixture("incomplete-mixtures"))

    struct Parameters: Decodable {
        let weights: [Double]
        let means: [[Double]]
        let covariances: [[[Double]]]

        func mixture(_ type: CovarianceType) throws -> GaussianMixture {
            let width = means[0].count
            let matrices = covariances.map {
                Matrix(rows: width, columns: width, elements: $0.flatMap { $0 })
            }
            let diagonals = matrices.flatMap { matrix in (0..<width).map { matrix[$0, $0] } }
            return try GaussianMixture(
                weights: weights,
                means: Matrix(rows: means.count, columns: width, elements: means.flatMap { $0 }),
                covariances: type == .full
                    ? .full(matrices)
                    : .diagonal(
                        Matrix(rows: means.count, columns: width, elements: diagonals)))
        }
    }
    struct Run: Decodable {
        let bounds: [Double]
        let after1: Parameters
        let after5: Parameters
        let after20: Parameters
        enum CodingKeys: String, CodingKey {
            case bounds, after1 = "1", after5 = "5", after20 = "20"
        }
    }
    struct Generated: Decodable {
        let start: Parameters
        let full: Run
        let diagonal: Run
    }
    struct Shells: Decodable {
        let bound: Double
        let three: Parameters
        let one: Parameters
    }

    static func read<Value: Decodable>(_ name: String) throws -> Value {
        try JSONDecoder().decode(
            Value.self, from: Data(contentsOf: folder.appendingPathComponent(name)))
    }

    static func table() throws -> Matrix<Double> {
        let text = try String(
            contentsOf: folder.appendingPathComponent("table.csv"), encoding: .utf8)
        let cells = text.split(separator: "\n").flatMap { line in
            line.split(separator: ",", omittingEmptySubsequences: false)
                .map { $0.isEmpty ? Double.nan : Double($0) ?? .infinity }
        }
        return Matrix(rows: cells.count / 3, columns: 3, elements: cells)
    }

    @Test(arguments: [CovarianceType.full, .diagonal], [1, 3])
    func everyIterationAgrees(type: CovarianceType, threads: Int) throws {
        let generated: Generated = try Self.read("generated.json")
        let expected = type == .full ? generated.full : generated.diagonal
        let parameters = [1: expected.after1, 5: expected.after5, 20: expected.after20]
        var options = FitOptions(componentCount: 2, covarianceType: type)
        options.missingCells = .marginalized
        options.maximumIterations = 20
        options.convergence = .parameterChange(0)
        var compared = 0
        let start = FitState(mixture: try generated.start.mixture(type))
        func check(_ state: FitState) throws {
            guard let reference = try parameters[state.history.count]?.mixture(type) else { return }
            compared += 1
            #expect(deviation(state.mixture.weights, reference.weights) < 1e-12)
            #expect(deviation(state.mixture.means.elements, reference.means.elements) < 1e-12)
            #expect(
                deviation(state.mixture.covariances.elements, reference.covariances.elements)
                    < 1e-12)
        }
        let state = try Threads.with(threads) {
            try MixtureFit(options).run(Self.table(), from: start, onIteration: check)
        }
        #expect(compared == 3)
        #expect(deviation(state.history.map(\.meanLogLikelihood), expected.bounds) < 1e-12)
    }

    /// Where NumPy's EM has come to rest, ours rests too, and nothing better is found.
    @Test func theShellsConverged() throws {
        let shells = try LearningMixturesTests.shells()
        let expected: Shells = try Self.read("shells.json")
        let reference = try expected.three.mixture(.full)
        var options = FitOptions(componentCount: 3)
        options.missingCells = .marginalized
        options.convergence = .parameterChange(1e-9)
        let state = try MixtureFit(options).run(shells, from: FitState(mixture: reference))
        #expect(state.hasConverged)
        // In Double a likelihood is flat within 10⁻⁷ deviations of its top, where EM may rest
        // anywhere.
        #expect(abs(state.lowerBound - expected.bound) < 1e-9)
        #expect(relativeDeviation(state.mixture.weights, reference.weights) < 1e-6)
        #expect(relativeDeviation(state.mixture.means.elements, reference.means.elements) < 1e-6)
        let one = try expected.one.mixture(.full)
        options.componentCount = 1
        options.convergence = .gain(0)
        let single = try MixtureFit(options).run(shells).mixture
        #expect(deviation(single.means.elements, one.means.elements) < 1e-7)
        #expect(deviation(single.covariances.elements, one.covariances.elements) < 1e-7)
    }

    /// The ten starts of the articles reach the highest top that thirty random starts of NumPy's
    /// EM have found; 10⁻⁵ nats are what a gain of 10⁻⁶ an iteration may leave.
    @Test func tenStartsFindTheTop() throws {
        let expected: Shells = try Self.read("shells.json")
        let state = try LearningMixturesTests.fit(LearningMixturesTests.shells(), 3)
        #expect(abs(state.lowerBound - expected.bound) < 1e-5)
        // In these 10⁻⁵ nats the parameters still move in the third digit.
        let reference = try expected.three.mixture(.full)
        func order(_ mixture: GaussianMixture) -> [Int] {
            (0..<3).sorted { mixture.means[$0, 0] < mixture.means[$1, 0] }
        }
        for (ours, theirs) in zip(order(state.mixture), order(reference)) {
            #expect(abs(state.mixture.weights[ours] - reference.weights[theirs]) < 0.002)
            #expect(
                relativeDeviation(state.mixture.means.row(ours), reference.means.row(theirs))
                    < 0.002)
        }
    }
}
