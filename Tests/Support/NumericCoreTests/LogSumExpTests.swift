import NumericCore
import Testing

@Suite struct LogSumExpTests {
    static let cases: [([Double], Double)] = [
        ([], -.infinity),
        ([-.infinity, -.infinity], -.infinity),
        ([1, .infinity], .infinity),
        ([3.5], 3.5),
        ([-.infinity, 2], 2),
        // log(e⁰ + e⁰) = log 2, also where exp itself would overflow or vanish.
        ([0, 0], 0.693147180559945),
        ([1000, 1000], 1000.693147180559945),
        ([-1000, -1000], -999.306852819440055),
    ]

    @Test(arguments: cases)
    func handWorked(values: [Double], expected: Double) {
        let result = logSumExp(values)
        // Double rounds a thousand by 10⁻¹³.
        #expect(result == expected || abs(result - expected) < 1e-12)
    }

    @Test func nanIsNotHidden() {
        #expect(logSumExp([1, .nan, 2]).isNaN)
    }
}
