import Foundation
public import GaussianMixtures
internal import KaldiFiles

extension TableMixture {
    /// The value of `format` in the metadata of a model file.
    public static let format = "timbre-mixture"
    private static let version = "1"

    /// The model's file: the mixture's tensors; names, transform and summary as JSON in the
    /// metadata.
    ///
    /// - Throws: what cannot be encoded.
    public func file() throws -> Safetensors {
        var metadata = [
            "format": Self.format, "version": Self.version,
            "transform": try Self.json(transform),
        ]
        if let summary { metadata["summary"] = try Self.json(summary) }
        if let columnNames { metadata["columns"] = try Self.json(columnNames) }
        var file = Safetensors(metadata: metadata, tensors: [:])
        file.store(mixture)
        return file
    }

    /// Writes the model's file, whole or not at all.
    ///
    /// - Throws: `MixtureError.cannotWrite`.
    public func write(to path: String) throws {
        try file().write(to: path)
    }

    /// Reads a model's file, or a diagonal mixture of Kaldi's, which its content tells.
    ///
    /// - Throws: `MixtureError.missingFile`, `MixtureError.invalidFile`; `KaldiError` for a
    ///   mixture of Kaldi's that cannot be used.
    public init(contentsOf path: String) throws {
        if KaldiContent(of: path) == .mixture {
            try self.init(
                mixture: try KaldiMixtureFile.read(path), transform: try DataTransform(),
                columnNames: nil, summary: nil)
            return
        }
        let file: Safetensors
        do throws(MixtureError) {
            file = try Safetensors(contentsOf: path)
        } catch {
            guard case .invalidFile = error, !Self.isSafetensors(path) else { throw error }
            throw MixtureError.invalidFile(
                path: path,
                reason: "it is not a safetensors file; expected a model, as timbre mixture fit "
                    + "writes it, or a diagonal mixture of Kaldi's")
        }
        try self.init(file, path: path)
    }

    /// Whether a file begins as one of that kind does: eight bytes of length, then JSON.
    private static func isSafetensors(_ path: String) -> Bool {
        let start = (try? FileHandle(forReadingAtPath: path)?.read(upToCount: 9)) ?? Data()
        return start.count == 9 && start.last == UInt8(ascii: "{")
    }

    /// The model that a file holds; `path` only names it in errors.
    ///
    /// - Throws: `MixtureError.invalidFile`.
    public init(_ file: Safetensors, path: String) throws(MixtureError) {
        func invalid(_ reason: String) -> MixtureError { .invalidFile(path: path, reason: reason) }
        guard file.metadata["format"] == Self.format else {
            throw invalid(
                "it is \(file.metadata["format"] ?? "of no known format"), expected "
                    + "\(Self.format), as timbre mixture fit writes it")
        }
        guard file.metadata["version"] == Self.version else {
            throw invalid(
                "it is of version \(file.metadata["version"] ?? "none"), expected "
                    + "\(Self.version); use a newer timbre")
        }
        func decoded<Value: Decodable>(
            _ key: String, as type: Value.Type
        ) throws(MixtureError) -> Value {
            do {
                return try JSONDecoder().decode(
                    type, from: Data((file.metadata[key] ?? "").utf8))
            } catch let error as TableError {
                throw invalid("\(error)")
            } catch {
                throw invalid("its \(key) cannot be read")
            }
        }
        let transform = try decoded("transform", as: DataTransform.self)
        let summary =
            file.metadata["summary"] == nil ? nil : try decoded("summary", as: Summary.self)
        let names =
            file.metadata["columns"] == nil ? nil : try decoded("columns", as: [String].self)
        if let summary {
            guard summary.figures.isFinite, summary.rows > 0, summary.iterations >= 0 else {
                throw invalid("its summary holds impossible numbers")
            }
        }
        let mixture = try file.mixture(path: path)
        do {
            try self.init(
                mixture: mixture, transform: transform, columnNames: names, summary: summary)
        } catch {
            throw invalid("\(error)")
        }
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
