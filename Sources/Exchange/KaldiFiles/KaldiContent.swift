import Foundation

/// What a file of Kaldi's is, by how it begins.
public enum KaldiContent: Sendable {
    /// A Gaussian mixture; also a full one, which is then refused by its token.
    case mixture
    /// An archive of features.
    case archive
    /// A script that names places in archives.
    case script

    /// How many bytes tell.
    public static let beginningSize = 4096

    /// Recognizes a file by its first ``beginningSize`` bytes; nil for anything else.
    public init?(beginning bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        let text = bytes.drop(while: isBlank)
        for token in ["<DiagGMM", "<FullGMM>"].map({ Array($0.utf8) })
        where text.starts(with: token) || bytes.starts(with: [0, UInt8(ascii: "B")] + token) {
            self = .mixture
            return
        }
        let key = bytes.prefix { $0 > 32 && $0 != 127 }
        let value = bytes.dropFirst(key.count).drop { $0 == 32 || $0 == 9 }
        guard !key.isEmpty, value.startIndex > key.endIndex else { return nil }
        if value.starts(with: [0, UInt8(ascii: "B")]) {
            self = .archive
        } else if value.first == UInt8(ascii: "["), let next = value.dropFirst().first,
            isBlank(next)
        {
            self = .archive
        } else if let line = String(
            validating: value.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self),
            line.wholeMatch(of: /[^\s|]+:\d+(\[[\d:,]*\])?\s*/) != nil
        {
            self = .script
        } else {
            return nil
        }
    }

    /// Recognizes a plain file; nil for anything else, also where nothing can be read.
    public init?(of path: String) {
        guard let input = try? KaldiInput(path: path),
            let bytes = try? input.bytes(min(input.size, Self.beginningSize))
        else { return nil }
        self.init(beginning: bytes)
    }
}
