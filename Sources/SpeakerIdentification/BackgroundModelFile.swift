public import FileStorage
import Foundation
public import GaussianMixtures
internal import NumericCore
internal import SpeechFeatures

/// A background model as a safetensors file: for stream i, counted from 0, tensors `i.weights` (K),
/// `i.means` and `i.variances` (K×D), and of its M cohort voices `i.cohort_zeroth` (M×K) and
/// `i.cohort_first` (M×K×D); `feature_means` and `feature_variances` (D); metadata
/// `format`, `version`, `front_end` and `scoring` (JSON), `checksum`, `calibrated` (`false`, or
/// else not there), and the model's description.
extension BackgroundModel {
    /// What a model file's metadata says under `format`.
    public static let format = "timbre-background-model"
    /// What it says under `version`.
    public static let version = "2"

    /// The file's content.
    public var file: Safetensors {
        var metadata = description
        metadata["format"] = Self.format
        metadata["version"] = Self.version
        metadata["front_end"] = Self.json(configuration)
        metadata["front_end_hash"] = configuration.canonicalHash.hexadecimal
        metadata["scoring"] = Self.json(scoring)
        if !isCalibrated { metadata["calibrated"] = "false" }
        var file = Safetensors(metadata: metadata, tensors: [:])
        for (index, mixture) in mixtures.enumerated() {
            file.store(mixture, prefix: "\(index).")
            guard !cohort.isEmpty else { continue }
            let voices = cohort.map { $0.streams[index] }
            file.tensors["\(index).cohort_zeroth"] = .init(
                shape: [cohort.count, componentCount], values: voices.flatMap(\.zeroth),
                precision: .single)
            file.tensors["\(index).cohort_first"] = .init(
                shape: [cohort.count, componentCount, dimension],
                values: voices.flatMap(\.first.elements), precision: .single)
        }
        for (name, values) in [
            ("feature_means", featureMoments.means),
            ("feature_variances", featureMoments.variances),
        ] {
            file.tensors[name] = .init(shape: [values.count], values: values.map(Double.init))
        }
        return file
    }

    /// The digest that a gallery remembers: over parameters, configuration and description.
    public var identity: Digest { file.checksum }

    /// Reads a model file.
    ///
    /// - Throws: ``IdentificationError`` when it is not there or not to be used.
    public init(contentsOf path: String) throws(IdentificationError) {
        let file: Safetensors
        do {
            file = try Safetensors(contentsOf: path)
        } catch {
            throw .model(error)
        }
        try self.init(file, path: path)
    }

    /// Reads a model file's bytes; `path` only names them in errors.
    ///
    /// - Throws: ``IdentificationError`` when they are not to be used.
    public init(bytes: [UInt8], path: String) throws(IdentificationError) {
        let file: Safetensors
        do {
            file = try Safetensors(bytes: bytes, path: path)
        } catch {
            throw .model(error)
        }
        try self.init(file, path: path)
    }

    /// The model that a file holds; `path` only names it in errors.
    ///
    /// - Throws: ``IdentificationError`` when it is not to be used.
    package init(_ file: Safetensors, path: String) throws(IdentificationError) {
        func invalid(_ reason: String) -> IdentificationError {
            .invalidModel(path: path, reason: reason)
        }
        guard file.metadata["format"] == Self.format else {
            throw invalid("it is no background model but \(file.metadata["format"] ?? "unknown")")
        }
        guard let version = file.metadata["version"], version == Self.version else {
            throw invalid(
                "it has version \(file.metadata["version"] ?? "none"), this program reads "
                    + Self.version)
        }
        guard let frontEnd = file.metadata["front_end"],
            let configuration = try? JSONDecoder().decode(
                FrontEndConfiguration.self, from: Data(frontEnd.utf8)),
            configuration.canonicalHash.hexadecimal == file.metadata["front_end_hash"]
        else { throw invalid("its front-end configuration cannot be read") }
        guard let text = file.metadata["scoring"],
            let scoring = try? JSONDecoder().decode(
                ScoringConfiguration.self, from: Data(text.utf8))
        else { throw invalid("its scoring configuration cannot be read") }
        guard let means = file.tensors["feature_means"],
            let variances = file.tensors["feature_variances"],
            let moments = try? FeatureMoments(
                means: means.values.map { Float($0) },
                variances: variances.values.map { Float($0) })
        else { throw invalid("it has no usable feature moments") }
        let known = [
            "format", "version", "front_end", "front_end_hash", "scoring", "calibrated", "checksum",
        ]
        var mixtures: [GaussianMixture] = []
        do {
            for index in configuration.normalizations.indices {
                mixtures.append(try file.mixture(prefix: "\(index).", path: path))
            }
        } catch {
            throw .model(error)
        }
        let cohort = try Self.cohort(file, mixtures, invalid)
        try self.init(
            mixtures: mixtures, configuration: configuration, featureMoments: moments,
            scoring: scoring, cohort: cohort, isCalibrated: file.metadata["calibrated"] != "false",
            description: file.metadata.filter { !known.contains($0.key) })
    }

    /// The voices of the cohort; frames are not counted in them, and second orders are not kept.
    private static func cohort(
        _ file: Safetensors, _ mixtures: [GaussianMixture],
        _ invalid: (String) -> IdentificationError
    ) throws(IdentificationError) -> [VoiceStatistics] {
        var voices: [[SufficientStatistics]] = []
        for (index, mixture) in mixtures.enumerated() {
            let (count, width) = (mixture.componentCount, mixture.dimension)
            guard let zeroth = file.tensors["\(index).cohort_zeroth"],
                let first = file.tensors["\(index).cohort_first"]
            else { continue }
            guard let size = zeroth.shape.first, zeroth.shape == [size, count],
                first.shape == [size, count, width]
            else { throw invalid("its cohort is of another shape") }
            if voices.isEmpty { voices = Array(repeating: [], count: size) }
            guard voices.count == size, voices.allSatisfy({ $0.count == index }) else {
                throw invalid("its cohort has not the same voices in every stream")
            }
            for voice in 0..<size {
                let own = voice * count..<(voice + 1) * count
                let values = first.values[own.lowerBound * width..<own.upperBound * width]
                do {
                    voices[voice].append(
                        try SufficientStatistics(
                            zeroth: Array(zeroth.values[own]),
                            first: Matrix(rows: count, columns: width, elements: Array(values)),
                            second: Matrix(rows: count, columns: width, repeating: 0),
                            logLikelihood: 0, frameCount: 0))
                } catch {
                    throw invalid("its cohort cannot be used: \(error)")
                }
            }
        }
        return voices.map { VoiceStatistics(streams: $0) }
    }

    private static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Configurations are plain numbers and names and always encode.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}
