/// The type of an array's values, as in `<f4`: byte order, kind and size in bytes.
struct NumPyElement: Equatable {
    enum Kind: Character {
        case float = "f"
        case signed = "i"
        case unsigned = "u"
        case truth = "b"
    }

    let kind: Kind
    let size: Int
    let isBigEndian: Bool

    init?(_ type: String) {
        let characters = Array(type)
        guard characters.count == 3, let kind = Kind(rawValue: characters[1]),
            let size = characters[2].wholeNumberValue, characters[2].isASCII
        else { return nil }
        let sizes: [Int] =
            switch kind {
            case .float: [2, 4, 8]
            case .signed, .unsigned: [1, 2, 4, 8]
            case .truth: [1]
            }
        guard sizes.contains(size) else { return nil }
        switch characters[0] {
        case "<": isBigEndian = false
        case ">": isBigEndian = true
        case "|" where size == 1: isBigEndian = false
        default: return nil
        }
        self.kind = kind
        self.size = size
    }

    /// The value in the first ``size`` bytes of a slice; integers beyond 2⁵³ are rounded.
    func value(_ bytes: ArraySlice<UInt8>) -> Double {
        let field = bytes.prefix(size)
        var bits: UInt64 = 0
        if isBigEndian {
            for byte in field { bits = bits << 8 | UInt64(byte) }
        } else {
            for byte in field.reversed() { bits = bits << 8 | UInt64(byte) }
        }
        switch (kind, size) {
        case (.float, 2): return half(UInt16(truncatingIfNeeded: bits))
        case (.float, 4): return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        case (.float, _): return Double(bitPattern: bits)
        case (.unsigned, _): return Double(bits)
        case (.truth, _): return bits == 0 ? 0 : 1
        case (.signed, _):
            let unused = UInt64(64 - 8 * size)
            return Double(Int64(bitPattern: bits << unused) >> Int64(unused))
        }
    }
}

/// An IEEE 754 half: sign, 5 bits of exponent (bias 15), 10 of fraction. Swift's own Float16 is
/// missing on some machines.
private func half(_ bits: UInt16) -> Double {
    let sign = bits & 0x8000 == 0 ? 1.0 : -1.0
    let exponent = Int(bits >> 10 & 31)
    let fraction = Double(bits & 1023) / 1024
    switch exponent {
    case 0: return sign * fraction * 0x1p-14
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default: return sign * Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
    }
}
