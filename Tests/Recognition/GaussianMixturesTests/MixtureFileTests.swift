import GaussianMixtures
import NumericCore
import Testing

@Suite struct MixtureFileTests {
    private func file(_ mixture: GaussianMixture) -> Safetensors {
        var file = Safetensors(metadata: ["note": "of a test"], tensors: [:])
        file.store(mixture)
        return file
    }

    @Test(arguments: CovarianceType.allCases) func everyTypeSurvives(type: CovarianceType) throws {
        let mixture = try Fixture.reference(type, iterations: 20)
        let read = try Safetensors(bytes: file(mixture).encoded(), path: "x")
        #expect(try read.mixture(path: "x") == mixture)
        // A mixture of one component in one column keeps its type too.
        let small = try GaussianMixture(
            weights: [1], means: Matrix(rows: 1, columns: 1, repeating: 0),
            covariances: Covariances(type, variances: [2], componentCount: 1))
        let readSmall = try Safetensors(bytes: file(small).encoded(), path: "x")
        #expect(try readSmall.mixture(path: "x").covarianceType == type)
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let apply: @Sendable (inout Safetensors) -> Void
    }
    static let damages: [Damage] = [
        Damage(testDescription: "no weights") { $0.tensors["weights"] = nil },
        Damage(testDescription: "no covariances") { $0.tensors["covariances"] = nil },
        Damage(testDescription: "both") {
            $0.tensors["variances"] = .init(shape: [2], values: [1, 1])
        },
        Damage(testDescription: "asymmetric") {
            $0.tensors["covariances"] = .init(
                shape: [2, 2, 2], values: [1, 0.5, 0, 1, 1, 0, 0, 1])
        },
        Damage(testDescription: "not positive definite") {
            $0.tensors["covariances"] = .init(
                shape: [2, 2, 2], values: [1, 2, 2, 1, 1, 0, 0, 1])
        },
        Damage(testDescription: "NaN") {
            $0.tensors["covariances"] = .init(
                shape: [2, 2, 2], values: [.nan, 0, 0, 1, 1, 0, 0, 1])
        },
        Damage(testDescription: "one matrix too few") {
            $0.tensors["covariances"] = .init(shape: [1, 2, 2], values: [1, 0, 0, 1])
        },
        Damage(testDescription: "not square") {
            $0.tensors["covariances"] = .init(
                shape: [2, 1, 2], values: [1, 0, 0, 1])
        },
        Damage(testDescription: "empty") {
            $0.tensors["covariances"] = .init(shape: [0, 1 << 40, 1 << 40], values: [])
        },
        Damage(testDescription: "four axes") {
            $0.tensors["covariances"] = .init(
                shape: [1, 2, 2, 2], values: [1, 0, 0, 1, 1, 0, 0, 1])
        },
    ]

    @Test(arguments: damages) func damageIsRefused(damage: Damage) throws {
        let mixture = try GaussianMixture(
            weights: [0.5, 0.5], means: Matrix(rows: 2, columns: 2, repeating: 0),
            covariances: Covariances(.full, variances: [1, 1], componentCount: 2))
        var file = file(mixture)
        damage.apply(&file)
        #expect(throws: MixtureError.self) { try file.mixture(path: "x") }
    }
}
