/// Sorts by an unsigned key, least significant digits first; equal keys keep their order.
///
/// Digits of eleven bits that all keys share are passed over, and so is everything when the
/// keys ascend already. Linear in the number of elements, with one copy of them as scratch.
@inline(__always)
func radixSort<Element>(_ elements: inout [Element], key: (Element) -> UInt64) {
    let (digits, values) = (6, 1 << 11)
    func value(_ digit: Int, _ key: UInt64) -> Int {
        Int(key >> UInt64(11 * digit) & UInt64(values - 1))
    }
    // How many keys have each value of each digit, in one look at the elements.
    var counts = [Int](repeating: 0, count: digits * values)
    var ascends = true
    counts.withUnsafeMutableBufferPointer { counts in
        var last: UInt64 = 0
        for element in elements {
            let key = key(element)
            for digit in 0..<digits { counts[digit * values + value(digit, key)] += 1 }
            if key < last { ascends = false }
            last = key
        }
    }
    if ascends { return }
    var scratch = elements
    for digit in 0..<digits {
        var starts = Array(counts[digit * values..<(digit + 1) * values])
        if starts.contains(elements.count) { continue }
        var sum = 0
        for value in starts.indices {
            sum += starts[value]
            starts[value] = sum - starts[value]
        }
        starts.withUnsafeMutableBufferPointer { starts in
            scratch.withUnsafeMutableBufferPointer { scratch in
                for element in elements {
                    let value = value(digit, key(element))
                    scratch[starts[value]] = element
                    starts[value] += 1
                }
            }
        }
        swap(&elements, &scratch)
    }
}

extension Sequence<Double> {
    /// Numbers in ascending order.
    var ascending: [Double] {
        var sorted = Array(self)
        radixSort(&sorted, key: \.ascendingKey)
        return sorted
    }
}

extension Double {
    /// A key that ascends as the numbers do; −0 and 0 share one.
    var ascendingKey: UInt64 {
        let bits = (self == 0 ? 0 : self).bitPattern
        return bits >> 63 == 1 ? ~bits : bits | 1 << 63
    }
}
