internal import RealModule

/// Maps the values of an axis to 0…1 along it.
struct Scale {
    let kind: ScaleKind
    /// The axis' ends, in its units.
    let range: ClosedRange<Double>
    private let lower: Double
    private let upper: Double

    /// Beyond this, sums and differences might overflow; no chart shows such numbers.
    static let largest = 1e300

    /// A scale over a range, or over the values that have to be seen on it.
    init(_ axis: Axis, values: some Sequence<Double>) {
        kind = axis.scale
        let bounds = axis.range.flatMap { Self.isUsable($0, axis.scale) ? $0 : nil }
        range = bounds ?? Self.range(of: values, axis.scale)
        lower = Self.stretch(range.lowerBound, kind)
        upper = Self.stretch(range.upperBound, kind)
    }

    /// 0 at the lower end, 1 at the upper; infinite for what lies infinitely far beyond an end;
    /// nil for what the axis cannot show.
    func position(_ value: Double) -> Double? {
        guard abs(value) <= Self.largest else { return nil }
        let stretched = Self.stretch(value, kind)
        return stretched.isNaN ? nil : (stretched - lower) / (upper - lower)
    }

    /// The value in the units in which the axis is even.
    private static func stretch(_ value: Double, _ kind: ScaleKind) -> Double {
        switch kind {
        case .linear: value
        case .logarithmic: value < 0 ? .nan : .log10(value)
        case .probit: probit(value)
        }
    }

    private static func isUsable(_ range: ClosedRange<Double>, _ kind: ScaleKind) -> Bool {
        let ends = [range.lowerBound, range.upperBound]
        return range.lowerBound < range.upperBound && ends.allSatisfy { abs($0) <= largest }
            && ends.allSatisfy { stretch($0, kind).isFinite }
            && stretch(ends[0], kind) < stretch(ends[1], kind)
    }

    /// A range in which all the values can be seen, with a little room.
    private static func range(
        of values: some Sequence<Double>, _ kind: ScaleKind
    ) -> ClosedRange<Double> {
        var ends: (Double, Double)?
        for value in values where abs(value) <= largest && stretch(value, kind).isFinite {
            ends = ends.map { (min($0.0, value), max($0.1, value)) } ?? (value, value)
        }
        switch kind {
        case .linear:
            guard let (low, high) = ends else { return 0...1 }
            let room = (high - low) * 0.04
            if room > max(abs(low), abs(high)) * 1e-12 { return low - room...high + room }
            let half = low == 0 ? 1 : abs(low) / 2
            return low - half...high + half
        case .logarithmic:
            guard let (low, high) = ends else { return 1...10 }
            let room = max(Double.pow(high / low, 0.04), high / low < 1.001 ? 3 : 1)
            return max(low / room, 1e-300)...min(max(high * room, 1e-299), largest)
        case .probit:
            guard let (low, high) = ends else { return 0.001...0.5 }
            // Half and one and a half of a rate, mirrored above one half.
            let top = high < 0.5 ? high * 1.5 : 1 - (1 - high) * 0.7
            return max(low * 0.7, 1e-6)...max(min(top, 1 - 1e-6), 2e-6)
        }
    }
}
