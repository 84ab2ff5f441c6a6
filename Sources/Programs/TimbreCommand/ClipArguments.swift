import ArgumentParser
import Foundation
import KaldiFiles
import Timbre

/// Clips as a command takes them.
struct ClipArguments: ParsableArguments {
    @Argument(
        help: "Audio files, folders, Kaldi data directories, or - for one clip on standard input.")
    var clips: [String] = []

    @Option(
        help: """
            A list of clips: a header speaker<TAB>clip, then a clip per line; or a Kaldi data \
            directory (a folder with wav.scp).
            """)
    var list: String?

    @Option(
        help: """
            The folder that paths are relative to (default: a list's own, the working directory \
            for a Kaldi data directory).
            """)
    var root: String?

    func validate() throws {
        guard !clips.isEmpty || list != nil else {
            throw ValidationError("Name clips, folders, - or a list by --list.")
        }
        guard clips.filter({ $0 == "-" }).count <= 1 else {
            throw ValidationError("Standard input is one clip; name - once.")
        }
    }

    /// The clips; folders are searched. A list may lack the column of speakers where nobody needs
    /// to know them.
    func resolved(needsSpeakers: Bool = true) throws -> [LabelledClip] {
        try Self.search(clips, root: root)
            + (list.map {
                try Self.list($0, root: root, needsSpeakers: needsSpeakers)
            } ?? [])
    }

    /// The clips that some words name; the speaker of a clip is its own name, unless a Kaldi data
    /// directory tells it. A folder without audio, or that cannot be read, becomes a clip of its
    /// own, which fails with its own message and stops no other.
    static func search(_ words: [String], root: String? = nil) throws -> [LabelledClip] {
        var found: [LabelledClip] = []
        for word in words {
            found +=
                KaldiDataDirectory.exists(at: word)
                ? try list(word, root: root, needsSpeakers: false)
                : clips(word).map { LabelledClip(speaker: $0.name, clip: $0) }
        }
        return found
    }

    /// The clips of a list, or of a Kaldi data directory.
    ///
    /// - Throws: `ClipList.Failure` or `KaldiError`.
    static func list(
        _ path: String, root: String? = nil, needsSpeakers: Bool = true
    ) throws -> [LabelledClip] {
        guard KaldiDataDirectory.exists(at: path) else {
            return try ClipList.read(path, root: root, needsSpeakers: needsSpeakers)
        }
        return try KaldiDataDirectory(path, root: root).utterances.map { utterance in
            guard utterance.speaker != nil || !needsSpeakers else {
                throw KaldiError.cannotOpen(path: path + "/utt2spk", code: ENOENT)
            }
            return LabelledClip(
                speaker: utterance.speaker ?? utterance.name,
                clip: .file(utterance.file, part: utterance.seconds, name: utterance.name))
        }
    }

    private static func clips(_ word: String) -> [Clip] {
        if word == "-" { return [.standardInput] }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: word, isDirectory: &isFolder),
            isFolder.boolValue
        else { return [.file(word)] }
        do {
            let findings = try AudioFileSearch.search(word)
            let clips =
                findings.files.map { Clip.file($0) }
                + findings.unreadable.map { Clip.unreadable($0.folder, $0.error) }
            return clips.isEmpty
                ? [.file(word)]
                : clips.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        } catch {
            return [.unreadable(word, error)]
        }
    }
}
