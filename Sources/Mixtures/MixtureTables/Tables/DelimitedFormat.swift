/// What sets the cells of a row apart.
public enum Separator: String, CaseIterable, Sendable {
    /// `,`
    case comma
    /// `;`
    case semicolon
    /// One tab.
    case tab
    /// `|`
    case bar
    /// Any run of spaces and tabs.
    case blanks

    func matches(_ byte: UInt8) -> Bool {
        switch self {
        case .comma: byte == UInt8(ascii: ",")
        case .semicolon: byte == UInt8(ascii: ";")
        case .tab: byte == UInt8(ascii: "\t")
        case .bar: byte == UInt8(ascii: "|")
        case .blanks: isBlank(byte)
        }
    }
}

func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

/// How a text table is written: RFC 4180, with what the first rows do not tell.
public struct DelimitedFormat: Equatable, Sendable {
    /// The words that stand for a missing cell besides an empty one, whatever their case.
    public static let commonMissingWords: Set<String> = ["na", "n/a", "nan", "null", "?"]

    /// The separator; nil: found in the first rows.
    public var separator: Separator?
    /// Whether the first row holds names; nil: it does if it has a word where numbers follow.
    public var hasHeader: Bool?
    /// Words for a missing cell, in lower case; a number such as `-99` means every cell of that
    /// value.
    public var missingWords: Set<String>

    /// A format; by default everything is found in the first rows.
    public init(
        separator: Separator? = nil, hasHeader: Bool? = nil,
        missingWords: Set<String> = commonMissingWords
    ) {
        self.separator = separator
        self.hasHeader = hasHeader
        self.missingWords = Set(missingWords.map { $0.lowercased() })
    }
}
