import Foundation
import GaussianMixtures
import NumericCore
import SpeakerIdentification
import SpeechFeatures
import TestSupport
import Testing

@Suite struct BackgroundModelFileTests {
    @Test(arguments: [.means, [.means, .weights, .variances]] as [MaximumAPosteriori.Parameters])
    func roundTrip(parameters: MaximumAPosteriori.Parameters) throws {
        let model = try SmallBackground.model(parameters: parameters)
        let folder = try TemporaryFolder()
        let path = folder.path("model.safetensors")
        try model.file.write(to: path)
        let copy = try BackgroundModel(contentsOf: path)
        #expect(copy.mixtures == model.mixtures)
        #expect(copy.configuration == model.configuration)
        #expect(copy.featureMoments == model.featureMoments)
        #expect(copy.scoring == model.scoring)
        #expect(copy.description == model.description)
        #expect(copy.name == "small")
        #expect(copy.identity == model.identity)
        #expect(try copy.file.encoded() == model.file.encoded())
    }

    /// A cohort is kept in single precision, which is all that its sums of Floats can bear out.
    @Test func roundTripOfACohort() throws {
        let small = try SmallBackground.model()
        let cohort = try (1...3).map {
            try SmallBackground.statistics(small, speaker: $0, seed: $0)
        }
        let model = try small.with(cohort: cohort)
        let copy = try BackgroundModel(bytes: model.file.encoded(), path: "m")
        #expect(copy.cohortCount == 3)
        for (kept, voice) in try zip(copy.cohort, cohort) {
            for (kept, stream) in zip(kept.streams, voice.streams) {
                #expect(kept.zeroth == stream.zeroth.map { Double(Float($0)) })
                #expect(kept.first.elements == stream.first.elements.map { Double(Float($0)) })
            }
        }
        #expect(try copy.file.encoded() == model.file.encoded())
        #expect(copy.identity == model.identity)
        #expect(model.identity != small.identity)
    }

