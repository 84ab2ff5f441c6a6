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

    init(_ bytes: ArraySlice<UInt8>, missing: MissingWords) {
        let text = trimmed(bytes)
        if text.isEmpty {
            self = .missing
        } else if text.withUnsafeBufferPointer(isDecimal) {
            let value = Double(String(decoding: text, as: UTF8.self)) ?? .nan
            self =
                missing.numbers.contains(value)
                ? .missing : value.isFinite ? .number(value) : .infinite
        } else {
            self = Self.word(text, missing)
        }
    }

    private static func word(_ text: ArraySlice<UInt8>, _ missing: MissingWords) -> Cell {
        let word = String(decoding: text, as: UTF8.self).lowercased()
        if missing.words.contains(word) { return .missing }
        let unsigned = word.hasPrefix("+") || word.hasPrefix("-") ? word.dropFirst() : word[...]
        if ["inf", "infinity", "∞"].contains(unsigned) { return .infinite }
        let comma = UInt8(ascii: ",")
        let withoutCommas = text.filter { $0 != comma }
        return withoutCommas.count < text.count && withoutCommas.withUnsafeBufferPointer(isDecimal)
            ? .decimalComma : .word
    }
}

/// What stands for a missing cell: words, and numbers such as -99.
struct MissingWords {
    let words: Set<String>
    let numbers: Set<Double>

    init(_ words: Set<String>) {
        self.words = words
        numbers = Set(
            words.filter { Array($0.utf8).withUnsafeBufferPointer(isDecimal) }.compactMap(
                Double.init))
    }
}

/// Without the blanks at its ends.
func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = bytes
    while let last = text.last, isBlank(last) { text = text.dropLast() }
    return text.drop(while: isBlank)
}

/// Whether the text is `[+-] digits [. digits] [e [+-] digits]` with a digit before or after the
/// point. Narrower than what Swift reads: no hexadecimal, no words.
private func isDecimal(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var place = 0
    func digits() -> Int {
        let start = place
        while place < text.count, text[place] &- UInt8(ascii: "0") < 10 { place += 1 }
        return place - start
    }
    func take(_ a: UInt8, _ b: UInt8) -> Bool {
        guard place < text.count, text[place] == a || text[place] == b else { return false }
        place += 1
        return true
    }
    _ = take(UInt8(ascii: "+"), UInt8(ascii: "-"))
    var mantissa = digits()
    if take(UInt8(ascii: "."), UInt8(ascii: ".")) { mantissa += digits() }
    guard mantissa > 0 else { return false }
    if take(UInt8(ascii: "e"), UInt8(ascii: "E")) {
        _ = take(UInt8(ascii: "+"), UInt8(ascii: "-"))
        guard digits() > 0 else { return false }
    }
    return place == text.count
}
