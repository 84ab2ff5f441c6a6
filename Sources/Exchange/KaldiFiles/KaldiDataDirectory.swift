import Foundation

/// A Kaldi data directory: `wav.scp` names recordings and their audio files; `segments`, where there
/// is one, cuts utterances out of them; `utt2spk`, where there is one, tells their speakers.
///
/// ```swift
/// let directory = try KaldiDataDirectory("data/train")
/// directory.utterances.count
/// ```
public struct KaldiDataDirectory: Sendable, Equatable {
    /// A recording, or a part of one.
    public struct Utterance: Sendable, Equatable {
        /// Its name.
        public let name: String
        /// Who speaks; nil where `utt2spk` is missing.
        public let speaker: String?
        /// The audio file.
        public let file: String
        /// The seconds of it, to infinity for its end; nil for all of it.
        public let seconds: Range<Double>?
    }

    /// The directory.
    public let path: String
    /// The utterances in the order of `segments`, or else of `wav.scp`.
    public let utterances: [Utterance]
    /// Number of recordings in `wav.scp`.
    public let recordingCount: Int

    /// Whether a folder holds a `wav.scp`.
    public static func exists(at path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path + "/wav.scp", isDirectory: &isFolder)
            && !isFolder.boolValue
    }

    /// Reads the lists; no audio is opened.
    ///
    /// - Parameters:
    ///   - path: the directory.
    ///   - root: the folder that audio files' paths are relative to; nil for the working directory,
    ///     as Kaldi takes them.
    /// - Throws: ``KaldiError``, also for commands, which are not run.
    public init(_ path: String, root: String? = nil) throws(KaldiError) {
        let recordings = try KaldiTable(contentsOf: path + "/wav.scp")
        var files: [String: String] = [:]
        for line in recordings.lines {
            try recordings.requireFile(line)
            guard line.value.wholeMatch(of: /.*:\d+/) == nil else {
                throw recordings.malformed(line, "an audio file", "a place in an archive")
            }
            files[line.key] =
                line.value.hasPrefix("/")
                ? line.value
                : root.map { $0 + "/" + line.value }
                    ?? line.value
        }
        let speakers = try Self.list("utt2spk", in: path).map { table throws(KaldiError) in
            (table.path, try Self.speakers(table))
        }
        func utterance(
            _ name: String, _ file: String, _ seconds: Range<Double>?
        ) throws(KaldiError) -> Utterance {
            if let (path, speakers) = speakers, speakers[name] == nil {
                throw .malformed(
                    path: path, place: .line(speakers.count), expected: "a speaker of \(name)",
                    got: "none to the end")
            }
            return Utterance(
                name: name, speaker: speakers?.1[name], file: file, seconds: seconds)
        }
        var utterances: [Utterance] = []
        if let segments = try Self.list("segments", in: path) {
            for line in segments.lines {
                let (recording, seconds) = try Self.cut(line, segments)
                guard let file = files[recording] else {
                    throw segments.malformed(line, "a recording of wav.scp", "'\(recording)'")
                }
                utterances.append(try utterance(line.key, file, seconds))
            }
        } else {
            for line in recordings.lines {
                utterances.append(try utterance(line.key, files[line.key] ?? line.value, nil))
            }
        }
        guard !utterances.isEmpty else {
            throw .malformed(
                path: recordings.path, place: .line(1), expected: "recordings", got: "none")
        }
        self.path = path
        self.utterances = utterances
        recordingCount = files.count
    }

    private static func list(_ name: String, in folder: String) throws(KaldiError) -> KaldiTable? {
        let path = folder + "/" + name
        return FileManager.default.fileExists(atPath: path)
            ? try KaldiTable(contentsOf: path) : nil
    }

    private static func speakers(_ table: KaldiTable) throws(KaldiError) -> [String: String] {
        var speakers: [String: String] = [:]
        for line in table.lines {
            guard line.words.count == 1 else {
                throw table.malformed(line, "an utterance and a speaker", "'\(line.value)'")
            }
            speakers[line.key] = line.words[0]
        }
        return speakers
    }

    /// A recording and the seconds of it; −1 stands for its end.
    private static func cut(
        _ line: KaldiTable.Line, _ table: KaldiTable
    ) throws(KaldiError) -> (String, Range<Double>) {
        let words = line.words
        guard words.count == 3 else {
            throw table.malformed(
                line, "an utterance, a recording, start and end in seconds",
                words.count == 4 ? "a channel behind them, which is not read" : "'\(line.value)'")
        }
        guard let start = Double(words[1]), let end = Double(words[2]), start.isFinite,
            end.isFinite, start >= 0, end == -1 || start < end
        else {
            throw table.malformed(
                line, "a start from 0 and a later end in seconds, or -1 for the recording's end",
                "\(words[1]) and \(words[2])")
        }
        return (words[0], start..<(end == -1 ? .infinity : end))
    }
}