    /// A file's checksum is its model's identity only where it says nothing else.
    @Test func identityIsOfTheModelNotOfTheFile() throws {
        let small = try SmallBackground.model()
        let model = try small.with(
            cohort: [SmallBackground.statistics(small, speaker: 1, seed: 1)])
        let plain = try model.file
        var withOther = plain
        withOther.tensors["other"] = .init(shape: [1], values: [1])
        var inDouble = plain
        for (name, tensor) in plain.tensors where name.contains("cohort") {
            inDouble.tensors[name] = .init(shape: tensor.shape, values: tensor.values)
        }
        var withoutCohort = plain
        for name in plain.tensors.keys where name.hasSuffix("cohort_first") {
            withoutCohort.tensors[name] = nil
        }
        for (file, expected) in [
            (plain, model), (withOther, model), (inDouble, model), (withoutCohort, small),
        ] {
            #expect(
                try BackgroundModel(bytes: file.encoded(), path: "m").identity == expected.identity)
        }
        #expect(plain.checksum == model.identity)
        #expect(withOther.checksum != model.identity)
    }

    @Test func cohortsOfOtherShapesAreRefused() throws {
        let small = try SmallBackground.model()
        let file = try small.with(
            cohort: [SmallBackground.statistics(small, speaker: 1, seed: 1)]
        ).file
        for (name, shape) in [
            ("0.cohort_zeroth", [1, 3]), ("0.cohort_first", [1, 4, 2]),
            ("1.cohort_zeroth", [2, 4]),
        ] {
            var file = file
            file.tensors[name] = .init(
                shape: shape, values: Array(repeating: 1, count: shape.reduce(1, *)))
            #expect(throws: IdentificationError.self) {
                try BackgroundModel(bytes: file.encoded(), path: "m")
            }
        }
        var halved = file
        halved.tensors["1.cohort_zeroth"] = nil
        #expect(throws: IdentificationError.self) {
            try BackgroundModel(bytes: halved.encoded(), path: "m")
        }
    }

    @Test func aMissingFileIsNamed() {
        #expect(throws: IdentificationError.model(.missingFile(path: "/nowhere/m.safetensors"))) {
            try BackgroundModel(contentsOf: "/nowhere/m.safetensors")
        }
    }

    struct Damage: Sendable {
        let key: String
        let value: String?
        let reason: String
    }

    static let damages: [Damage] = [
        Damage(key: "format", value: nil, reason: "it is no background model but unknown"),
        Damage(
            key: "format", value: "timbre-speakers",
            reason: "it is no background model but timbre-speakers"),
        Damage(key: "version", value: "1", reason: "it has version 1, this program reads 2"),
        Damage(key: "version", value: nil, reason: "it has version none, this program reads 2"),
        Damage(
            key: "front_end", value: nil, reason: "its front-end configuration cannot be read"),
        Damage(
            key: "front_end", value: "{}", reason: "its front-end configuration cannot be read"),
        Damage(
            key: "front_end_hash", value: "00",
            reason: "its front-end configuration cannot be read"),
        Damage(key: "scoring", value: nil, reason: "its scoring configuration cannot be read"),
        Damage(
            key: "scoring", value: "{\"threshold\":1}",
            reason: "its scoring configuration cannot be read"),
    ]

    @Test(arguments: damages)
    func otherMetadataIsRefused(damage: Damage) throws {
        var file = try SmallBackground.model().file
        file.metadata[damage.key] = damage.value
        #expect(throws: IdentificationError.invalidModel(path: "m", reason: damage.reason)) {
            try BackgroundModel(bytes: file.encoded(), path: "m")
        }
    }

    static let tensors: [String] = [
        "0.weights", "0.means", "0.variances", "1.weights", "1.means", "1.variances",
        "feature_means", "feature_variances",
    ]

    @Test(arguments: tensors) func missingTensorsAreRefused(name: String) throws {
        var file = try SmallBackground.model().file
        #expect(Set(file.tensors.keys) == Set(Self.tensors))
        file.tensors[name] = nil
        #expect(throws: IdentificationError.self) {
            try BackgroundModel(bytes: file.encoded(), path: "m")
        }
    }

    @Test func aMissingStreamIsNamed() throws {
        var file = try SmallBackground.model().file
        file.tensors["1.weights"] = nil
        #expect(
            throws: IdentificationError.model(
                .invalidFile(path: "m", reason: "it has no tensor 1.weights of one axis"))
        ) { try BackgroundModel(bytes: file.encoded(), path: "m") }
    }

    /// A stream of five components, or of two dimensions, beside one of four in three.
    @Test(arguments: [(5, 3), (4, 2)] as [(Int, Int)])
    func streamsOfOtherShapesAreRefused(components: Int, dimension: Int) throws {
        var file = try SmallBackground.model().file
        file.store(
            try RandomMixture.make(components: components, dimension: dimension, seed: 1),
            prefix: "1.")
        #expect(
            throws: IdentificationError.invalidModel(
                path: "small", reason: "its mixtures and feature moments are of different shapes")
        ) { try BackgroundModel(bytes: file.encoded(), path: "m") }
    }

    static let unusableMoments: [(means: [Double], variances: [Double], reason: String)] = [
        ([1, 2, 3], [1, -1, 1], "it has no usable feature moments"),
        ([1, .nan, 3], [1, 1, 1], "it has no usable feature moments"),
        ([1, 2, 3], [1, 1], "it has no usable feature moments"),
        ([1, 2], [1, 1], "its mixtures and feature moments are of different shapes"),
    ]

    @Test(arguments: unusableMoments)
    func unusableMomentsAreRefused(
        means: [Double], variances: [Double], reason: String
    ) throws {
        var file = try SmallBackground.model().file
        file.tensors["feature_means"] = .init(shape: [means.count], values: means)
        file.tensors["feature_variances"] = .init(shape: [variances.count], values: variances)
        let error = #expect(throws: IdentificationError.self) {
            try BackgroundModel(bytes: file.encoded(), path: "m")
        }
        #expect("\(try #require(error))".hasSuffix(": not a usable background model: " + reason))
    }

    @Test func aFlippedBitIsFound() throws {
        var bytes = try SmallBackground.model().file.encoded()
        bytes[bytes.count - 3] ^= 1
        #expect(
            throws: IdentificationError.model(
                .invalidFile(
                    path: "m", reason: "the checksum does not match; the file is damaged"))
        ) { try BackgroundModel(bytes: bytes, path: "m") }
    }

    @Test func cutFilesAreRefused() throws {
        let bytes = try SmallBackground.model().file.encoded()
        for count in [0, 7, 8, 100, bytes.count - 1] {
            #expect(throws: IdentificationError.self) {
                try BackgroundModel(bytes: Array(bytes.prefix(count)), path: "m")
            }
        }
    }

    static let unusableScorings: [(part: String, value: String)] = [
        ("adaptation", #"{"parameters":1,"relevanceFactors":[0]}"#),
        ("adaptation", #"{"parameters":1,"relevanceFactors":[4,-4]}"#),
        ("adaptation", #"{"parameters":1,"relevanceFactors":[]}"#),
        ("enrollmentNoises", #"[{"signalToNoiseDecibels":1000}]"#),
        ("noisyCopyWeight", "-1"),
        ("topComponents", "0"),
        ("streamWeights", "[0.5,0.4]"),
        ("streamWeights", "[1.5,-0.5]"),
    ]

    /// What was decoded never went through the initialisers that check it.
    @Test(arguments: unusableScorings)
    func unusableScoringIsRefused(part: String, value: String) throws {
        let error = try #require(throws: IdentificationError.self) {
            try modelWithScoring { $0[part] = value }
        }
        #expect("\(error)".contains(": not a usable background model: its relevance factors, "))
    }

    @Test func aFlatCalibrationIsRefused() throws {
        let error = try #require(throws: IdentificationError.self) {
            try modelWithScoring {
                $0["calibration"] = $0["calibration"]?
                    .replacingOccurrences(of: #""slope":2"#, with: #""slope":0"#)
            }
        }
        #expect("\(error)".contains("slopes"))
    }

    @Test func partsOfFramesMustBeEqual() throws {
        let error = try #require(throws: IdentificationError.self) {
            try modelWithScoring {
                $0["adaptation"] = #"{"parameters":1,"relevanceFactors":[3,10]}"#
            }
        }
        #expect("\(error)".contains("2 relevance factors for frames of 3 values"))
    }

    /// A model whose scoring was written by somebody else, its parts as JSON.
    private func modelWithScoring(
        _ change: (inout [String: String]) -> Void
    ) throws -> BackgroundModel {
        var file = try SmallBackground.model().file
        let scoring = try #require(file.metadata["scoring"]?.data(using: .utf8))
        let object = try #require(
            try JSONSerialization.jsonObject(with: scoring) as? [String: Any])
        var parts = try object.mapValues {
            String(
                decoding: try JSONSerialization.data(
                    withJSONObject: $0, options: .fragmentsAllowed), as: UTF8.self)
        }
        change(&parts)
        file.metadata["scoring"] =
            "{" + parts.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
        return try BackgroundModel(bytes: file.encoded(), path: "m")
    }
}
