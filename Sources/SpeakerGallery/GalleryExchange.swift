import Foundation
public import GaussianMixtures
internal import NumericCore
internal import SpeakerIdentification

/// Speakers on their way from one gallery to another.
///
/// The file is safetensors. Metadata: `format` = `timbre-speakers`, `version`, `background` (the
/// identity of the background model), `checksum`, and `recordings`, a JSON list of objects with
/// `speaker`, `name`, `digest`, `duration_seconds`, `speech_seconds`, `signal_to_noise_decibels`,
/// `enrolled_at` (seconds since 1970), `frame_count`, and `log_likelihoods`, a list of one per
/// stream. Tensors of stream s of recording i, both counted from 0: `i.s.zeroth` (K), `i.s.first`
/// (K×D) and, where the background model adapts variances, `i.s.second` (K×D).
extension SpeakerGallery {
    /// What an exported file's metadata says under `format`.
    public static let exportFormat = "timbre-speakers"

    private struct Entry: Codable {
        var speaker: String
        var name: String
        var digest: String
        var durationSeconds: Double
        var speechSeconds: Double
        var signalToNoiseDecibels: Double?
        var enrolledAt: Double
        var frameCount: Int
        var logLikelihoods: [Double]
    }

    /// The recordings of some speakers as one file's content.
    ///
    /// - Throws: ``GalleryError/noSpeaker(name:)``, or that the gallery cannot be read.
    public func exported(_ speakers: [String]) throws -> Safetensors {
        var entries: [Entry] = []
        var tensors: [String: Safetensors.Tensor] = [:]
        for speaker in speakers {
            for recording in try recordings(of: speaker) {
                let streams = recording.statistics.streams
                for (index, stream) in streams.enumerated() {
                    let name = "\(entries.count).\(index)"
                    tensors["\(name).zeroth"] = .init(
                        shape: [stream.componentCount], values: stream.zeroth)
                    tensors["\(name).first"] = .init(stream.first)
                    if keepsSecond { tensors["\(name).second"] = .init(stream.second) }
                }
                entries.append(
                    Entry(
                        speaker: speaker, name: recording.name, digest: recording.digest,
                        durationSeconds: recording.durationSeconds,
                        speechSeconds: recording.speechSeconds,
                        signalToNoiseDecibels: recording.signalToNoiseDecibels,
                        enrolledAt: recording.enrolledAt.timeIntervalSince1970,
                        frameCount: recording.statistics.frameCount,
                        logLikelihoods: streams.map(\.logLikelihood)))
            }
        }
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Safetensors(
            metadata: [
                "format": Self.exportFormat,
                "version": "1",
                "background": background.identity.hexadecimal,
                "recordings": String(decoding: try encoder.encode(entries), as: UTF8.self),
            ], tensors: tensors)
    }

    /// Adds all recordings of an exported file, or none; audio that a speaker has already is
    /// passed over.
    ///
    /// - Returns: the number of recordings added.
    /// - Throws: ``GalleryError/cannotImport(path:reason:)``, or a fault of the database.
    public func `import`(_ file: Safetensors, path: String) throws -> Int {
        func refuse(_ reason: String) -> GalleryError { .cannotImport(path: path, reason: reason) }
        guard file.metadata["format"] == Self.exportFormat, file.metadata["version"] == "1" else {
            throw refuse("it holds no exported speakers of version 1")
        }
        guard file.metadata["background"] == background.identity.hexadecimal else {
            throw refuse(
                "its speakers were enrolled with another background model than this gallery's "
                    + "(\(background.name)); enrol their clips anew")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let text = file.metadata["recordings"],
            let entries = try? decoder.decode([Entry].self, from: Data(text.utf8))
        else { throw refuse("its list of recordings cannot be read") }
        let recordings = try entries.enumerated().map { index, entry in
            (entry.speaker, try recording(entry, index, in: file, path))
        }
        return try write { database in
            var added = 0
            for (speaker, recording) in recordings {
                do {
                    try add([recording], to: speaker, database)
                    added += 1
                } catch GalleryError.duplicateRecording {
                    continue
                }
            }
            return added
        }
    }

    private func recording(
        _ entry: Entry, _ index: Int, in file: Safetensors, _ path: String
    ) throws(GalleryError) -> Recording {
        let streams = entry.logLikelihoods.enumerated().compactMap { stream, logLikelihood in
            statistics("\(index).\(stream)", logLikelihood, entry.frameCount, in: file)
        }
        let expected = background.mixtures.count
        guard streams.count == expected, entry.logLikelihoods.count == expected else {
            throw GalleryError.cannotImport(
                path: path, reason: "the statistics of recording \(index) are not usable")
        }
        guard entry.digest.count == 64, entry.digest.allSatisfy(\.isHexDigit),
            !entry.name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }
            )
        else {
            throw GalleryError.cannotImport(
                path: path, reason: "the name or digest of recording \(index) is not usable")
        }
        return Recording(
            name: entry.name, digest: entry.digest, durationSeconds: entry.durationSeconds,
            speechSeconds: entry.speechSeconds,
            signalToNoiseDecibels: entry.signalToNoiseDecibels,
            enrolledAt: Date(timeIntervalSince1970: entry.enrolledAt),
            statistics: VoiceStatistics(streams: streams))
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

    /// Second-order sums serve nothing but adapting variances.
    var keepsSecond: Bool { background.scoring.adaptation.parameters.contains(.variances) }
}
