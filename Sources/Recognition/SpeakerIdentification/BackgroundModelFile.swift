internal import FileStorage
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
    ///
    /// - Throws: what hinders reading the cohort.
    public var file: Safetensors { get throws { content(cohort: try cohort) } }

    /// The bytes of a file that holds all but the cohort, from which
    /// ``init(essentials:path:cohort:)`` makes this model again.
    public var essentials: [UInt8] {
        var file = content(cohort: [])
        file.metadata["essentials_of"] = identity.hexadecimal
        file.metadata["cohort_count"] = "\(cohortCount)"
        return file.encoded()
    }

    private func content(cohort: [VoiceStatistics]) -> Safetensors {
        Self.file(
            mixtures: mixtures, configuration, featureMoments, scoring, cohort: cohort,
            isCalibrated: isCalibrated, description)
    }

    static func file(
        mixtures: [GaussianMixture], _ configuration: FrontEndConfiguration,
        _ featureMoments: FeatureMoments, _ scoring: ScoringConfiguration,
        cohort: [VoiceStatistics], isCalibrated: Bool, _ description: [String: String]
    ) -> Safetensors {
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
            let voices = cohort.compactMap {
                $0.streams.indices.contains(index) ? $0.streams[index] : nil
            }
            guard voices.count == cohort.count else { continue }
            let (count, dimension) = (voices[0].componentCount, voices[0].dimension)
            let (zeroth, first) = (voices.flatMap(\.zeroth), voices.flatMap(\.first.elements))
            // Voices of another shape are refused when the model is made.
            guard zeroth.count == voices.count * count,
                first.count == voices.count * count * dimension
            else { continue }
            file.tensors["\(index).cohort_zeroth"] = .init(
                shape: [voices.count, count], values: zeroth, precision: .single)
            file.tensors["\(index).cohort_first"] = .init(
                shape: [voices.count, count, dimension], values: first, precision: .single)
        }
        for (name, values) in [
            ("feature_means", featureMoments.means),
            ("feature_variances", featureMoments.variances),
        ] {
            file.tensors[name] = .init(shape: [values.count], values: values.map(Double.init))
        }
        return file
    }

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
        try self.init(file, path: path, isVerified: true, cohort: nil)
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
        try self.init(file, path: path, isVerified: true, cohort: nil)
    }

    /// Reads what ``essentials`` wrote. Who keeps it has to know that it is undamaged: its own
    /// checksum takes longer than all the rest, and is not looked at.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - path: names them in errors.
    ///   - cohort: gets the cohort when it is asked for.
    /// - Throws: ``IdentificationError`` when they are not to be used.
    public init(
        essentials bytes: [UInt8], path: String,
        cohort: @escaping @Sendable () throws -> [VoiceStatistics]
    ) throws(IdentificationError) {
        let file: Safetensors
        do {
            file = try Safetensors(bytes: bytes, path: path, verifiesChecksum: false)
        } catch {
            throw .model(error)
        }
        guard let identity = file.metadata["essentials_of"].flatMap({ Digest(hexadecimal: $0) }),
            let count = file.metadata["cohort_count"].flatMap({ Int($0) }), count >= 0
        else {
            throw .invalidModel(path: path, reason: "it does not say which model it is of")
        }
        try self.init(
            file, path: path, isVerified: false,
            cohort: .postponed(count: count, identity: identity, cohort))
    }

    /// The model that a file holds; `path` only names it in errors.
    ///
    /// - Throws: ``IdentificationError`` when it is not to be used.
    package init(_ file: Safetensors, path: String) throws(IdentificationError) {
        try self.init(file, path: path, isVerified: false, cohort: nil)
    }

    private init(
        _ file: Safetensors, path: String, isVerified: Bool, cohort postponed: CohortVoices?
    ) throws(IdentificationError) {
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
            "essentials_of", "cohort_count",
        ]
        var mixtures: [GaussianMixture] = []
        do {
            for index in configuration.normalizations.indices {
                mixtures.append(try file.mixture(prefix: "\(index).", path: path))
            }
        } catch {
            throw .model(error)
        }
        let isCalibrated = file.metadata["calibrated"] != "false"
        let description = file.metadata.filter { !known.contains($0.key) }
        let cohort: CohortVoices
        if let postponed {
            cohort = postponed
        } else {
            let voices = try Self.cohort(file, mixtures, invalid)
            var identity: Digest?
            if isVerified {
                let rest = Self.file(
                    mixtures: mixtures, configuration, moments, scoring, cohort: [],
                    isCalibrated: isCalibrated, description)
                identity = Self.identity(of: file, rest: rest, hasCohort: !voices.isEmpty)
            }
            cohort = .known(voices, identity: identity)
        }
        try self.init(
            mixtures: mixtures, configuration: configuration, featureMoments: moments,
            scoring: scoring, cohort: cohort, isCalibrated: isCalibrated, description: description)
    }

    /// The checksum of a file that says just what the model made of it would write.
    ///
    /// - Parameters:
    ///   - file: whose checksum was found to be right.
    ///   - rest: what the model would write, but for the cohort.
    ///   - hasCohort: whether it would write that of the file, too.
    /// - Returns: the model's identity; nil where the file says something else.
    private static func identity(
        of file: Safetensors, rest: Safetensors, hasCohort: Bool
    ) -> Digest? {
        var metadata = file.metadata
        let checksum = metadata.removeValue(forKey: "checksum")
        let cohort = file.tensors.filter { rest.tensors[$0.key] == nil }
        let streams = hasCohort ? rest.tensors.keys.filter { $0.hasSuffix(".weights") } : []
        let cohortNames = streams.flatMap { name in
            let prefix = name.dropLast("weights".count)
            return [prefix + "cohort_zeroth", prefix + "cohort_first"].map(String.init)
        }
        guard Set(cohort.keys) == Set(cohortNames),
            cohort.values.allSatisfy({ $0.precision == .single }),
            metadata == rest.metadata,
            rest.tensors.allSatisfy({ file.tensors[$0.key] == $0.value })
        else { return nil }
        return checksum.flatMap { Digest(hexadecimal: $0) }
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
