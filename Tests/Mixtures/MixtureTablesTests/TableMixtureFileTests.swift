import Foundation
import GaussianMixtures
import MixtureTables
import Testing

@Suite struct TableMixtureFileTests {
    @Test(arguments: TableMixtureTests.plans) func roundTrip(_ plan: TransformPlan) throws {
        let model = try TableMixtureTests.oneGaussian(plan)
        let file = try TableFile("", name: "model.safetensors")
        try model.write(to: file.path)
        #expect(try TableMixture(contentsOf: file.path) == model)
    }

    @Test func tablesWithoutNamesGiveModelsWithoutNames() throws {
        let model = try TableMixtureTests.oneGaussian(
            TransformPlan(), text: "1,2\n2,1\n3,5\n")
        #expect(model.columnNames == nil)
        #expect(model.displayNames == ["column 1", "column 2"])
        #expect(try TableMixture(model.file(), path: "m") == model)
    }

    struct Fault: Sendable {
        let key: String
        let value: String?
        let reason: String
    }

    static let faults: [Fault] = [
        Fault(
            key: "format", value: "timbre-checkpoint",
            reason: "it is timbre-checkpoint, expected timbre-mixture, as timbre mixture fit "
                + "writes it"),
        Fault(
            key: "version", value: "9",
            reason: "it is of version 9, expected 1; use a newer timbre"),
        Fault(key: "transform", value: nil, reason: "its transform cannot be read"),
        Fault(
            key: "transform", value: #"{"standardization":{"means":[1],"scales":[0]}}"#,
            reason: "not a usable transform: a mean is not finite or a scale not positive"),
        Fault(
            key: "transform", value: #"{"standardization":{"means":[1],"scales":[1]}}"#,
            reason: "not a Gaussian mixture: the mixture has 3 columns, the transform gives 1"),
        Fault(key: "summary", value: "{}", reason: "its summary cannot be read"),
        Fault(
            key: "columns", value: #"["x"]"#,
            reason: "not a Gaussian mixture: 1 names for 3 columns"),
        Fault(key: "columns", value: "x", reason: "its columns cannot be read"),
    ]

    @Test(arguments: faults) func whatIsWrongIsSaid(_ fault: Fault) throws {
        var file = try TableMixtureTests.oneGaussian(TransformPlan()).file()
        file.metadata[fault.key] = fault.value
        #expect(throws: MixtureError.invalidFile(path: "m", reason: fault.reason)) {
            try TableMixture(file, path: "m")
        }
    }

    @Test func aBitThatFlippedIsNoticed() throws {
        var bytes = try TableMixtureTests.oneGaussian(TransformPlan()).file().encoded()
        bytes[bytes.count - 3] ^= 1
        #expect(
            throws: MixtureError.invalidFile(
                path: "m", reason: "the checksum does not match; the file is damaged")
        ) {
            try TableMixture(try Safetensors(bytes: bytes, path: "m"), path: "m")
        }
    }
}
