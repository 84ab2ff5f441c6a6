import Foundation
internal import GaussianMixtures
internal import MixtureWorkbench
internal import SpeakerGallery
internal import SpeakerIdentification

/// What a file is and what can be said of it.
public struct Inspection: Sendable {
    /// The kind of file, in words.
    public let kind: String
    /// Names and values, in the order in which they are of interest.
    public let facts: [(name: String, value: String)]

    /// Looks into a file: a gallery, one of the safetensors files, or else a clip.
    ///
    /// - Throws: what is wrong with it, as the reader of its kind says.
    public init(of path: String, reader: ClipReader = ClipReader()) throws {
        // A pipe gives its bytes only once, so it is taken for a clip; what cannot be read, such as
        // a folder, is left for the reader of clips to name.
        let start = Self.isRegularFile(path) ? Self.start(of: path) : Data()
        if start.starts(with: Data("SQLite format 3".utf8)) {
            try self.init(gallery: SpeakerGallery.open(path))
        } else if Self.isSafetensors(start) {
            try self.init(Safetensors(contentsOf: path), path: path)
        } else {
            try self.init(clip: .file(path), reader: reader)
        }
    }

    private static func isRegularFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private static func start(of path: String) -> Data {
        (try? FileHandle(forReadingAtPath: path)?.read(upToCount: 16)) ?? Data()
    }

    private init(kind: String, facts: [(name: String, value: String)]) {
        self.kind = kind
        self.facts = facts
    }

    /// Eight bytes of length, then JSON.
    private static func isSafetensors(_ start: Data) -> Bool {
        start.count > 8 && start[start.startIndex + 8] == UInt8(ascii: "{")
    }

    private init(gallery: SpeakerGallery) throws {
        let speakers = try gallery.speakers()
        let speech = speakers.reduce(0) { $0 + $1.speechSeconds }
        self.init(
            kind: "gallery",
            facts: [
                ("speakers", "\(speakers.count)"),
                ("recordings", "\(speakers.reduce(0) { $0 + $1.recordingCount })"),
                ("speech", String(format: "%.1f s", speech)),
            ] + Self.facts(of: gallery.background))
    }

    private init(_ file: Safetensors, path: String) throws {
        switch file.metadata["format"] {
        case BackgroundModel.format:
            let model = try BackgroundModel(contentsOf: path)
            self.init(kind: "background model", facts: Self.facts(of: model))
        case SpeakerGallery.exportFormat:
            let recordings = file.tensors.keys.count { $0.hasSuffix(".0.zeroth") }
            self.init(
                kind: "exported speakers",
                facts: [
                    ("recordings", "\(recordings)"),
                    ("background model", file.metadata["background"] ?? "?"),
                ])
        case TableMixture.format:
            let model = try TableMixture(file, path: path)
            self.init(kind: "Gaussian mixture", facts: Self.facts(of: model))
        case "timbre-checkpoint":
            let mixture = try file.mixture(path: path)
            self.init(
                kind: "checkpoint of a training",
                facts: [
                    ("components", "\(mixture.componentCount)"),
                    ("dimension", "\(mixture.dimension)"),
                    ("finished", file.metadata["finished"] ?? "?"),
                ])
        case let format:
            self.init(kind: format ?? "safetensors file", facts: Self.tensorFacts(of: file))
        }
    }

    /// Measures a clip.
    ///
    /// - Throws: `AudioInputError`.
    public init(clip: Clip, reader: ClipReader = ClipReader()) throws {
        let audio = try reader.open(clip, sampleRate: nil, computesDigest: true)
        while try audio.nextBlock() != nil {}
        let measures = audio.measures
        self.init(
            kind: "clip",
            facts: [
                ("container", audio.description.container),
                ("encoding", audio.description.encoding),
                ("sample rate", "\(audio.description.sampleRate) Hz"),
                ("channels", "\(audio.description.channels)"),
                ("length", String(format: "%.3f s", measures.seconds)),
                ("peak", String(format: "%.4f of full scale", measures.peak)),
                ("DC offset", String(format: "%.5f", measures.dcOffset)),
                ("clipped", String(format: "%.3f %%", 100 * measures.clippedFraction)),
                ("digest", audio.digest?.hexadecimal ?? ""),
            ] + audio.notes.map { ("note", $0.description) })
    }

    private static func facts(of model: BackgroundModel) -> [(name: String, value: String)] {
        var parameters: [String] = []
        if model.scoring.adaptation.parameters.contains(.means) { parameters.append("means") }
        if model.scoring.adaptation.parameters.contains(.weights) { parameters.append("weights") }
        if model.scoring.adaptation.parameters.contains(.variances) {
            parameters.append("variances")
        }
        return [
            ("background model", model.name),
            ("identity", model.identity.hexadecimal),
            ("streams", "\(model.mixtures.count)"),
            ("components", "\(model.componentCount)"),
            ("dimension", "\(model.dimension)"),
            ("sample rate", "\(model.configuration.sampleRate) Hz"),
            ("adapted", parameters.joined(separator: ", ")),
            ("relevance factor", "\(model.scoring.adaptation.relevanceFactor)"),
            ("components per frame", model.scoring.topComponents.map { "\($0)" } ?? "all"),
            ("threshold", String(format: "%.4f", model.scoring.threshold)),
            ("calibrated", "\(model.isCalibrated)"),
        ]
            + model.description.filter { $0.key != "name" }.sorted {
                $0.key < $1.key
            }
            .map { ($0.key, $0.value) }
            + [("front end", model.configuration.canonicalJSON)]
    }

    private static func facts(of model: TableMixture) -> [(name: String, value: String)] {
        let summary = model.summary
        var steps: [String] = []
        if model.transform.standardization != nil { steps.append("standardized") }
        if let components = model.transform.principalComponents {
            steps.append("\(components.variances.count) principal components")
        }
        return [
            ("components", "\(model.mixture.componentCount)"),
            ("covariance", model.mixture.covarianceType.rawValue),
            ("columns", model.displayNames.joined(separator: ", ")),
            ("transform", steps.isEmpty ? "none" : steps.joined(separator: ", ")),
            ("rows", "\(summary.rows)"),
            ("iterations", "\(summary.iterations)"),
            ("converged", "\(summary.converged)"),
            ("mean log-likelihood", String(format: "%.6f", summary.figures.meanLogLikelihood)),
            ("AIC", String(format: "%.3f", summary.figures.aic)),
            ("BIC", String(format: "%.3f", summary.figures.bic)),
            ("missing cells", summary.missingCells.rawValue),
            ("seed", "\(summary.seed)"),
        ]
    }

    private static func tensorFacts(of file: Safetensors) -> [(name: String, value: String)] {
        file.tensors.sorted { $0.key < $1.key }.map { name, tensor in
            (name, tensor.shape.map(String.init).joined(separator: "×"))
        }
    }
}
