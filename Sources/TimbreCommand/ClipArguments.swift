import ArgumentParser
import Foundation
import Timbre

/// Clips as a command takes them.
struct ClipArguments: ParsableArguments {
    @Argument(help: "Audio files, folders, or - for one clip on standard input.")
    var clips: [String] = []

    @Option(help: "A list of clips: a header speaker<TAB>clip, then a clip per line.")
    var list: String?

    @Option(help: "The folder that a list's paths are relative to (default: the list's own).")
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
        try Self.search(clips)
            + (list.map {
                try ClipList.read($0, root: root, needsSpeakers: needsSpeakers)
            } ?? [])
    }

    /// The clips that some words name; the speaker of a clip is its own name. A folder without
    /// audio, or that cannot be read, becomes a clip of its own, which fails with its own message
    /// and stops no other.
    static func search(_ words: [String]) -> [LabelledClip] {
        words.flatMap(clips).map { LabelledClip(speaker: $0.name, clip: $0) }
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
