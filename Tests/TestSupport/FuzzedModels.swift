import FileStorage
import Foundation
import MixtureTables
import GaussianMixtures
import NumericCore
import SpeakerGallery
import SpeakerIdentification
import SpeechFeatures

/// Files in the safetensors format. Their header's length comes before the header, which hinders a
/// fuzzer; so an input that begins with `{` is a header, a zero byte, and the values. The checksum
/// is not verified: whoever means harm can compute it.
extension FuzzedReader {
    static let models = [backgroundModel, tableMixture, checkpoint, speakers]

    /// A background model, and what is made of it before the first clip is heard in it.
    private static let backgroundModel = FuzzedReader("background-model") {
        let model = try SmallBackground.model()
        let voice = try SmallBackground.statistics(model, speaker: 1, seed: 1)
        return try [model, model.with(cohort: [voice, voice])].map { opened(try $0.file) }
    } read: { bytes in
        var file = try safetensors(bytes)
        sealFrontEnd(of: &file)
        let model = try BackgroundModel(file, path: "model")
        try hear(with: model.frontEnd())
        let background = ScoringBackground(model)
        _ = try Cohort(of: model, background: background)
    }

    /// A mixture of any table, and answers from it.
    private static let tableMixture = FuzzedReader("mixture") {
        let values = Matrix<Double>(rows: 6, columns: 2, elements: (0..<12).map { Double($0 * $0) })
        let mixture = try RandomMixture.make(components: 2, dimension: 2, seed: 1)
        let transform = try DataTransform(standardization: Standardization(fitting: values))
        return [
            opened(
                try TableMixture(
                    mixture: mixture, transform: transform, columnNames: ["a", "b"], summary: nil
                ).file())
        ]
    } read: { bytes in
        let model = try TableMixture(safetensors(bytes), path: "model")
        _ = model.displayNames
        var generator = SeededGenerator(seed: 1)
        _ = model.mixture.sample(2, using: &generator)
    }

    /// What an interrupted training goes on from.
    private static let checkpoint = FuzzedReader("checkpoint") {
        let folder = try TemporaryFolder()
        let mixture = try RandomMixture.make(components: 2, dimension: 2, seed: 1)
        let frames = Matrix<Float>(rows: 2, columns: 2, elements: [1, 2, 3, 4])
        let checkpoint = try FitCheckpoint(
            path: folder.path("checkpoint"), frames: frames, options: FitOptions(componentCount: 2))
        try checkpoint.save(FitState(mixture: mixture))
        return [opened(try Safetensors(contentsOf: checkpoint.path))]
    } read: { bytes in
        _ = try FitCheckpoint.state(of: safetensors(bytes), path: "checkpoint")
    }

    /// Speakers from another gallery.
    private static let speakers = FuzzedReader("speakers") {
        let gallery = try StoredGallery.copy()
        return [opened(try gallery.gallery.exported(["ada", "bruno"]))]
    } read: { bytes in
        var file = try safetensors(bytes)
        let copy = try StoredGallery.copy()
        file.metadata["background"] = copy.gallery.background.identity.hexadecimal
        _ = try copy.gallery.import(file, path: "speakers")
        try StoredGallery.readEverything(copy.gallery)
    }

    static func safetensors(_ bytes: [UInt8]) throws -> Safetensors {
        guard bytes.first == UInt8(ascii: "{") else {
            return try Safetensors(bytes: bytes, path: "file", verifiesChecksum: false)
        }
        let header = bytes.prefix { $0 != 0 }
        let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
        return try Safetensors(
            bytes: length + header + bytes.dropFirst(header.count + 1), path: "file",
            verifiesChecksum: false)
    }

    /// Computes the hash of the front end that a background model states.
    static func sealFrontEnd(of file: inout Safetensors) {
        guard let text = file.metadata["front_end"],
            let configuration = try? JSONDecoder().decode(
                FrontEndConfiguration.self, from: Data(text.utf8))
        else { return }
        file.metadata["front_end_hash"] = configuration.canonicalHash.hexadecimal
    }

    /// A file as an input that begins with its header.
    static func opened(_ file: Safetensors) -> [UInt8] {
        let bytes = file.encoded()
        let length = bytes[0..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        return bytes[8..<8 + length] + [0] + bytes[(8 + length)...]
    }
}

extension FuzzedReader {
    /// Front-end configurations, and a tenth of a second of noise through them.
    static let frontEnd = FuzzedReader("front-end") {
        [
            Array("{\"preset\":\"kaldi\",\"deltas\":{\"order\":1}}".utf8),
            Array(FrontEndConfiguration.speech16k.canonicalJSON.utf8),
            Array("{\"preset\":\"speech-16k\",\"normalizations\":[\"mean\",\"warping\"]}".utf8),
        ]
    } read: { bytes in
        try hear(with: FrontEnd(FrontEndConfiguration(json: Data(bytes))))
    }

    fileprivate static func hear(with frontEnd: FrontEnd) throws {
        var generator = SeededGenerator(seed: 1)
        var noise: [Float]? = (0..<frontEnd.configuration.sampleRate / 10).map { _ in
            Float(0.1 * generator.normal())
        }
        _ = try frontEnd.unnormalizedFeatures {
            defer { noise = nil }
            return noise
        }
    }
}
