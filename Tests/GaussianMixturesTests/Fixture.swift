import Foundation
import GaussianMixtures
import NumericCore
import Testing

/// The figures under `Tests/Fixtures/mixtures`; its README says how they were made.
enum Fixture {
    static func matrix(_ name: String) throws -> Matrix<Double> {
        let folder = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/mixtures")
        let text = try String(
            contentsOf: folder.appendingPathComponent(name + ".csv"), encoding: .utf8)
        let rows = try text.split(separator: "\n").map { line in
            try line.split(separator: ",").map { try #require(Double($0)) }
        }
        return Matrix(
            rows: rows.count, columns: try #require(rows.first).count,
            elements: rows.flatMap { $0 })
    }

    static func vector(_ name: String) throws -> [Double] { try matrix(name).elements }

    static func frames(_ name: String) throws -> Matrix<Float> {
        let values = try matrix(name)
        return Matrix(
            rows: values.rows, columns: values.columns, elements: values.elements.map(Float.init))
    }

    static func mixture(
        weights: String, means: String, variances: String
    ) throws -> GaussianMixture {
        try GaussianMixture(
            weights: vector(weights), means: matrix(means), variances: matrix(variances))
    }

    /// Where every EM run begins.
    static func start() throws -> GaussianMixture {
        try mixture(weights: "init_weights", means: "init_means", variances: "diag_init_cov")
    }

    /// The background model of the adaptation and scoring figures.
    static func background() throws -> GaussianMixture {
        try mixture(
            weights: "diag_iter20_weights", means: "diag_iter20_means",
            variances: "diag_iter20_cov")
    }
}

/// The largest |a − b| / max(1, |b|).
func deviation(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Double {
    let (a, b) = (Array(a), Array(b))
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { worst, pair in
        let difference = abs(pair.0 - pair.1) / max(1, abs(pair.1))
        return difference.isNaN ? .infinity : max(worst, difference)
    }
}
