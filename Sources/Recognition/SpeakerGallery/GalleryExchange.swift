import Foundation
internal import GRDB
public import GaussianMixtures
internal import NumericCore
internal import SpeakerIdentification

/// Speakers on their way from one gallery to another.
///
/// The file is safetensors. Metadata: `format` = `timbre-speakers`, `version` = `2`, `background`
/// (the identity of the background model), `checksum`, and two JSON lists of objects. `speakers`:
/// `name`, `created_at`, `tags`, `notes`, `consent` (`unstated`, `given` or `withdrawn`),
/// `consent_at`, `expires_at`. `recordings`: `speaker`, `name`, `digest`, `duration_seconds`,
/// `speech_seconds`, `signal_to_noise_decibels`, `clipped_fraction`, `enrolled_at`, `frame_count`,
/// and `log_likelihoods`, a list of one per stream. Times are seconds since 1970. Tensors of stream
/// s of recording i, both counted from 0: `i.s.zeroth` (K), `i.s.first` (K×D) and, where the
/// background model adapts variances, `i.s.second` (K×D). Version 1 has no `speakers`.
extension SpeakerGallery {
    /// What an exported file's metadata says under `format`.
    public static let exportFormat = "timbre-speakers"

    /// The recordings of some speakers, and what is said of these, as one file's content.
    ///
    /// - Throws: ``GalleryError/noSpeaker(name:)``, or that the gallery cannot be read.
    public func exported(_ speakers: [String]) throws -> Safetensors {
        var entries: [ExchangedRecording] = []
        var tensors: [String: Safetensors.Tensor] = [:]
        for speaker in speakers {
            for recording in try recordings(of: speaker) {
                for (index, stream) in recording.statistics.streams.enumerated() {
                    let name = "\(entries.count).\(index)"
                    tensors["\(name).zeroth"] = .init(
                        shape: [stream.componentCount], values: stream.zeroth)
                    tensors["\(name).first"] = .init(stream.first)
                    if keepsSecond { tensors["\(name).second"] = .init(stream.second) }
                }
                entries.append(ExchangedRecording(recording, of: speaker))
            }
        }
        let summaries = Dictionary(
            uniqueKeysWithValues: try self.speakers().map { ($0.name, $0) })
        let known = speakers.compactMap {
            summaries[$0.precomposedStringWithCanonicalMapping].map(ExchangedSpeaker.init)
        }
        return Safetensors(
            metadata: [
                "format": Self.exportFormat,
                "version": "2",
                "background": background.identity.hexadecimal,
                "speakers": try ExchangeCoding.text(known),
                "recordings": try ExchangeCoding.text(entries),
            ], tensors: tensors)
    }

    /// Adds everything in an exported file, or nothing; audio that a speaker has already is passed
    /// over. Of a speaker who is there already, whatever forbids more stays: a withdrawn consent,
    /// the earlier end.
    ///
    /// - Returns: the number of recordings added.
    /// - Throws: ``GalleryError/cannotImport(path:reason:)``, or a fault of the database.
    public func `import`(_ file: Safetensors, path: String) throws -> Int {
        func refuse(_ reason: String) -> GalleryError { .cannotImport(path: path, reason: reason) }
        let version = file.metadata["version"] ?? ""
        guard file.metadata["format"] == Self.exportFormat, ["1", "2"].contains(version) else {
            throw refuse("it holds no exported speakers of version 1 or 2")
        }
        guard file.metadata["background"] == background.identity.hexadecimal else {
            throw refuse(
                "its speakers were enrolled with another background model than this gallery's "
                    + "(\(background.name)); enrol their clips anew")
        }
        guard
            let entries = ExchangeCoding.list(
                file.metadata["recordings"], of: ExchangedRecording.self)
        else { throw refuse("its list of recordings cannot be read") }
        let known = ExchangeCoding.list(
            version == "1" ? "[]" : file.metadata["speakers"], of: ExchangedSpeaker.self)
        guard let known, known.allSatisfy({ Consent.Status(rawValue: $0.consent) != nil }) else {
            throw refuse("its list of speakers cannot be read")
        }
        let recordings = try entries.enumerated().map { index, entry in
            (entry.speaker, try recording(entry, index, in: file, path))
        }
        return try write { try add(known, recordings, $0) }
    }

    private func add(
        _ known: [ExchangedSpeaker],
        _ recordings: [(speaker: String, recording: EnrolledRecording)],
        _ database: Database
    ) throws -> Int {
        try checkBackground(database)
        for speaker in known {
            let identifier = try findOrCreate(
                speaker.name, createdAt: Date(timeIntervalSince1970: speaker.createdAt), database)
            let facts = try facts(identifier, database).joined(with: speaker.facts)
            try store(facts, identifier, database)
        }
        var added: [Int64: Int] = [:]
        for (speaker, recording) in recordings {
            let identifier = try findOrCreate(speaker, database)
            do {
                try insert(recording, speaker: speaker, identifier, database)
                added[identifier, default: 0] += 1
            } catch GalleryError.duplicateRecording {
                continue
            }
        }
        for (identifier, count) in added.sorted(by: { $0.key < $1.key }) {
            try record(.imported, identifier, recordings: count, database)
        }
        return added.values.reduce(0, +)
    }

    private func recording(
        _ entry: ExchangedRecording, _ index: Int, in file: Safetensors, _ path: String
    ) throws(GalleryError) -> EnrolledRecording {
        let streams = entry.logLikelihoods.enumerated().compactMap { stream, logLikelihood in
            statistics("\(index).\(stream)", logLikelihood, entry.frameCount, in: file)
        }
        let expected = background.mixtures.count
        guard streams.count == expected, entry.logLikelihoods.count == expected else {
            throw GalleryError.cannotImport(
                path: path, reason: "the statistics of recording \(index) are not usable")
        }
        guard entry.digest.count == 64, entry.digest.allSatisfy(\.isHexDigit),
            !entry.name.hasControlCharacters
        else {
            throw GalleryError.cannotImport(
                path: path, reason: "the name or digest of recording \(index) is not usable")
        }
        return EnrolledRecording(entry.summary, VoiceStatistics(streams: streams))
    }

    /// The statistics whose tensors bear a name; nil when they are not there or not usable.
    private func statistics(
        _ name: String, _ logLikelihood: Double, _ frameCount: Int, in file: Safetensors
    ) -> SufficientStatistics? {
        let (count, dimension) = (background.componentCount, background.dimension)
        func matrix(_ order: String) -> Matrix<Double>? {
            guard let tensor = file.tensors["\(name).\(order)"],
                tensor.shape == [count, dimension]
            else { return nil }
            return Matrix(rows: count, columns: dimension, elements: tensor.values)
        }
        let second =
            keepsSecond
            ? matrix("second") : Matrix(rows: count, columns: dimension, repeating: 0)
        guard let zeroth = file.tensors["\(name).zeroth"], zeroth.shape == [count],
            let first = matrix("first"), let second,
            let statistics = try? SufficientStatistics(
                zeroth: zeroth.values, first: first, second: second,
                logLikelihood: logLikelihood, frameCount: frameCount),
            StatisticsEncoding.canHold(statistics)
        else { return nil }
        return statistics
    }

    var keepsSecond: Bool { background.keepsSecond }
}

extension BackgroundModel {
    /// Second-order sums serve nothing but adapting variances.
    var keepsSecond: Bool { scoring.adaptation.parameters.contains(.variances) }
}
