import NumericCore
import TestSupport

/// The figures under `Tests/Fixtures/mixtures`; its README says how they were made.
enum Reference {
    static func matrix(_ name: String) throws -> Matrix<Double> {
        try Repository.matrix(ofFixture: "mixtures/\(name).csv")
    }
}
