/// Numbers as they are written beside an axis.
enum Label {
    /// digits × 10^exponent, without zeros that say nothing; very large and very small numbers
    /// as 2×10⁶. The largest number of the axis decides, so that all are written alike.
    static func decimal(_ digits: Int64, exponent: Int, largest: Double) -> String {
        guard digits != 0 else { return "0" }
        var (digits, exponent) = (digits, exponent)
        while digits % 10 == 0 { (digits, exponent) = (digits / 10, exponent + 1) }
        let sign = digits < 0 ? "−" : ""
        let text = String(digits.magnitude)
        if largest >= 1e6 || largest < 1e-4 { return sign + scientific(text, exponent) }
        if exponent >= 0 { return sign + grouped(text + String(repeating: "0", count: exponent)) }
        let padded = String(repeating: "0", count: max(0, 1 - exponent - text.count)) + text
        return sign + grouped(String(padded.dropLast(-exponent))) + "."
            + padded.suffix(-exponent)
    }

    /// A whole number with its thousands set apart, as in `12,345`.
    static func grouped(_ digits: String) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result
    }

    private static func scientific(_ text: String, _ exponent: Int) -> String {
        let power = "10" + superscript(exponent + text.count - 1)
        if text == "1" { return power }
        let fraction = text.dropFirst()
        return text.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "×" + power
    }

    private static func superscript(_ number: Int) -> String {
        let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
        return (number < 0 ? "⁻" : "")
            + String(String(number.magnitude).compactMap(\.wholeNumberValue).map { digits[$0] })
    }
}
