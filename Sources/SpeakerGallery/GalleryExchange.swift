import Foundation
public import GaussianMixtures
internal import NumericCore

/// Speakers on their way from one gallery to another.
///
/// The file is safetensors. Metadata: `format` = `timbre-speakers`, `version`, `background` (the
/// identity of the background model), `checksum`, and `recordings`, a JSON list of objects with
/// `speaker`, `name`, `digest`, `duration_seconds`, `speech_seconds`, `signal_to_noise_decibels`,
/// `enrolled_at` (seconds since 1970), `frame_count` and `log_likelihood`. Tensors of recording i:
/// `i.zeroth` (K), `i.first` and `i.second` (K×D).
extension SpeakerGallery {
    private static let format = "timbre-speakers"

    private struct Entry: Codable {
        var speaker: String
        var name: String
        var digest: String
        var durationSeconds: Double
        var speechSeconds: Double
        var signalToNoiseDecibels: Double?
        var enrolledAt: Double
        var frameCount: Int
        var logLikelihood: Double
    }

    /// The recordings of some speakers as one file's content.
    ///
    /// - Throws: ``GalleryError/noSpeaker(name:)``, or that the gallery cannot be read.
    public func exported(_ speakers: [String]) throws -> Safetensors {
        var entries: [Entry] = []
        var tensors: [String: Safetensors.Tensor] = [:]
        for speaker in speakers {
            for recording in try recordings(of: speaker) {
                let statistics = recording.statistics
                let index = entries.count
                tensors["\(index).zeroth"] = .init(
                    shape: [statistics.componentCount], values: statistics.zeroth)
                tensors["\(index).first"] = .init(statistics.first)
                tensors["\(index).second"] = .init(statistics.second)
                entries.append(
                    Entry(
                        speaker: speaker, name: recording.name, digest: recording.digest,
                        durationSeconds: recording.durationSeconds,
                        speechSeconds: recording.speechSeconds,
                        signalToNoiseDecibels: recording.signalToNoiseDecibels,
                        enrolledAt: recording.enrolledAt.timeIntervalSince1970,
                        frameCount: statistics.frameCount,
                        logLikelihood: statistics.logLikelihood))
            }
        }
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Safetensors(
            metadata: [
                "format": Self.format,
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
        guard file.metadata["format"] == Self.format, file.metadata["version"] == "1" else {
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
        let (count, dimension) = (background.mixture.componentCount, background.mixture.dimension)
        guard let zeroth = file.tensors["\(index).zeroth"], zeroth.shape == [count],
            let first = file.tensors["\(index).first"], first.shape == [count, dimension],
            let second = file.tensors["\(index).second"], second.shape == [count, dimension],
            let statistics = try? SufficientStatistics(
                zeroth: zeroth.values,
                first: Matrix(rows: count, columns: dimension, elements: first.values),
                second: Matrix(rows: count, columns: dimension, elements: second.values),
                logLikelihood: entry.logLikelihood, frameCount: entry.frameCount),
            StatisticsEncoding.canHold(statistics)
        else {
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
            enrolledAt: Date(timeIntervalSince1970: entry.enrolledAt), statistics: statistics)
    }
}
