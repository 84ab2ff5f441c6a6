internal import RealModule

/// Round numbers along an axis.
enum Ticks {
    /// At most about `count` ticks within the scale's range, fewest digits first; two at least,
    /// for a single one tells no distance, unless whole numbers are wanted and there is but one.
    static func ticks(_ scale: Scale, count: Int, isWhole: Bool = false) -> [Tick] {
        switch scale.kind {
        case .linear: linear(scale.range, count: count, isWhole: isWhole)
        case .logarithmic: logarithmic(scale.range, count: count)
        case .probit: percentages(scale, count: count)
        }
    }

    /// As many ticks as asked for, and more where those are fewer than two.
    private static func linear(
        _ range: ClosedRange<Double>, count: Int, isWhole: Bool = false
    ) -> [Tick] {
        var ticks: [Tick] = []
        // A step of half the range at most meets it twice.
        for count in max(1, count)...max(6, count) {
            ticks = steps(range, count: count, isWhole: isWhole)
            if ticks.count > 1 { break }
        }
        return ticks
    }

    /// Steps of 1, 2 or 5 times a power of ten (Heckbert, "Nice numbers for graph labels", 1990).
    private static func steps(
        _ range: ClosedRange<Double>, count: Int, isWhole: Bool
    ) -> [Tick] {
        let span = range.upperBound - range.lowerBound
        let rough = span / Double(max(1, count))
        var exponent = Int(Double.log10(rough).rounded(.down))
        var factor = [1, 2, 5].first { Double($0) * power(exponent) >= rough * 0.999 } ?? 10
        if factor == 10 { (factor, exponent) = (1, exponent + 1) }
        if isWhole, exponent < 0 { (factor, exponent) = (1, 0) }
        let step = Double(factor) * power(exponent)
        let first = (range.lowerBound / step - 1e-9).rounded(.up)
        let last = (range.upperBound / step + 1e-9).rounded(.down)
        // A range that is narrow and far from zero runs out of digits.
        guard first <= last, last - first <= 1000, abs(first) < 1e15, abs(last) < 1e15 else {
            return []
        }
        let largest = max(abs(range.lowerBound), abs(range.upperBound))
        return (Int64(first)...Int64(last)).map { index in
            // An integer times a power of ten: the decimal digits are exact.
            let digits = index * Int64(factor)
            return Tick(
                exponent < 0 ? Double(digits) / power(-exponent) : Double(digits) * power(exponent),
                label: Label.decimal(digits, exponent: exponent, largest: largest))
        }
    }

    /// Powers of ten; where they are few, also 2 and 5 times them; where there are none, round
    /// numbers.
    private static func logarithmic(_ range: ClosedRange<Double>, count: Int) -> [Tick] {
        let (low, high) = (Double.log10(range.lowerBound), Double.log10(range.upperBound))
        let decades = Int(low.rounded(.down))...Int(high.rounded(.up))
        let factors: [Int64] = decades.count <= max(3, count / 3) + 1 ? [1, 2, 5] : [1]
        let stride = max(1, (decades.count + count - 1) / max(1, count))
        let ticks = decades.filter { $0 % stride == 0 }.flatMap { exponent in
            factors.map { factor in
                Tick(
                    Double(factor) * power(exponent),
                    label: Label.decimal(
                        factor, exponent: exponent, largest: Double(factor) * power(exponent)))
            }
        }.filter { range.contains($0.value) }
        return ticks.count > 1 ? ticks : linear(range, count: count)
    }

    private static let perTenThousand: [Int64] = [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 4000, 6000, 8000, 9000, 9500, 9800, 9900,
        9950, 9980, 9990, 9995, 9998, 9999,
    ]

    /// The rates that DET plots are labelled with.
    private static func percentages(_ scale: Scale, count: Int) -> [Tick] {
        let usual = perTenThousand.map { rate in
            Tick(
                Double(rate) / 10_000, label: Label.decimal(rate, exponent: -2, largest: 100) + "%")
        }.filter { scale.range.contains($0.value) }
        if usual.count > 1 { return usual }
        let percent = scale.range.lowerBound * 100...scale.range.upperBound * 100
        return linear(percent, count: count).map { Tick($0.value / 100, label: $0.label + "%") }
    }

    private static func power(_ exponent: Int) -> Double { .pow(10, exponent) }
}
