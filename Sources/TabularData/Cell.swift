/// What a cell of a text table holds.
enum Cell: Equatable {
    case number(Double)
    case missing
    /// A number too large for a Double, or the word for infinity.
    case infinite
    /// Digits with commas: a decimal comma or thousands.
    case decimalComma
    case word

    /// Whether the cell is meant as a number.
    var isNumeric: Bool { self != .word }

    init(_ bytes: some BidirectionalCollection<UInt8>, missingWords: Set<String>) {
        let text = trimmed(bytes)
        if text.isEmpty {
            self = .missing
        } else if isDecimal(text) {
            let value = Double(String(decoding: text, as: UTF8.self)) ?? .nan
            self = value.isFinite ? .number(value) : .infinite
        } else {
            self = Self.word(text, missingWords: missingWords)
        }
    }

    private static func word(_ text: [UInt8], missingWords: Set<String>) -> Cell {
        let word = String(decoding: text, as: UTF8.self).lowercased()
        if missingWords.contains(word) { return .missing }
        let unsigned = word.hasPrefix("+") || word.hasPrefix("-") ? word.dropFirst() : word[...]
        if ["inf", "infinity", "∞"].contains(unsigned) { return .infinite }
        let comma = UInt8(ascii: ",")
        let withoutCommas = text.filter { $0 != comma }
        return withoutCommas.count < text.count && isDecimal(withoutCommas) ? .decimalComma : .word
    }
}

private func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
    guard let first = bytes.firstIndex(where: { !isBlank($0) }),
        let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return [] }
    return Array(bytes[first...last])
}

/// Whether the text is `[+-] digits [. digits] [e [+-] digits]` with a digit before or after the
/// point. Narrower than what Swift reads: no hexadecimal, no words.
private func isDecimal(_ text: [UInt8]) -> Bool {
    var rest = text[...]
    func digits() -> Int {
        let count = rest.prefix { $0 &- UInt8(ascii: "0") < 10 }.count
        rest = rest.dropFirst(count)
        return count
    }
    func take(_ characters: String) -> Bool {
        guard let byte = rest.first, characters.utf8.contains(byte) else { return false }
        rest = rest.dropFirst()
        return true
    }
    _ = take("+-")
    var mantissa = digits()
    if take(".") { mantissa += digits() }
    guard mantissa > 0 else { return false }
    if take("eE") {
        _ = take("+-")
        guard digits() > 0 else { return false }
    }
    return rest.isEmpty
}
