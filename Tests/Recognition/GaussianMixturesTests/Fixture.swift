import Foundation
import GaussianMixtures
import NumericCore
import TestSupport
import Testing

/// The figures under `Tests/Fixtures/mixtures`; its README says how they were made.
enum Fixture {
    static func matrix(_ name: String) throws -> Matrix<Double> {
        try Repository.matrix(ofFixture: "mixtures/\(name).csv")
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

    /// Covariances as the files have them: a line of K values, K×D, D×D, or K·D lines of D.
    static func covariances(_ name: String, _ type: CovarianceType) throws -> Covariances {
        let values = try matrix(name)
        let width = values.columns
        return switch type {
        case .spherical: .spherical(values.elements)
        case .diagonal: .diagonal(values)
        case .tied: .tied(values)
        case .full:
            .full(
                (0..<values.rows / width).map {
                    values.rows(in: $0 * width..<($0 + 1) * width)
                })
        }
    }

    /// The files' name for a type.
    static func name(_ type: CovarianceType) -> String {
        type == .diagonal ? "diag" : type.rawValue
    }

    /// Where every EM run of a type begins.
    static func start(_ type: CovarianceType) throws -> GaussianMixture {
        try GaussianMixture(
            weights: vector("init_weights"), means: matrix("init_means"),
            covariances: covariances(name(type) + "_init_cov", type))
    }

    /// The mixture of a type after so many iterations of scikit-learn.
    static func reference(_ type: CovarianceType, iterations: Int) throws -> GaussianMixture {
        let prefix = "\(name(type))_iter\(iterations)_"
        return try GaussianMixture(
            weights: vector(prefix + "weights"), means: matrix(prefix + "means"),
            covariances: covariances(prefix + "cov", type))
    }

    /// scikit-learn's figures of one type in `summary.json`.
    static func summary(_ type: CovarianceType) throws -> TypeSummary {
        try JSONDecoder().decode(
            Summary.self, from: Repository.bytes(ofFixture: "mixtures/summary.json")
        ).types[name(type)] ?? { throw CocoaError(.coderValueNotFound) }()
    }

    struct Summary: Decodable { let types: [String: TypeSummary] }

    struct TypeSummary: Decodable {
        struct Iteration: Decodable {
            let mean_loglik: Double
            let aic: Double?
            let bic: Double?
            let n_parameters: Int?
        }
        struct Fit: Decodable {
            let n_iter: Int
            let mean_loglik: Double
            let lower_bound: Double
        }
        let iter1: Iteration
        let iter5: Iteration
        let iter20: Iteration
        let lower_bounds_iter1_to_20: [Double]
        let fit: Fit

        enum CodingKeys: String, CodingKey {
            case iter1, iter5, iter20, lower_bounds_iter1_to_20
            case fit = "fit_tol1e-3"
        }

        func after(_ iterations: Int) -> Iteration {
            iterations == 1 ? iter1 : iterations == 5 ? iter5 : iter20
        }
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

/// The largest |a − b| / |b|, where b is 0 |a|.
func relativeDeviation(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Double {
    let (a, b) = (Array(a), Array(b))
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { worst, pair in
        let difference = abs(pair.0 - pair.1) / (pair.1 == 0 ? 1 : abs(pair.1))
        return difference.isNaN ? .infinity : max(worst, difference)
    }
}

extension Covariances {
    /// All numbers, in order.
    var elements: [Double] {
        switch self {
        case .spherical(let variances): variances
        case .diagonal(let variances): variances.elements
        case .tied(let matrix): matrix.elements
        case .full(let matrices): matrices.flatMap(\.elements)
        }
    }
}
