internal import CCrypto

/// SHA-256 (FIPS 180-4), computed by libcrypto.
///
/// ```swift
/// Digest.sha256(of: Array("abc".utf8)).hexadecimal  // "ba7816bf…"
/// ```
public struct Digest: Hashable, Sendable {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// The 64 hexadecimal digits, lower case, as `sha256sum` prints them.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// The digest that 64 hexadecimal digits say; nil for anything else.
    public init?(hexadecimal: String) {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        guard digits.count == 64, hexadecimal.utf8.count == 64 else { return nil }
        bytes = stride(from: 0, to: 64, by: 2).map { UInt8(16 * digits[$0] + digits[$0 + 1]) }
    }

    fileprivate init(bytes: [UInt8]) { self.bytes = bytes }

    /// The digest of some bytes.
    public static func sha256(of bytes: some Sequence<UInt8>) -> Digest {
        var stream = DigestStream()
        Array(bytes).withUnsafeBytes { stream.update($0) }
        return stream.finish()
    }
}

/// A digest of bytes that arrive in pieces.
public struct DigestStream: ~Copyable {
    private let context: OpaquePointer?

    /// An empty digest.
    public init() {
        context = EVP_MD_CTX_new()
        precondition(
            EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "libcrypto has no SHA-256")
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds bytes at the end.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// The digest of everything added; the stream must not be used again.
    public mutating func finish() -> Digest {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &digest, nil)
        return Digest(bytes: digest)
    }
}
