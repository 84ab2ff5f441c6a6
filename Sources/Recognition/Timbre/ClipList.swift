import Foundation

/// A clip and whose it is.
public struct LabelledClip: Sendable {
    /// The speaker's name.
    public let speaker: String
    /// The clip.
    public let clip: Clip

    /// A clip with a name.
    public init(speaker: String, clip: Clip) {
        self.speaker = speaker
        self.clip = clip
    }
}

/// Lists of clips: text with a header line, columns `speaker` and `clip` separated by tabs, further
/// columns ignored, paths relative to the list's own folder or to a given one. UTF-8; a byte order
/// mark at the start, as some programs write it, is passed over.
public enum ClipList {
    /// What is wrong with a list.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// It is not there or cannot be read.
        case missing(path: String)
        /// A line is not what it should be.
        case line(path: String, number: Int, reason: String)

        /// What is wrong and where.
        public var description: String {
            switch self {
            case .missing(let path): "\(path): no such list, or it cannot be read as text"
            case .line(let path, let number, let reason): "\(path):\(number): \(reason)"
            }
        }
    }

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - path: the list.
    ///   - root: the folder that paths are relative to; nil for the list's own.
    ///   - needsSpeakers: whether the speakers matter; else they are not looked at, and a clip's
    ///     is its own path.
    /// - Returns: the clips in the order of the lines; each keeps the list's path as its name.
    /// - Throws: ``Failure``.
    public static func read(
        _ path: String, root: String? = nil, needsSpeakers: Bool = true
    ) throws(Failure) -> [LabelledClip] {
        guard var text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .missing(path: path)
        }
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        let folder = root ?? URL(fileURLWithPath: path).deletingLastPathComponent().path
        // `split` would take the two bytes of a Windows line end for one character of its own.
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
        let header = lines[0].split(separator: "\t", omittingEmptySubsequences: false)
        let clipColumn = header.firstIndex(of: "clip")
        guard let clipColumn,
            let speakerColumn = needsSpeakers ? header.firstIndex(of: "speaker") : clipColumn
        else {
            throw .line(
                path: path, number: 1,
                reason: needsSpeakers
                    ? "a header with the columns speaker and clip, separated by a tab, expected"
                    : "a header with the column clip expected")
        }
        var clips: [LabelledClip] = []
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count > max(speakerColumn, clipColumn), !fields[clipColumn].isEmpty,
                !fields[speakerColumn].isEmpty
            else {
                throw .line(
                    path: path, number: index + 1,
                    reason: needsSpeakers
                        ? "a speaker and a clip expected, separated by a tab" : "a clip expected")
            }
            let name = String(fields[clipColumn])
            clips.append(
                LabelledClip(
                    speaker: String(fields[speakerColumn]),
                    clip: .file(name.hasPrefix("/") ? name : "\(folder)/\(name)")))
        }
        return clips
    }
}
