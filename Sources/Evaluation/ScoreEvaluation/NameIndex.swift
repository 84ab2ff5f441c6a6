#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Numbers names by first appearance and keeps one copy of each.
///
/// Names are looked up by their bytes, so that a file of millions of lines makes no string per
/// line.
struct NameIndex: Sendable {
    private static let free = UInt32.max

    private var bytes: [UInt8] = []
    /// Where each name ends in `bytes`.
    private var ends: [Int] = []
    private var hashes: [UInt64] = []
    /// Open addressing with linear probing, a power of two in size and at most half full.
    private var slots = [UInt32](repeating: free, count: 64)
    /// The number asked for last, since neighbouring lines often share a name.
    private var latest = 0

    var count: Int { ends.count }
    var names: [String] { (0..<count).map { self[UInt32($0)] } }

    subscript(_ number: UInt32) -> String {
        String(decoding: bytes[range(of: Int(number))], as: UTF8.self)
    }

    /// The number of a name, new or known.
    mutating func number(of name: String) -> UInt32 {
        var name = name
        return name.withUTF8 { number(of: UnsafeRawBufferPointer($0)) }
    }

    /// The number of a name, if it is known.
    func known(_ name: String) -> UInt32? {
        var name = name
        return name.withUTF8 { name in
            let found = slots[slot(of: UnsafeRawBufferPointer(name), hash: Self.hash(.init(name)))]
            return found == Self.free ? nil : found
        }
    }

    /// The number of a name, new or known.
    mutating func number(of name: UnsafeRawBufferPointer) -> UInt32 {
        if latest < count, equals(latest, name) { return UInt32(latest) }
        let hash = Self.hash(name)
        let slot = slot(of: name, hash: hash)
        if slots[slot] != Self.free {
            latest = Int(slots[slot])
            return slots[slot]
        }
        let number = UInt32(ends.count)
        latest = ends.count
        slots[slot] = number
        bytes.append(contentsOf: name)
        ends.append(bytes.count)
        hashes.append(hash)
        if 2 * ends.count > slots.count { grow() }
        return number
    }

    /// For each of these names its number in another index, where it may be new.
    func numbers(in other: inout NameIndex) -> [UInt32] {
        bytes.withUnsafeBytes { all in
            (0..<count).map { other.number(of: .init(rebasing: all[range(of: $0)])) }
        }
    }

    /// For each of these names its number in another index, where it has one.
    func numbers(knownIn other: NameIndex) -> [UInt32?] {
        bytes.withUnsafeBytes { all in
            (0..<count).map { number in
                let name = UnsafeRawBufferPointer(rebasing: all[range(of: number)])
                let found = other.slots[other.slot(of: name, hash: hashes[number])]
                return found == Self.free ? nil : found
            }
        }
    }

    private func range(of number: Int) -> Range<Int> {
        (number == 0 ? 0 : ends[number - 1])..<ends[number]
    }

    /// The slot that holds a name, or the free one where it belongs.
    private func slot(of name: UnsafeRawBufferPointer, hash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != Self.free {
            let number = Int(slots[slot])
            if hashes[number] == hash, equals(number, name) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private func equals(_ number: Int, _ name: UnsafeRawBufferPointer) -> Bool {
        let range = range(of: number)
        guard range.count == name.count else { return false }
        guard let other = name.baseAddress else { return true }
        return bytes.withUnsafeBytes { all in
            all.baseAddress.map { memcmp($0 + range.lowerBound, other, range.count) == 0 } ?? true
        }
    }

    private mutating func grow() {
        let mask = 2 * slots.count - 1
        slots = [UInt32](repeating: Self.free, count: mask + 1)
        for (number, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] != Self.free { slot = (slot + 1) & mask }
            slots[slot] = UInt32(number)
        }
    }

    /// Multiplication and folding, eight bytes at a time.
    private static func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(name.count) &* 0x9E37_79B9_7F4A_7C15
        func mix(_ word: UInt64) {
            let product = (hash ^ word).multipliedFullWidth(by: 0xD1B5_4A32_D192_ED03)
            hash = product.high ^ product.low
        }
        var start = 0
        while start + 8 <= name.count {
            mix(name.loadUnaligned(fromByteOffset: start, as: UInt64.self))
            start += 8
        }
        var rest: UInt64 = 0
        while start < name.count {
            rest = rest << 8 | UInt64(name[start])
            start += 1
        }
        mix(rest)
        return hash
    }
}
