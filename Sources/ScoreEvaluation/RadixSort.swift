/// Sorts by an unsigned key, least significant digits first; equal keys keep their order.
///
/// Digits of eleven bits that all keys share are passed over, and so is everything when the
/// keys ascend already. Linear in the number of elements, with one copy of them as scratch.
@inline(__always)
func radixSort<Element>(_ elements: inout [Element], key: (Element) -> UInt64) {
    var all = UInt64.max
    var any: UInt64 = 0
    var last: UInt64 = 0
    var ascends = true
    for element in elements {
        let key = key(element)
        all &= key
        any |= key
        if key < last { ascends = false }
        last = key
    }
    if ascends { return }
    let varying = all ^ any
    var scratch = elements
    for shift in stride(from: 0, to: 64, by: 11) as StrideTo<UInt64>
    where (varying >> shift) & 0x7FF != 0 {
        var starts = [Int](repeating: 0, count: 2048)
        for element in elements { starts[Int((key(element) >> shift) & 0x7FF)] += 1 }
        var sum = 0
        for digit in starts.indices {
            let count = starts[digit]
            starts[digit] = sum
            sum += count
        }
        starts.withUnsafeMutableBufferPointer { starts in
            scratch.withUnsafeMutableBufferPointer { scratch in
                for element in elements {
                    let digit = Int((key(element) >> shift) & 0x7FF)
                    scratch[starts[digit]] = element
                    starts[digit] += 1
                }
            }
        }
        swap(&elements, &scratch)
    }
}

extension Double {
    /// A key that ascends as the numbers do; −0 and 0 share one.
    var ascendingKey: UInt64 {
        let bits = (self == 0 ? 0 : self).bitPattern
        return bits >> 63 == 1 ? ~bits : bits | 1 << 63
    }
}
