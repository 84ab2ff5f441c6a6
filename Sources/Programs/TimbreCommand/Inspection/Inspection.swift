import Foundation
import GaussianMixtures
import KaldiFiles
import MixtureTables
import SpeakerGallery
import SpeakerIdentification
import Timbre

/// What a file is and what can be said of it.
struct Inspection: Sendable {
    /// The kind of file, in words.
    let kind: String
    /// What can be said, in the order in which it is of interest.
    let facts: [InspectionFact]

    /// Looks into a file: a gallery, one of the safetensors files, one of Kaldi's or a Kaldi data
    /// directory, or else a clip.
    ///
    /// - Throws: what is wrong with it, as the reader of its kind says.
    init(of path: String, reader: ClipReader = ClipReader()) throws {
        // A pipe gives its bytes only once, so it is taken for a clip; what cannot be read, such as
        // a folder, is left for the reader of clips to name.
        let start = Self.isRegularFile(path) ? Self.start(of: path) : Data()
        if KaldiDataDirectory.exists(at: path) {
            try self.init(KaldiDataDirectory(path))
        } else if start.starts(with: Data("SQLite format 3".utf8)) {
            try self.init(gallery: SpeakerGallery.open(path))
        } else if Self.isSafetensors(start) {
            try self.init(Safetensors(contentsOf: path), path: path)
        } else if reader.rawFormat == nil, let content = KaldiContent(beginning: start) {
            try self.init(content, path: path)
        } else {
            try self.init(clip: .file(path), reader: reader)
        }
    }

    private static func isRegularFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private static func start(of path: String) -> Data {
        (try? FileHandle(forReadingAtPath: path)?.read(upToCount: KaldiContent.beginningSize))
            ?? Data()
    }

    init(kind: String, facts: [InspectionFact]) {
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
                .init("speakers", .whole(speakers.count)),
                .init("recordings", .whole(speakers.reduce(0) { $0 + $1.recordingCount })),
                .init("speech", .number(speech, digits: 1, unit: "s"), key: "speech_seconds"),
            ] + (try gallery.calibration().map(Self.facts) ?? [])
                + Self.facts(of: gallery.background))
    }

    private static func facts(of calibration: Calibration) -> [InspectionFact] {
        [
            .init("calibration", calibration.summary),
            .init(
                "calibrated threshold", .number(calibration.threshold, digits: 4, unit: "nats")),
            .init("evidence slope", .number(calibration.map.slope, digits: 4)),
            .init("evidence offset", .number(calibration.map.offset, digits: 4, unit: "nats")),
        ]
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
                    .init("recordings", .whole(recordings)),
                    .init("background model", file.metadata["background"] ?? "?"),
                ])
        case TableMixture.format:
            let model = try TableMixture(file, path: path)
            self.init(kind: "Gaussian mixture", facts: Self.facts(of: model))
        case "timbre-checkpoint":
            let mixture = try file.mixture(path: path)
            self.init(
                kind: "checkpoint of a training",
                facts: [
                    .init("components", .whole(mixture.componentCount)),
                    .init("dimension", .whole(mixture.dimension)),
                    .init("finished", .truth(file.metadata["finished"] == "true")),
                ])
        case let format:
            self.init(kind: format ?? "safetensors file", facts: Self.tensorFacts(of: file))
        }
    }

    /// Measures a clip.
    ///
    /// - Throws: `AudioInputError`.
    init(clip: Clip, reader: ClipReader = ClipReader()) throws {
        let audio = try reader.open(clip, sampleRate: nil, computesDigest: true)
        while try audio.nextBlock() != nil {}
        let measures = audio.measures
        self.init(
            kind: "clip",
            facts: [
                .init("container", audio.description.container),
                .init("encoding", audio.description.encoding),
                .init(
                    "sample rate", .whole(Int(audio.description.sampleRate), unit: "Hz"),
                    key: "sample_rate_hertz"),
                .init("channels", .whole(Int(audio.description.channels))),
                .init(
                    "length", .number(measures.seconds, digits: 3, unit: "s"),
                    key: "length_seconds"),
                .init(
                    "peak",
                    .number(Double(measures.peak), digits: 4, unit: "of full scale")),
                .init("DC offset", .number(Double(measures.dcOffset), digits: 5)),
                .init(
                    "clipped", .share(Double(measures.clippedFraction), digits: 3),
                    key: "clipped_fraction"),
                .init("digest", audio.digest?.hexadecimal ?? ""),
            ] + audio.notes.map { .init("note", $0.description) })
    }

    private static func facts(of model: BackgroundModel) -> [InspectionFact] {
        [
            .init("background model", model.name),
            .init("identity", model.identity.hexadecimal),
            .init("streams", .whole(model.mixtures.count)),
            .init("components", .whole(model.componentCount)),
            .init("dimension", .whole(model.dimension)),
            .init(
                "sample rate", .whole(Int(model.configuration.sampleRate), unit: "Hz"),
                key: "sample_rate_hertz"),
            .init("adapted", model.scoring.adaptation.parameters.description),
            .init(
                "relevance factors",
                model.scoring.adaptation.relevanceFactors.map { String(format: "%g", $0) }
                    .joined(separator: ", ")),
            .init("voices of the cohort", .whole(model.cohortCount), key: "cohort"),
            .init(
                "components per frame",
                model.scoring.topComponents.map { .whole($0) } ?? .text("all")),
            .init("threshold", .number(Double(model.scoring.threshold), digits: 4)),
            .init("calibrated", .truth(model.isCalibrated)),
        ]
            + model.description.filter { $0.key != "name" }.sorted {
                $0.key < $1.key
            }
            .map { .init($0.key, $0.value) }
            + [.init("front end", model.configuration.canonicalJSON)]
    }

    private static func facts(of model: TableMixture) -> [InspectionFact] {
        var steps: [String] = []
        if model.transform.standardization != nil { steps.append("standardized") }
        if let components = model.transform.principalComponents {
            steps.append("\(components.variances.count) principal components")
        }
        return [
            .init("components", .whole(model.mixture.componentCount)),
            .init("covariance", model.mixture.covarianceType.rawValue),
            .init("columns", model.displayNames.joined(separator: ", ")),
            .init("transform", steps.isEmpty ? "none" : steps.joined(separator: ", ")),
        ] + (model.summary.map(Self.facts) ?? [])
    }

    private static func facts(of summary: TableMixture.Summary) -> [InspectionFact] {
        [
            .init("rows", .whole(summary.rows)),
            .init("iterations", .whole(summary.iterations)),
            .init("converged", .truth(summary.converged)),
            .init(
                "mean log-likelihood", .number(summary.figures.meanLogLikelihood, digits: 6)),
            .init("AIC", .number(summary.figures.aic, digits: 3)),
            .init("BIC", .number(summary.figures.bic, digits: 3)),
            .init("floored components", .whole(summary.flooredComponents)),
            .init("missing cells", summary.missingCells.rawValue),
            .init(
                "seed", Int(exactly: summary.seed).map { .whole($0) } ?? .text("\(summary.seed)")),
        ]
    }

    private static func tensorFacts(of file: Safetensors) -> [InspectionFact] {
        file.tensors.sorted { $0.key < $1.key }.map { name, tensor in
            .init(name, tensor.shape.map(String.init).joined(separator: "×"))
        }
    }
}
