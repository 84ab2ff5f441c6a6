/// Bytes of headerless audio → samples at unit scale, as libsndfile scales them.
struct SampleDecoder {
    let encoding: RawFormat.Encoding

    /// Bytes of one sample.
    var width: Int {
        switch encoding {
        case .pcm8s, .pcm8u, .alaw, .ulaw: 1
        case .pcm16le, .pcm16be: 2
        case .pcm24le, .pcm24be: 3
        case .pcm32le, .pcm32be, .float32le, .float32be: 4
        case .float64le, .float64be: 8
        }
    }

    /// The samples of whole samples' bytes; what is left over at the end is ignored.
    func samples(_ bytes: ArraySlice<UInt8>) -> [Float] {
        let width = width
        let isBigEndian = encoding.rawValue.hasSuffix("be")
        return bytes.withUnsafeBufferPointer { bytes in
            (0..<bytes.count / width).map { index in
                var word: UInt64 = 0
                for place in 0..<width {
                    let byte = bytes[index * width + (isBigEndian ? place : width - 1 - place)]
                    word = word << 8 | UInt64(byte)
                }
                return sample(word)
            }
        }
    }

    private func sample(_ word: UInt64) -> Float {
        switch encoding {
        case .pcm8u: (Float(word) - 128) / 128
        case .pcm8s: Float(Int8(truncatingIfNeeded: word)) / 0x1p7
        case .pcm16le, .pcm16be: Float(Int16(truncatingIfNeeded: word)) / 0x1p15
        case .pcm24le, .pcm24be: Float(Int32(truncatingIfNeeded: word << 8) >> 8) / 0x1p23
        case .pcm32le, .pcm32be: Float(Int32(truncatingIfNeeded: word)) / 0x1p31
        case .float32le, .float32be: Float(bitPattern: UInt32(truncatingIfNeeded: word))
        case .float64le, .float64be: Float(Double(bitPattern: word))
        case .alaw: Self.aLaw(UInt8(truncatingIfNeeded: word))
        case .ulaw: Self.muLaw(UInt8(truncatingIfNeeded: word))
        }
    }

    /// ITU-T G.711, table 1: a sign, three bits of exponent, four of mantissa, even bits inverted.
    private static func aLaw(_ code: UInt8) -> Float {
        let bits = Int(code ^ 0x55)
        let (exponent, mantissa) = (bits >> 4 & 7, bits & 15)
        let magnitude =
            exponent == 0
            ? mantissa << 4 + 8 : (mantissa << 4 + 0x108) << (exponent - 1)
        return Float(bits & 0x80 == 0 ? -magnitude : magnitude) / 0x1p15
    }

    /// ITU-T G.711, table 2: the same with all bits inverted and a bias of 33 quarter steps.
    private static func muLaw(_ code: UInt8) -> Float {
        let bits = Int(~code)
        let (exponent, mantissa) = (bits >> 4 & 7, bits & 15)
        let magnitude = (mantissa << 3 + 0x84) << exponent - 0x84
        return Float(bits & 0x80 == 0 ? magnitude : -magnitude) / 0x1p15
    }
}
