/// Reads a score as written in decimal.
///
/// Up to nineteen digits form a whole number w and a power of ten. Where w ≤ 2⁵³ and the power
/// is at most 10²² both are exact in `Double`, so that one multiplication or division rounds
/// correctly (Clinger, "How to read floating point numbers accurately", 1990). Everything else
/// goes to the standard library, which is exact too and slower. `inf` is a number here, `nan`
/// is not.
func decimalNumber(_ text: UnsafeRawBufferPointer) -> Double? {
    var index = 0
    var isNegative = false
    if let first = text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
        isNegative = first == UInt8(ascii: "-")
        index = 1
    }
    var whole: UInt64 = 0
    var digits = 0
    var decimals = 0
    var hasPoint = false
    while index < text.count {
        let byte = text[index]
        if byte == UInt8(ascii: "."), !hasPoint {
            hasPoint = true
        } else {
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9, digits < 19 else { return slowNumber(text) }
            whole = whole &* 10 &+ UInt64(digit)
            digits += 1
            if hasPoint { decimals += 1 }
        }
        index += 1
    }
    guard digits > 0, whole <= 1 << 53 else { return slowNumber(text) }
    let magnitude = Double(whole) / powersOfTen[decimals]
    return isNegative ? -magnitude : magnitude
}

/// 10⁰ … 10¹⁹, all exact.
private let powersOfTen: [Double] = (0..<19).reduce(into: [1.0]) { powers, _ in
    powers.append((powers.last ?? 1) * 10)
}

private func slowNumber(_ text: UnsafeRawBufferPointer) -> Double? {
    guard let word = String(validating: text, as: UTF8.self), let number = Double(word),
        !number.isNaN
    else { return nil }
    return number
}
